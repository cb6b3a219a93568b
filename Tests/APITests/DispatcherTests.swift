import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Scheduling
import Synchronization
import TestDatabase
import Testing

/// The dispatcher as the service runs it: beginning, being cut off, going on.
@Suite(.database(Service.template), .timeLimit(.minutes(10)))
struct DispatcherTests {
    @Test func `a dispatcher that is cut off twenty times under load delivers every event, in order`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let mentor = try await service.addMentor()
                let student = try await service.registerStudent("chen")
                let consultation = try await service.ask(student, mentor).id
                try await service.deliver()
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

    @Test func `a destination that keeps its sender waiting takes one place, and the others go on`() async throws {
        try await Service.run { service in
            try await Receiver.run({ _ in .hang }) { slow in
                try await Receiver.run { quick in
                    let mentor = try await service.addMentor()
                    let student = try await service.registerStudent("chen")
                    let consultation = try await service.ask(student, mentor).id
                    try await service.deliver()
                    _ = try await service.addWebhook(slow.url)
                    _ = try await service.addWebhook(quick.url)
                    var policy = DispatchPolicy()
                    policy.simultaneously = 2
                    policy.pause = .milliseconds(5)
                    let dispatcher = Dispatcher(
                        deliveries: try service.deliveries(timeoutSeconds: 60, policy: policy), emails: nil,
                        policy: policy, logger: Service.logger)
                    let work = Task { try await dispatcher.run() }
                    try await service.say(5, student, consultation)
                    while quick.received.count < 5 { await Task.yield() }
                    #expect(slow.received.count == 1)
                    work.cancel()
                    _ = try? await work.value
                }
            }
        }
    }
}
