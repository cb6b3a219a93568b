import Foundation
import HTTPAPI
import Mentoring
import Notifications

extension Service {
    /// What tells people and integrators, with receivers on this machine allowed.
    func deliveries(
        mail: (any EmailSender)? = nil, timeoutSeconds: Int = 300, allowing networks: [String] = ["127.0.0.0/8"],
        resolver: NameResolver = .system, policy: DispatchPolicy = DispatchPolicy()
    ) throws -> DeliveryDispatcher {
        var http = OutgoingHTTP(
            rules: try AddressRules(allowing: networks), resolver: resolver, connectSeconds: timeoutSeconds)
        http.timeoutSeconds = timeoutSeconds
        let reports = ReportPapers(desk, json: ReportJSON.withoutRows)
        return DeliveryDispatcher(
            desk, senders: Senders.all(http, email: mail, reports: reports), policy: policy, logger: Service.logger)
    }

    /// Delivers everything that is due at the clock's time.
    func deliver(_ dispatcher: DeliveryDispatcher? = nil) async throws {
        let dispatcher = try dispatcher ?? deliveries()
        while try await dispatcher.dispatch() > 0 {}
    }

    /// Adds an integrator's webhook. - Returns: its id and its secret.
    func addWebhook(_ url: String, types: [String]? = nil) async throws -> (id: String, secret: String) {
        let answer = try await call(
            .POST, "/v1/admin/webhooks", token: adminToken,
            .object([
                "url": .string(url), "label": "tests",
                "event_types": types.map { .array($0.map { .string($0) }) } ?? .null,
            ]))
        return (answer.id, answer.json["secret"]?.string ?? "")
    }

    func addChannel(_ token: String, _ body: [String: JSONValue]) async throws -> Answer {
        try await call(.POST, "/v1/me/channels", token: token, .object(body))
    }

    /// A mentor's own address, confirmed by the code that was sent there. - Returns: the channel's id.
    func addAddress(_ token: String, _ address: String) async throws -> String {
        let added = try await addChannel(token, ["kind": "email", "address": .string(address)])
        let code = try await mail().last { $0.address == address }?.code ?? ""
        let confirmed = try await call(
            .POST, "/v1/me/channels/\(added.id)/confirm", token: token, ["code": .string(code)])
        guard confirmed.status == 200 else { throw Nobody() }
        return added.id
    }

    /// The deliveries of a state, as an administrator sees them.
    func outbox(_ state: String? = nil) async throws -> [JSONValue] {
        let query = state.map { "?state=\($0)&limit=100" } ?? "?limit=100"
        return try await call(.GET, "/v1/admin/outbox\(query)", token: adminToken).json["data"]?.array ?? []
    }

    /// Events about one consultation: an open one with so many messages of its student.
    func say(_ count: Int, _ student: StudentFixture, _ consultation: String) async throws {
        for number in 0..<count {
            _ = try await call(
                .POST, "/v1/consultations/\(consultation)/messages", token: student.token,
                ["body": .string("第 \(number) 条")])
        }
    }

    func advance(seconds: Int) {
        clock.advance(microseconds: Int64(seconds) * 1_000_000)
    }
}
