import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Postgres
import Scheduling
import Synchronization
import TestDatabase
import Testing

/// The way from an event to whoever is to know of it.
@Suite(.database(Service.template))
struct DeliveryTests {
    private struct World {
        let mentor: MentorFixture
        let student: StudentFixture
        let consultation: String

        init(_ service: Service) async throws {
            mentor = try await service.addMentor()
            student = try await service.registerStudent("chen")
            consultation = try await service.ask(student, mentor).id
            // What happened until now is told to nobody of the tests.
            try await service.deliver()
        }
    }

    @Test func `every event reaches a webhook once and in order, whoever caused it`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                _ = try await service.addWebhook(receiver.url)
                try await service.say(5, world.student, world.consultation)
                _ = try await service.putSchedule(world.mentor, ["timezone": "Asia/Shanghai"])
                _ = try await service.move("close", world.consultation, world.mentor.token)
                try await service.deliver()
                let types = receiver.received.map(\.type)
                #expect(
                    types == Array(repeating: "message.created", count: 5) + [
                        "schedule.changed", "consultation.closed",
                    ]
                        || types == Array(repeating: "message.created", count: 5) + ["consultation.closed"])
                let stored = try await Stored.texts("SELECT id::text FROM events ORDER BY position DESC LIMIT 1")
                #expect(stored.count == 1)
                let ids = receiver.received.map { $0.header("webhook-id") }
                #expect(Set(ids).count == ids.count && ids.allSatisfy { $0.hasPrefix("evt_") })
                let last = try #require(receiver.received.last?.json["data"] as? [String: Any])
                #expect(last["consultation"] as? String == world.consultation)
                #expect((last["actor"] as? [String: Any])?["role"] as? String == "mentor")
                #expect(try await service.outbox("sent").count >= types.count)
            }
        }
    }

    @Test func `a failing delivery holds back those behind it, and nobody else's`() async throws {
        try await Service.run { service in
            try await Receiver.run { good in
                try await Receiver.run({ _ in .status(500) }) { bad in
                    let world = try await World(service)
                    _ = try await service.addWebhook(bad.url)
                    _ = try await service.addWebhook(good.url)
                    try await service.say(3, world.student, world.consultation)
                    try await service.deliver()
                    #expect(good.received.count == 3)
                    #expect(bad.received.count == 1)
                    bad.answer { _ in .status(204) }
                    try await service.deliver()
                    #expect(bad.received.count == 1, "it waits for its time")
                    service.advance(seconds: 15)
                    try await service.deliver()
                    #expect(good.received.count == 3)
                    let ids = bad.received.map { $0.header("webhook-id") }
                    #expect(ids.count == 4 && ids[0] == ids[1], "a repeat carries the same id")
                    #expect(Array(ids[1...]) == good.received.map { $0.header("webhook-id") }, "and the order stays")
                }
            }
        }
    }

    @Test(arguments: ["fails", "cuts off", "answers garbage", "hangs", "never ends"])
    func `a receiver that is out of order and comes back has everything, in order`(how: String) async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                _ = try await service.addWebhook(receiver.url)
                let answer: Receiver.Answer =
                    switch how {
                    case "fails": .status(503)
                    case "cuts off": .cutOff
                    case "answers garbage": .garbage
                    case "hangs": .hang
                    default: .endless
                    }
                receiver.answer { _ in answer }
                try await service.say(3, world.student, world.consultation)
                let dispatcher = try service.deliveries(timeoutSeconds: how == "hangs" ? 1 : 300)
                for _ in 0..<3 {
                    try await service.deliver(dispatcher)
                    service.advance(seconds: 120)
                }
                // An endless answer of 200 is an answer: the head has said it.
                let isTaken = how == "never ends"
                #expect(
                    try await service.outbox("waiting").filter { $0["topic"] == "message.created" }.isEmpty == isTaken)
                receiver.answer { _ in .status(204) }
                try await service.deliver()
                var seen: [String] = []
                for id in receiver.received.map({ $0.header("webhook-id") }) where !seen.contains(id) {
                    seen.append(id)
                }
                #expect(seen.count == 3)
                #expect(seen == seen.sorted())
                #expect(receiver.received.count == (isTaken ? 3 : 6))
                #expect(try await service.outbox("dead").isEmpty)
            }
        }
    }

    @Test func `several dispatchers at once deliver each event once and keep each destination's order`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                for number in 0..<4 { _ = try await service.addWebhook("\(receiver.url)/\(number)") }
                try await service.say(40, world.student, world.consultation)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<6 {
                        let dispatcher = try service.deliveries()
                        group.addTask { for _ in 0..<40 { try await dispatcher.dispatch() } }
                    }
                    try await group.waitForAll()
                }
                for number in 0..<4 {
                    let ids = receiver.received.filter { $0.target.hasSuffix("/\(number)") }
                        .map { $0.header("webhook-id") }
                    #expect(ids.count == 40)
                    #expect(ids == ids.sorted())
                }
            }
        }
    }

    @Test func `a dispatcher that died leaves its destination to the next when the lease ends`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                _ = try await service.addWebhook(receiver.url)
                try await service.say(2, world.student, world.consultation)
                _ = try await service.desk.deliveries.spread()
                let taken = try await service.desk.deliveries.lease(
                    kinds: [.webhook], limit: 5, leaseSeconds: 120, perDestination: 5)
                #expect(taken.first?.deliveries.count == 2)
                try await service.deliver()
                #expect(receiver.received.isEmpty)
                service.advance(seconds: 120)
                try await service.deliver()
                #expect(receiver.received.count == 2)
                // The dead one's ghost has no say any more.
                if let ghost = taken.first { try await service.desk.deliveries.giveBack(ghost) }
                try await service.say(1, world.student, world.consultation)
                try await service.deliver()
                #expect(receiver.received.count == 3)
            }
        }
    }

    @Test func `what arrives while a lease is given back is not forgotten`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                _ = try await service.addWebhook(receiver.url)
                let dispatcher = try service.deliveries()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await service.say(60, world.student, world.consultation) }
                    for _ in 0..<2 {
                        group.addTask { for _ in 0..<150 { try await dispatcher.dispatch() } }
                    }
                    try await group.waitForAll()
                }
                try await service.deliver()
                #expect(receiver.received.count == 60)
                let idle = try await Stored.count(
                    "SELECT count(*)::int FROM destinations WHERE kind = 'webhook' AND work_at IS NOT NULL")
                #expect(idle == 0)
            }
        }
    }

    @Test func `what is tried too often is a dead letter, can be retried or dropped, and doesn't hold up the rest`()
        async throws
    {
        var policy = Service.deliveryPolicy
        policy.attempts = 2
        try await Service.run(deliveries: policy) { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                let webhook = try await service.addWebhook(receiver.url)
                let first = Mutex<String?>(nil)
                receiver.answer { request in
                    let id = request.header("webhook-id")
                    let isFirst = first.withLock { known in
                        known = known ?? id
                        return known == id
                    }
                    return .status(isFirst ? 400 : 204)
                }
                try await service.say(3, world.student, world.consultation)
                try await service.deliver()
                service.advance(seconds: 60)
                try await service.deliver()
                #expect(receiver.received.count == 4)
                let dead = try await service.outbox("dead")
                let letter = try #require(dead.first)
                #expect(dead.count == 1 && letter["last_error"] == "it answered 400" && letter["attempts"] == 2)
                #expect(letter["destination"]?["id"]?.string == webhook.id)
                let id = letter["id"]?.string ?? ""
                receiver.answer { _ in .status(204) }
                let path = "/v1/admin/outbox/\(id)"
                #expect(try await service.call(.POST, "\(path)/retry", token: service.adminToken).status == 202)
                try await service.deliver()
                #expect(receiver.received.count == 5)
                #expect(receiver.received[4].header("webhook-id") == first.withLock(\.self))
                for verb in ["retry", "drop"] {
                    let refused = try await service.call(.POST, "\(path)/\(verb)", token: service.adminToken)
                    #expect(refused.status == 409 && refused.code == "invalid_transition")
                }
                let audit = try await service.call(.GET, "/v1/admin/audit", token: service.adminToken)
                #expect(audit.json["data"]?.array?.first?["action"] == "delivery.retried")
            }
        }
    }

    @Test func `a dropped delivery is not tried again, and what is behind it goes on`() async throws {
        try await Service.run { service in
            try await Receiver.run({ _ in .status(500) }) { receiver in
                let world = try await World(service)
                _ = try await service.addWebhook(receiver.url)
                try await service.say(2, world.student, world.consultation)
                try await service.deliver()
                let waiting = try await service.outbox("waiting").filter { $0["attempts"] == 1 }
                let id = try #require(waiting.first?["id"]?.string)
                let dropped = try await service.call(
                    .POST, "/v1/admin/outbox/\(id)/drop", token: service.adminToken)
                #expect(dropped.status == 200)
                receiver.answer { _ in .status(204) }
                service.advance(seconds: 60)
                try await service.deliver()
                let ids = receiver.received.map { $0.header("webhook-id") }
                #expect(ids.count == 2 && ids[0] != ids[1])
                let nobody = try await service.call(
                    .POST, "/v1/admin/outbox/dlv_00000000000000000000000000/drop", token: service.adminToken)
                #expect(nobody.status == 404)
            }
        }
    }

    @Test func `nothing is kept that should not be`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                let webhook = try await service.addWebhook("\(receiver.url)?key=geheim")
                let robot = try await service.addChannel(
                    world.student.token,
                    ["kind": "dingtalk", "url": "https://robot.example.com/send?token=verborgen", "secret": "SECtief"])
                #expect(robot.status == 201)
                try await service.say(1, world.student, world.consultation)
                try await service.deliver()
                let dump = try await DatabaseDump()
                for text in ["geheim", "verborgen", "SECtief", webhook.secret] {
                    #expect(dump.places(of: text).isEmpty, "\(text)")
                }
                #expect(!robot.text.contains("verborgen") && !robot.text.contains("SECtief"))
                service.clock.advance(microseconds: 8 * 86_400_000_000)
                try await service.desk.removeExpired()
                #expect(try await Stored.count("SELECT count(*)::int FROM deliveries WHERE state = 'sent'") == 0)
                #expect(try await service.call(.DELETE, "/v1/me", token: world.student.token).status == 204)
                let left = try await Stored.count(
                    "SELECT count(*)::int FROM destinations WHERE owner_role = 'student'")
                #expect(left == 0)
            }
        }
    }
}
