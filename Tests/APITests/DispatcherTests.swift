import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Postgres
import Scheduling
import Synchronization
import TestDatabase
import Testing

/// The dispatcher as the service runs it: beginning, being cut off, going on.
@Suite(.database(Service.template), .timeLimit(.minutes(10)))
struct DispatcherTests {
    /// A consultation, of which everybody has been told.
    private func begin(_ service: Service) async throws -> (student: StudentFixture, consultation: String) {
        let mentor = try await service.addMentor()
        let student = try await service.registerStudent("chen")
        let consultation = try await service.ask(student, mentor).id
        try await service.deliver()
        return (student, consultation)
    }

    @Test func `a dispatcher that is cut off twenty times under load delivers every event, in order`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let (student, consultation) = try await begin(service)
                _ = try await service.addWebhook(receiver.url)
                // Every fourth answer is held back until the dispatcher that waits for it is gone.
                let count = Mutex(0)
                receiver.answer { _ in
                    let number = count.withLock { count in
                        count += 1
                        return count
                    }
                    return number % 4 == 0 ? .hang : .status(204)
                }
                for _ in 0..<20 {
                    try await service.say(10, student, consultation)
                    var policy = DispatchPolicy()
                    policy.pause = .milliseconds(5)
                    let dispatcher = Dispatcher(
                        deliveries: try service.deliveries(policy: policy), emails: nil, policy: policy,
                        logger: Service.logger)
                    let before = receiver.received.count
                    let work = Task { try await dispatcher.run() }
                    // It is in the middle of something: a request has come that isn't answered.
                    while receiver.received.count < before + 4 - before % 4 { await Task.yield() }
                    work.cancel()
                    _ = try? await work.value
                    // What it held is free when its lease ends.
                    service.advance(seconds: 121)
                }
                receiver.answer { _ in .status(204) }
                try await service.deliver()
                let ids = receiver.received.map { $0.header("webhook-id") }
                var firsts: [String] = []
                for id in ids where firsts.last != id && !firsts.contains(id) { firsts.append(id) }
                #expect(firsts.count == 200)
                #expect(firsts == firsts.sorted())
                // Each cut cost one repeat: what hung.
                #expect(ids.count - firsts.count == 20)
                #expect(try await service.outbox("dead").isEmpty)
            }
        }
    }

    /// Runs the service's dispatcher for a while.
    private func whileDispatching(
        _ deliveries: DeliveryDispatcher, emails: EmailDispatcher? = nil, _ policy: DispatchPolicy,
        _ body: () async throws -> Void
    ) async throws {
        let dispatcher = Dispatcher(deliveries: deliveries, emails: emails, policy: policy, logger: Service.logger)
        let work = Task { try await dispatcher.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        work.cancel()
        _ = try? await work.value
        try result.get()
    }

    @Test func `a dispatcher that looks once an hour is called to whatever there is`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let (student, consultation) = try await begin(service)
                let webhook = try await service.addWebhook(receiver.url)
                var policy = DispatchPolicy()
                policy.pause = .seconds(3_600)
                policy.longPause = .seconds(3_600)
                let mailbox = Mailbox()
                try await whileDispatching(
                    try service.deliveries(policy: policy), emails: service.dispatcher(mailbox), policy
                ) {
                    for count in 1...3 {
                        try await service.say(1, student, consultation)
                        while receiver.received.count < count { await Task.yield() }
                    }
                    // What is written for a destination past the outbox calls too, and so does an e-mail with a code.
                    let test = "/v1/admin/webhooks/\(webhook.id)/test"
                    #expect(try await service.call(.POST, test, token: service.adminToken).status == 202)
                    while receiver.received.count < 4 { await Task.yield() }
                    _ = try await service.call(
                        .POST, "/v1/sign-in", ["email": .string("chen@students.example.com")])
                    while mailbox.received.isEmpty { await Task.yield() }
                }
                #expect(receiver.received.last?.type == "destination.test")
            }
        }
    }

    @Test func `a lease lasts as long as its dispatcher lives and waits for the receiver`() async throws {
        try await Service.run { service in
            try await Receiver.run({ _ in .hang }) { receiver in
                let (student, consultation) = try await begin(service)
                _ = try await service.addWebhook(receiver.url)
                try await service.say(1, student, consultation)
                var policy = DispatchPolicy()
                policy.renewal = .milliseconds(5)
                let lease = policy.destinationLeaseSeconds
                let first = Task { [policy] in
                    try await service.deliver(service.deliveries(timeoutSeconds: 600, policy: policy))
                }
                while receiver.received.isEmpty { await Task.yield() }
                let end: SQL = "SELECT max(leased_until)::text FROM destinations"
                for _ in 0..<3 {
                    let before = try await Stored.texts(end)
                    service.advance(seconds: lease - 1)
                    while try await Stored.texts(end) == before { await Task.yield() }
                    #expect(try await service.deliveries().dispatch() == 0, "it is the first one's")
                }
                #expect(receiver.received.count == 1)
                // Another's by now, for whatever reason: the first one's post is broken off, and counts as nothing.
                _ = try await Stored.texts("UPDATE destinations SET lease = lease + 1 RETURNING id::text")
                try await first.value
                let delivery = try #require(try await service.outbox("waiting").first)
                #expect(delivery["attempts"] == 0)
            }
        }
    }

    @Test func `a destination that keeps its sender waiting takes one place, and the others go on`() async throws {
        try await Service.run { service in
            try await Receiver.run({ _ in .hang }) { slow in
                try await Receiver.run { quick in
                    let (student, consultation) = try await begin(service)
                    _ = try await service.addWebhook(slow.url)
                    _ = try await service.addWebhook(quick.url)
                    var policy = DispatchPolicy()
                    policy.simultaneously = 2
                    policy.pause = .milliseconds(5)
                    try await whileDispatching(
                        try service.deliveries(timeoutSeconds: 60, policy: policy), policy
                    ) {
                        try await service.say(5, student, consultation)
                        while quick.received.count < 5 { await Task.yield() }
                        #expect(slow.received.count == 1)
                    }
                }
            }
        }
    }
}
