import Foundation
import HTTPAPI
import Mentoring
import Notifications
import OutsideTools
import Scheduling
import TestDatabase
import Testing

/// Webhooks by the Standard Webhooks specification.
@Suite(.database(Service.template))
struct WebhookTests {
    private struct World {
        let mentor: MentorFixture
        let student: StudentFixture
        let consultation: String

        init(_ service: Service) async throws {
            mentor = try await service.addMentor()
            student = try await service.registerStudent("chen")
            consultation = try await service.ask(student, mentor).id
            try await service.deliver()
        }
    }

    /// What the reference library reads in a request: its type, or `refused`.
    private static func verify(_ request: Receiver.Request, secret: String) throws -> String {
        let names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
        let input: [String: Any] = [
            "secret": secret, "body": request.text,
            "headers": Dictionary(uniqueKeysWithValues: names.map { ($0, request.header($0)) }),
        ]
        let outcome = try OutsideTools.python(
            "Tests/APITests/verify_webhook.py", input: JSONSerialization.data(withJSONObject: input))
        return String(decoding: try outcome.get(), as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    @Test func `the reference library finds every request genuine, and a changed one not`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                // The library compares timestamps with this machine's clock.
                service.clock.set(SystemClock().now)
                let webhook = try await service.addWebhook(receiver.url)
                #expect(webhook.secret.hasPrefix("whsec_"))
                try await service.say(1, world.student, world.consultation)
                try await service.deliver()
                let request = try #require(receiver.received.first)
                #expect(try Self.verify(request, secret: webhook.secret) == "message.created")
                var changed = request
                changed.body.append(contentsOf: Data(" ".utf8))
                #expect(try Self.verify(changed, secret: webhook.secret) == "refused")
                // While a secret is being replaced, the old one and the new one both do; later the new one alone.
                let rotated = try await service.call(
                    .POST, "/v1/admin/webhooks/\(webhook.id)/rotate", token: service.adminToken)
                let fresh = try #require(rotated.json["secret"]?.string)
                #expect(fresh != webhook.secret && fresh.hasPrefix("whsec_"))
                try await service.say(1, world.student, world.consultation)
                try await service.deliver()
                let overlapping = try #require(receiver.received.last)
                #expect(overlapping.header("webhook-signature").split(separator: " ").count == 2)
                for secret in [webhook.secret, fresh] {
                    #expect(try Self.verify(overlapping, secret: secret) == "message.created")
                }
                service.clock.advance(microseconds: 24 * 3_600_000_000)
                try await service.say(1, world.student, world.consultation)
                try await service.deliver()
                #expect(receiver.received.last?.header("webhook-signature").split(separator: " ").count == 1)
            }
        }
    }

    @Test func `a secret is shown once, to the call that made it and its repeats`() async throws {
        try await Service.run { service in
            let body: JSONValue = ["url": "https://hooks.example.com/desk", "label": "CRM"]
            let added = try await service.call(
                .POST, "/v1/admin/webhooks", token: service.adminToken, body, key: "k")
            let again = try await service.call(
                .POST, "/v1/admin/webhooks", token: service.adminToken, body, key: "k")
            #expect(added.status == 201 && again.json == added.json)
            #expect(again.headers.first(name: "Idempotent-Replayed") == "true")
            #expect(added.json["kind"] == "webhook" && added.json["target"] == "https://hooks.example.com")
            let list = try await service.call(.GET, "/v1/admin/webhooks", token: service.adminToken)
            let shown = list.json["data"]?.array ?? []
            #expect(shown.count == 1 && shown[0]["id"]?.string == added.id && shown[0]["secret"] == nil)
            let changed = try await service.call(
                .PATCH, "/v1/admin/webhooks/\(added.id)", token: service.adminToken,
                ["label": "ERP", "event_types": ["plan.*"], "url": "https://erp.example.com/in"])
            #expect(changed.json["label"] == "ERP" && changed.json["event_types"] == ["plan.*"])
            #expect(changed.json["target"] == "https://erp.example.com" && changed.json["secret"] == nil)
            let removed = try await service.call(
                .DELETE, "/v1/admin/webhooks/\(added.id)", token: service.adminToken)
            #expect(removed.status == 204)
            for (method, path) in [
                (Service.Method.DELETE, ""), (.POST, "/rotate"), (.POST, "/test"),
            ] {
                let gone = try await service.call(
                    method, "/v1/admin/webhooks/\(added.id)\(path)", token: service.adminToken)
                #expect(gone.status == 404)
            }
            let audit = try await service.call(.GET, "/v1/admin/audit", token: service.adminToken)
            let actions = audit.json["data"]?.array?.compactMap { $0["action"]?.string } ?? []
            #expect(Array(actions.prefix(3)) == ["webhook.removed", "webhook.changed", "webhook.created"])
        }
    }

    @Test func `a webhook that asked for types gets no others`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let world = try await World(service)
                _ = try await service.addWebhook("\(receiver.url)/messages", types: ["message.created"])
                _ = try await service.addWebhook("\(receiver.url)/families", types: ["consultation.*"])
                try await service.say(2, world.student, world.consultation)
                _ = try await service.move("close", world.consultation, world.mentor.token)
                try await service.deliver()
                let seen = receiver.received.map { "\($0.target.split(separator: "/").last ?? "") \($0.type)" }.sorted()
                #expect(
                    seen == ["families consultation.closed", "messages message.created", "messages message.created"])
            }
        }
    }

    @Test func `one that fails for days is switched off, and comes back with a replay`() async throws {
        var policy = Service.deliveryPolicy
        policy.attempts = 1_000
        policy.disableAfterHours = 24
        try await Service.run(deliveries: policy) { service in
            try await Receiver.run({ _ in .status(500) }) { receiver in
                let world = try await World(service)
                service.advance(seconds: 1)
                let from = service.clock.now
                let webhook = try await service.addWebhook(receiver.url)
                try await service.say(3, world.student, world.consultation)
                for _ in 0..<30 {
                    try await service.deliver()
                    service.advance(seconds: 3_600)
                }
                let path = "/v1/admin/webhooks/\(webhook.id)"
                let list = try await service.call(.GET, "/v1/admin/webhooks", token: service.adminToken)
                let off = try #require(list.json["data"]?.array?.first)
                #expect(off["active"] == false && off["disabled_at"]?.string != nil)
                #expect(off["disabled_reason"]?.string?.contains("24 hours") == true)
                #expect(try await service.outbox("dead").count == 3)
                let tries = receiver.received.count
                try await service.say(1, world.student, world.consultation)
                try await service.deliver()
                #expect(receiver.received.count == tries)
                receiver.answer { _ in .status(200) }
                let on = try await service.call(.PATCH, path, token: service.adminToken, ["active": true])
                #expect(on.json["active"] == true && on.json["disabled_reason"] == .null)
                let replay = try await service.call(
                    .POST, "\(path)/replay", token: service.adminToken, ["from": .string(from.rfc3339UTC)])
                #expect(replay.status == 202 && replay.json["events"] == 4)
                try await service.deliver()
                let ids = receiver.received.dropFirst(tries).map { $0.header("webhook-id") }
                #expect(ids.count == 4 && ids == ids.sorted())
                #expect(ids[0] == receiver.received[0].header("webhook-id"), "a replay carries the same id")
            }
        }
    }

    @Test func `an endpoint that is gone is not asked twice`() async throws {
        try await Service.run { service in
            try await Receiver.run({ _ in .status(410) }) { receiver in
                let world = try await World(service)
                _ = try await service.addWebhook(receiver.url)
                try await service.say(2, world.student, world.consultation)
                try await service.deliver()
                service.advance(seconds: 86_400)
                try await service.deliver()
                #expect(receiver.received.count == 1)
            }
        }
    }

    @Test func `a redirect is not followed, and Retry-After is heeded`() async throws {
        try await Service.run { service in
            try await Receiver.run { elsewhere in
                try await Receiver.run({ _ in .headers(302, [("Location", elsewhere.url)]) }) { receiver in
                    let world = try await World(service)
                    let webhook = try await service.addWebhook(receiver.url)
                    let tested = try await service.call(
                        .POST, "/v1/admin/webhooks/\(webhook.id)/test", token: service.adminToken)
                    #expect(tested.status == 202)
                    try await service.deliver()
                    #expect(receiver.received.map(\.type) == ["destination.test"])
                    #expect(receiver.received.first?.header("webhook-id") == tested.json["delivery"]?.string)
                    #expect(elsewhere.received.isEmpty)
                    receiver.answer { _ in .headers(429, [("Retry-After", "600")]) }
                    service.advance(seconds: 15)
                    try await service.deliver()
                    service.advance(seconds: 599)
                    try await service.deliver()
                    #expect(receiver.received.count == 2)
                    receiver.answer { _ in .status(204) }
                    service.advance(seconds: 1)
                    try await service.deliver()
                    #expect(receiver.received.count == 3)
                    _ = world
                }
            }
        }
    }

    @Test func `without the operator's word nothing private is reached, nor anything without TLS added`() async throws {
        var policy = Service.deliveryPolicy
        policy.allowsPlainHTTP = false
        try await Service.run(deliveries: policy) { service in
            try await Receiver.run { receiver in
                let refused = try await service.call(
                    .POST, "/v1/admin/webhooks", token: service.adminToken, ["url": .string(receiver.url)])
                #expect(refused.status == 422 && refused.pointers == ["/url"])
                let webhook = try await service.addWebhook("https://127.0.0.1:\(receiver.port)/hook")
                _ = try await service.call(
                    .POST, "/v1/admin/webhooks/\(webhook.id)/test", token: service.adminToken)
                try await service.deliver(try service.deliveries(allowing: []))
                #expect(receiver.received.isEmpty)
                let waiting = try await service.outbox("waiting")
                #expect(waiting.first?["last_error"] == "it leads to an address that may not be reached")
            }
        }
    }
}
