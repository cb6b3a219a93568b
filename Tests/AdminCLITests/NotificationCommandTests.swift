import Foundation
import Testing

@testable import AdminCLI

@Suite struct NotificationCommandTests {
    private static let delivery = """
        {"id":"dlv_01JDA0000000000000000AAA17","state":"dead","topic":"consultation.confirmed","event":"evt_1",\
        "destination":{"id":"whk_1","kind":"webhook","label":"CRM","owner":null},"attempts":20,\
        "created_at":"2026-11-24T01:02:03Z","tried_at":null,"next_try_at":null,"last_error":"it answered 500",\
        "finished_at":"2026-11-24T05:00:00Z"}
        """

    private static func channel(_ id: String, secret: String? = nil) -> String {
        """
        {"id":"\(id)","kind":"webhook","label":"CRM","target":"https://hooks.example.com","event_types":null,\
        "active":true,"disabled_at":null,"disabled_reason":null,"failing_since":null,\
        "created_at":"2026-11-24T00:00:00Z"\(secret.map { ",\"secret\":\"\($0)\"" } ?? "")}
        """
    }

    private static let webhookID = "whk_01JDA0000000000000000BBB27"

    @Test func `The outbox shows where each delivery stands`() async throws {
        try await StubServer.run { _ in
            .json(Samples.page([Self.delivery]))
        } _: { server in
            let run = await run(["outbox", "list", "--state", "dead"] + server.access)
            #expect(run.output.contains("dead") && run.output.contains("it answered 500"))
            #expect(run.output.contains("consultation.confirmed"))
            #expect(server.seen.first?.target == "/v1/admin/outbox?state=dead&limit=50")
        }
    }

    @Test func `A delivery is named by its last characters, retried and dropped`() async throws {
        try await StubServer.run { request in
            request.method == "GET" ? .json(Samples.page([Self.delivery])) : StubServer.Answer(status: 204)
        } _: { server in
            for verb in ["retry", "drop"] {
                let run = await run(["outbox", verb, "AA17"] + server.access)
                #expect(run.status == 0, "\(run.errors)")
                #expect(run.errors.contains("consultation.confirmed"))
                #expect(
                    server.seen("POST").last?.target == "/v1/admin/outbox/dlv_01JDA0000000000000000AAA17/\(verb)")
            }
        }
    }

    @Test func `A webhook's secret is alone on standard output`() async throws {
        try await StubServer.run { request in
            request.method == "GET"
                ? .json(Samples.page([Self.channel(Self.webhookID)]))
                : .json(Self.channel(Self.webhookID, secret: "whsec_abc"), status: 201)
        } _: { server in
            let added = await run(
                ["webhook", "add", "https://hooks.example.com/in", "--types", "consultation.*, message.created"]
                    + server.access)
            #expect(added.output == "whsec_abc\n")
            #expect(!added.errors.contains("whsec_abc"))
            #expect(
                server.seen("POST").first?.text
                    == #"{"event_types":["consultation.*","message.created"],"url":"https://hooks.example.com/in"}"#)
            let rotated = await run(["webhook", "rotate", "BB27"] + server.access)
            #expect(rotated.output == "whsec_abc\n")
            #expect(server.seen("POST").last?.target == "/v1/admin/webhooks/\(Self.webhookID)/rotate")
        }
    }

    @Test func `Webhooks are switched, tested, replayed and removed`() async throws {
        try await StubServer.run { request in
            switch request.target {
            case let target where target.hasSuffix("/test"): .json(#"{"delivery":"dlv_1"}"#, status: 202)
            case let target where target.hasSuffix("/replay"): .json(#"{"events":3}"#, status: 202)
            default:
                request.method == "GET"
                    ? .json(Samples.page([Self.channel(Self.webhookID)]))
                    : request.method == "DELETE"
                        ? StubServer.Answer(status: 204) : .json(Self.channel(Self.webhookID))
            }
        } _: { server in
            _ = await run(["webhook", "enable", "BB27", "--off"] + server.access)
            #expect(server.seen("PATCH").first?.text == #"{"active":false}"#)
            #expect(await run(["webhook", "test", "BB27"] + server.access).output.contains("dlv_1"))
            let replay = await run(
                ["webhook", "replay", "BB27", "--from", "2026-11-23T00:00:00Z"] + server.access)
            #expect(replay.output.contains("3 events"))
            // A day is its beginning in UTC, and the reading says so.
            let day = await run(
                ["webhook", "replay", "BB27", "--from", "2026-11-23", "--to", "2026-11-24 08:00"] + server.access)
            #expect(day.errors.contains("from 2026-11-23 00:00Z to 2026-11-24 08:00Z"), "\(day.errors)")
            #expect(
                server.seen("POST").last?.text == #"{"from":"2026-11-23T00:00:00Z","to":"2026-11-24T08:00:00Z"}"#)
            #expect(
                await run(["webhook", "replay", "BB27", "--from", "someday"] + server.access).status == 64)
            let renamed = await run(["webhook", "edit", "BB27", "--label", "ERP", "--types", "all"] + server.access)
            #expect(renamed.errors.contains("Change CRM (webhook → https://hooks.example.com): event_types = null"))
            #expect(server.seen("PATCH").last?.text == #"{"event_types":null,"label":"ERP"}"#)
            #expect(await run(["webhook", "edit", "BB27"] + server.access).status == 64)
            #expect(await run(["webhook", "remove", "BB27"] + server.access).status == 0)
            #expect(server.seen("DELETE").first?.target == "/v1/admin/webhooks/\(Self.webhookID)")
            let list = await run(["webhook", "list", "--lang", "zh"] + server.access)
            #expect(list.output.contains("https://hooks.example.com") && list.output.contains("类型"))
        }
    }

    @Test func `An address is confirmed with the code that was sent there`() async throws {
        let channel: @Sendable (Bool) -> String = { isConfirmed in
            """
            {"id":"chn_01JDA0000000000000000EEE17","kind":"email","label":"me","target":"m…@example.com","event_types":null,\
            "active":true,"disabled_at":null,"disabled_reason":null,"failing_since":null,\
            "created_at":"2026-11-24T00:00:00Z","confirmed":\(isConfirmed)}
            """
        }
        try await StubServer.run { request in
            switch (request.method, request.path) {
            case ("GET", _): .json(#"{"data":[\#(channel(false))]}"#)
            case (_, let path) where path.hasSuffix("/code"):
                .json(#"{"code_minutes":10,"verify":"/v1/me/channels/chn_1/confirm"}"#, status: 202)
            default: .json(channel(request.path.hasSuffix("/confirm")), status: 201)
            }
        } _: { server in
            let added = await run(["notify", "add", "email", "--address", "me@example.com"] + server.access)
            #expect(added.output.contains("notify confirm chn_01JDA0000000000000000EEE17 CODE"))
            let confirmed = await run(["notify", "confirm", "eee17", "042137"] + server.access)
            #expect(confirmed.status == 0 && confirmed.output.contains("is confirmed"), "\(confirmed.errors)")
            #expect(server.seen("POST").last?.path == "/v1/me/channels/chn_01JDA0000000000000000EEE17/confirm")
            #expect(server.seen("POST").last?.text == #"{"code":"042137"}"#)
            let code = await run(["notify", "code", "eee17", "--lang", "zh"] + server.access)
            #expect(code.output.hasPrefix("10 分钟内有效") && server.seen("POST").last?.path.hasSuffix("/code") == true)
        }
    }

    @Test func `Wishes are sent as they were said`() async throws {
        try await StubServer.run { request in
            request.target == "/v1/me/channels"
                ? .json(#"{"data":[]}"#)
                : .json(
                    #"{"language":null,"timezone":"Asia/Shanghai","quiet_hours":{"from":"22:30","until":"08:00"},"#
                        + #""reminder_minutes":[1440,30],"weekly_agenda":true,"weekly_report":true}"#)
        } _: { server in
            let set = await run(
                [
                    "notify", "set", "--quiet", "22:30-08:00", "--reminders", "1440,30", "--language", "account",
                    "--agenda", "no", "--report", "yes",
                ] + server.access)
            #expect(set.status == 0, "\(set.errors)")
            #expect(
                server.seen("PATCH").first?.text
                    == #"{"language":null,"quiet_hours":{"from":"22:30","until":"08:00"},"#
                    + #""reminder_minutes":[1440,30],"weekly_agenda":false,"weekly_report":true}"#)
            _ = await run(["notify", "set", "--quiet", "none", "--reminders", "standard"] + server.access)
            #expect(server.seen("PATCH").last?.text == #"{"quiet_hours":null,"reminder_minutes":null}"#)
            let shown = await run(["notify", "show"] + server.access)
            #expect(shown.output.contains("22:30–08:00 (Asia/Shanghai)") && shown.output.contains("30 min before"))
        }
    }

    @Test(arguments: [
        ["notify", "set"], ["notify", "set", "--quiet", "late"], ["notify", "set", "--reminders", "soon"],
        ["notify", "add", "email"], ["notify", "add", "wecom"], ["notify", "add", "pigeon"],
        ["notify", "set", "--language", "fr"], ["outbox", "list", "--state", "lost"],
    ])
    func `What can't be meant is refused before anything is asked`(arguments: [String]) async {
        #expect(await run(arguments).status == 64)
    }
}
