import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Postgres
import Scheduling
import TestDatabase
import Testing

/// Closed weeks are sent: on Monday to everybody who wishes it, and by hand.
@Suite(.database(Service.template))
struct ReportSendingTests {
    /// Two mentors, of whom lin held a session in week 48; lin and the operators have an address.
    private struct World {
        let lin: MentorFixture
        let zhou: MentorFixture
        let mailbox = Mailbox()

        init(_ service: Service) async throws {
            lin = try await service.addMentor()
            zhou = try await service.addMentor("zhou")
            let student = try await service.addStudent()
            let asked = try await service.ask(student, lin, start: Starts.tuesday19)
            _ = try await service.move("accept", asked.id, lin.token)
            for (token, address) in [(lin.token, "lin"), (zhou.token, "zhou"), (service.adminToken, "desk")] {
                let added = try await service.addChannel(
                    token,
                    [
                        "kind": "email", "address": .string("\(address)@example.com"), "event_types": ["report.*"],
                    ])
                guard added.status == 201 else { throw Service.Nobody() }
                guard token != service.adminToken else { continue }
                let code = try await service.mail().last { $0.address == "\(address)@example.com" }?.code ?? ""
                let confirmed = try await service.call(
                    .POST, "/v1/me/channels/\(added.id)/confirm", token: token, ["code": .string(code)])
                guard confirmed.status == 200 else { throw Service.Nobody() }
            }
        }

        /// What time alone does, and the reports that came of it, by address.
        func reports(_ service: Service) async throws -> [Email] {
            try await service.desk.reports.closeLastWeek()
            try await service.desk.reports.announceLastWeek()
            return try await delivered(service)
        }

        /// Codes and other notices go out as well, and are none of these.
        func delivered(_ service: Service) async throws -> [Email] {
            let before = mailbox.received.count
            try await service.deliver(try service.deliveries(mail: mailbox))
            return mailbox.received.dropFirst(before).filter { $0.subject.contains("2026-W") }
                .sorted { $0.address < $1.address }
        }
    }

    private func send(
        _ service: Service, _ week: String, _ token: String, _ body: JSONValue = [:], query: String = ""
    ) async throws -> Service.Answer {
        try await service.call(.POST, "/v1/reports/weekly/\(week)/send\(query)", token: token, body)
    }

    private func export(
        _ service: Service, _ token: String, _ query: String, language: String = "zh-CN"
    ) async throws -> Data {
        try await service.call(
            .GET, "/v1/reports/weekly/2026-W48?\(query)", token: token, headers: [("Accept-Language", language)]
        ).body
    }

    // MARK: On Monday

    @Test func `on Monday the week that is over goes to the operators whole, to a mentor their own, and once`()
        async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            for moment in ["2026-11-30T05:59:59+08:00", "2026-11-30T06:00:00+08:00", "2026-11-30T07:59:59+08:00"] {
                service.set(moment)
                #expect(try await world.reports(service).isEmpty, "\(moment)")
            }
            service.set("2026-11-30T08:00:00+08:00")
            let told = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await service.desk.reports.announceLastWeek() } }
                return try await group.reduce(0, +)
            }
            // Nothing happened to zhou in this week or the one before.
            #expect(told == 2)
            let emails = try await world.reports(service)
            #expect(emails.map(\.address) == ["desk@example.com", "lin@example.com"])
            #expect(emails.map(\.subject) == ["周报 2026-W48：全部导师", "周报 2026-W48：林老师"])
            for (email, token) in zip(emails, [service.adminToken, world.lin.token]) {
                #expect(email.text.contains("面谈：1（上周 0，+1）") && email.html?.contains("面谈：1") == true, "\(email.text)")
                // What is sent is what is exported, octet by octet.
                let suffix = token == service.adminToken ? "" : "-lin"
                #expect(email.attachments.map(\.name) == ["2026-W48\(suffix).html", "2026-W48\(suffix).xlsx"])
                #expect(Data(email.attachments[0].bytes) == (try await export(service, token, "format=html")))
                #expect(Data(email.attachments[1].bytes) == (try await export(service, token, "format=xlsx")))
            }
            for moment in ["2026-11-30T08:00:20+08:00", "2026-12-03T08:00:00+08:00", "2026-12-07T07:59:59+08:00"] {
                service.set(moment)
                #expect(try await world.reports(service).isEmpty, "\(moment)")
            }
            // Of the next week there is the week before to speak of.
            service.set("2026-12-07T08:00:00+08:00")
            #expect(try await world.reports(service).map(\.address) == ["desk@example.com", "lin@example.com"])
            service.set("2026-12-14T08:00:00+08:00")
            let quiet = try await world.reports(service)
            #expect(quiet.map(\.address) == ["desk@example.com"])
            #expect(quiet.first?.text.contains("这一周和上一周都没有活动。") == false, "two mentors' hours were offered")
        }
    }

    @Test func `after a pause the last closed week alone is caught up with`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            service.set("2026-12-03T15:00:00+08:00")
            #expect(try await world.reports(service).map(\.subject) == ["周报 2026-W48：全部导师", "周报 2026-W48：林老师"])
            service.set("2026-12-23T15:00:00+08:00")
            #expect(try await world.reports(service).map(\.subject) == ["周报 2026-W51：全部导师"])
            // Frozen by somebody who asked, and of no use any more as news.
            _ = try await export(service, service.adminToken, "format=md")
            #expect(try await service.desk.reports.announceLastWeek() == 0)
        }
    }

    @Test func `who wishes none gets none; language, quiet hours and a channel's types are heeded`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let off = try await service.call(
                .PATCH, "/v1/me/notifications", token: world.lin.token, ["weekly_report": false])
            #expect(off.status == 200 && off.json["weekly_report"] == false && off.json["weekly_agenda"] == true)
            let wishes = try await service.call(
                .PATCH, "/v1/me/notifications", token: service.adminToken,
                ["language": "en", "quiet_hours": ["from": "22:00", "until": "09:30"]])
            #expect(wishes.status == 200 && wishes.json["timezone"] == "Asia/Shanghai", "\(wishes.text)")
            let deaf = try await service.addChannel(
                service.adminToken,
                [
                    "kind": "email", "address": "deaf@example.com", "event_types": ["consultation.*"],
                ])
            #expect(deaf.status == 201, "operators are several: \(deaf.text)")
            service.set("2026-11-30T08:00:00+08:00")
            #expect(try await world.reports(service).isEmpty)
            service.set("2026-11-30T09:30:00+08:00")
            let emails = try await world.reports(service)
            #expect(emails.map(\.address) == ["desk@example.com"])
            #expect(emails.first?.subject == "Week 2026-W48: All mentors" && emails.first?.language == .en)
            #expect(emails.first?.text.contains("Sessions: 1 (week before 0, +1)") == true)
            let page = try await export(service, service.adminToken, "format=html", language: "en")
            #expect(emails.first?.attachments.first.map { Data($0.bytes) } == page)
            // What an administrator does to the operators' channels is on record.
            let audit = try await service.call(.GET, "/v1/admin/audit", token: service.adminToken).json["data"]?.array
            #expect(audit?.first?["action"] == "channel.created")
        }
    }

    @Test func `a webhook gets the JSON that the API answers, octet by octet, a mentor's their own`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            try await Receiver.run { receiver in
                for token in [world.lin.token, service.adminToken] {
                    _ = try await service.addChannel(
                        token,
                        [
                            "kind": "webhook", "url": .string(receiver.url), "event_types": ["report.week"],
                        ])
                }
                service.set("2026-11-30T08:00:00+08:00")
                _ = try await world.reports(service)
                #expect(receiver.received.count == 2)
                var expected: Set<Data> = []
                for token in [world.lin.token, service.adminToken] {
                    let report = try await export(service, token, "rows=false")
                    expected.insert(
                        Data("{\"data\":".utf8) + report
                            + Data(",\"timestamp\":\"2026-11-30T00:00:00Z\",\"type\":\"report.week\"}".utf8))
                }
                #expect(Set(receiver.received.map(\.body)) == expected)
            }
        }
    }

    // MARK: Robots

    /// What each maker takes: the text with its title, or nil for a body it would refuse.
    private func text(_ kind: String, _ request: Receiver.Request) -> String? {
        let json = request.json
        switch kind {
        case "wecom":
            guard json["msgtype"] as? String == "markdown",
                let text = (json["markdown"] as? [String: Any])?["content"] as? String, text.utf8.count <= 4_096
            else { return nil }
            return text
        case "dingtalk":
            guard json["msgtype"] as? String == "markdown", let markdown = json["markdown"] as? [String: Any],
                let title = markdown["title"] as? String, !title.isEmpty, let text = markdown["text"] as? String,
                request.body.count <= 20_000
            else { return nil }
            return text
        default:
            guard json["msg_type"] as? String == "interactive", request.body.count <= 20_480,
                let card = json["card"] as? [String: Any],
                let title = ((card["header"] as? [String: Any])?["title"] as? [String: Any]),
                title["tag"] as? String == "plain_text",
                let elements = card["elements"] as? [[String: Any]], elements.count == 1,
                elements[0]["tag"] as? String == "markdown", let text = elements[0]["content"] as? String
            else { return nil }
            return "\(title["content"] as? String ?? "")\n\(text)"
        }
    }

    @Test(arguments: ["wecom", "feishu", "dingtalk"])
    func `a robot gets the report in its own format, alone, and nobody's name calls anybody`(kind: String) async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            _ = try await service.call(
                .PATCH, "/v1/admin/mentors/lin", token: service.adminToken,
                ["name": "<at id=all></at> @all **林** [x](y)"])
            try await Receiver.run({ _ in .status(200, kind == "feishu" ? "{\"code\":0}" : "{\"errcode\":0}") }) {
                receiver in
                for token in [world.lin.token, service.adminToken] {
                    let added = try await service.addChannel(
                        token,
                        ["kind": .string(kind), "url": .string("\(receiver.url)?who=\(token == world.lin.token)")])
                    #expect(added.status == 201)
                }
                // Waits at lin's robot together with the report, and is a message of its own.
                service.set("2026-11-30T08:00:00+08:00")
                let student = try await service.registerStudent("wang")
                let id = try await service.ask(student, world.lin).id
                try await service.say(2, student, id)
                _ = try await world.reports(service)
                for _ in 0..<4 {
                    service.advance(seconds: 3)
                    try await service.deliver()
                }
                let lin = receiver.received.filter { $0.query["who"] == "true" }
                #expect(lin.count == 2, "\(lin.map(\.text))")
                let desk = receiver.received.filter { $0.query["who"] == "false" }
                #expect(desk.count == 1)
                let texts = (lin.dropFirst() + desk).compactMap { text(kind, $0) }
                #expect(texts.count == 2, "\(receiver.received.map(\.text))")
                for text in texts {
                    #expect(text.contains("周报 2026-W48：") && text.contains("面谈：1（上周 0，+1）"), "\(text)")
                    #expect(text.contains("全文：mentorctl report week 2026-W48"), "\(text)")
                    #expect(text.contains("＠all ＊＊林＊＊") && !text.contains("<at") && !text.contains("@all"), "\(text)")
                }
            }
        }
    }

    // MARK: By hand

    @Test func `by hand a closed week goes to the channels that take reports, or to those that are named`() async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            let other = try await service.addChannel(
                world.lin.token, ["kind": "wecom", "url": "https://wecom.example.com/0", "event_types": ["message.*"]])
            service.set("2026-11-30T06:00:00+08:00")
            let route = try await service.call(
                .GET, "/v1/reports/weekly/2026-W48/channels", token: world.lin.token)
            #expect(route.json["closed"] == true && route.json["mentor"] == "lin")
            let stops = route.json["data"]?.array ?? []
            #expect(stops.compactMap { $0["kind"]?.string } == ["email", "wecom"])
            #expect(stops.compactMap { $0["usual"] } == [true, false])
            #expect(stops.first?["target"] == "l…@example.com")
            let sent = try await send(service, "2026-W48", world.lin.token)
            #expect(sent.status == 202 && sent.json["deliveries"]?.array?.count == 1, "\(sent.text)")
            #expect(try await world.delivered(service).map(\.subject) == ["周报 2026-W48：林老师"])
            let named = try await send(
                service, "2026-W48", world.lin.token, ["channels": [.string(other.id)]])
            #expect(named.json["deliveries"]?.array?.compactMap { $0["channel"]?.string } == [other.id])
            // It doesn't take the place of Monday's.
            service.set("2026-11-30T08:00:00+08:00")
            #expect(try await world.reports(service).map(\.address) == ["desk@example.com", "lin@example.com"])
        }
    }

    @Test func `an administrator sends the whole to the operators, and a mentor's to that mentor, on record`()
        async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            service.set("2026-11-30T06:00:00+08:00")
            let whole = try await send(service, "2026-W48", service.adminToken)
            #expect(whole.status == 202, "\(whole.text)")
            let own = try await send(service, "2026-W48", service.adminToken, query: "?mentor=lin")
            #expect(own.status == 202, "\(own.text)")
            let emails = try await world.delivered(service)
            #expect(emails.map(\.address) == ["desk@example.com", "lin@example.com"])
            #expect(emails.map(\.subject) == ["周报 2026-W48：全部导师", "周报 2026-W48：林老师"])
            let audit = try await service.call(.GET, "/v1/admin/audit", token: service.adminToken).json["data"]?.array
            #expect(audit?.prefix(2).compactMap { $0["action"]?.string } == ["report.sent", "report.sent"])
            #expect(Set(audit?.prefix(2).map { $0["on_behalf_of"] ?? .null } ?? []) == ["lin", .null])
        }
    }

    @Test func `what can't be sent is refused, and nothing is queued`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let channels = { (token: String) in
                try await service.call(.GET, "/v1/me/channels", token: token).json["data"]?.array?.first?["id"] ?? .null
            }
            let theirs = try await channels(world.zhou.token)
            let operators = try await channels(service.adminToken)
            let own = try await channels(world.lin.token)
            // Not over, over and not closed, and from before there were mentors.
            for (moment, week) in [
                ("2026-11-29T12:00:00+08:00", "2026-W48"), ("2026-11-30T05:59:59+08:00", "2026-W48"),
                ("2026-11-30T06:00:00+08:00", "2026-W47"),
            ] {
                service.set(moment)
                let refused = try await send(service, week, world.lin.token)
                #expect(refused.status == 409 && refused.code == "invalid_transition", "\(refused.text)")
                #expect(refused.json["detail"]?.string?.contains("封存") == true)
                let route = try await service.call(
                    .GET, "/v1/reports/weekly/\(week)/channels", token: world.lin.token)
                #expect(route.json["closed"] == false)
            }
            for (body, status, pointer) in [
                (["channels": [theirs]], 404, "/channels/0"), (["channels": [own, operators]], 404, "/channels/1"),
                (["channels": ["chn_00000000000000000000000000"]], 404, "/channels/0"),
                (["channels": []], 422, "/channels"), (["channels": ["x"]], 422, "/channels/0"),
                (["channels": [own, own]], 422, "/channels/1"), (["to": "me"], 422, "/to"),
            ] as [(JSONValue, Int, String)] {
                let refused = try await send(service, "2026-W48", world.lin.token, body)
                #expect(refused.status == status && refused.pointers == [pointer], "\(body) \(refused.text)")
            }
            // A mentor's report never goes to the operators' channels by name, nor the whole one to a mentor's.
            let whole = try await send(service, "2026-W48", service.adminToken, ["channels": [own]])
            #expect(whole.status == 404 && whole.pointers == ["/channels/0"])
            let another = try await send(service, "2026-W48", world.zhou.token, query: "?mentor=lin")
            #expect(another.status == 404 && another.pointers == ["?mentor"])
            let student = try await service.addStudent("wang")
            #expect(try await send(service, "2026-W48", student.token).status == 403)
            #expect(try await send(service, "2026-W4", world.lin.token).pointers == ["{week}"])
            // Switched off; and then there is none.
            let path = "/v1/me/channels/\(own.string ?? "")"
            _ = try await service.call(.PATCH, path, token: world.lin.token, ["active": false])
            let off = try await send(service, "2026-W48", world.lin.token, ["channels": [own]])
            #expect(off.status == 422 && off.pointers == ["/channels/0"])
            let none = try await send(service, "2026-W48", world.lin.token)
            #expect(none.status == 422 && none.pointers == ["/channels"])
            #expect(try await Stored.count("SELECT count(*) FROM deliveries") == 0)
        }
    }

    @Test func `an unconfirmed address gets no report, by itself, by name or from an administrator`()
        async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            let wang = try await service.addMentor("wang")
            let stranger = try await service.addChannel(
                wang.token, ["kind": "email", "address": "stranger@example.com", "event_types": ["report.*"]])
            #expect(stranger.status == 201)
            service.set("2026-11-30T06:00:00+08:00")
            let route = try await service.call(.GET, "/v1/reports/weekly/2026-W48/channels", token: wang.token)
            #expect(route.json["data"]?.array?.compactMap { $0["usual"] } == [false], "\(route.text)")
            for (token, query) in [(wang.token, ""), (service.adminToken, "?mentor=wang")] {
                let usual = try await send(service, "2026-W48", token, query: query)
                #expect(usual.status == 422 && usual.pointers == ["/channels"], "\(usual.text)")
                let named = try await send(
                    service, "2026-W48", token, ["channels": [.string(stranger.id)]], query: query)
                #expect(named.status == 409 && named.code == "invalid_transition", "\(named.text)")
                #expect(named.json["detail"]?.string?.contains("还没有确认") == true)
            }
            #expect(try await Stored.count("SELECT count(*) FROM deliveries") == 0)
            // Were something to wait there all the same, nobody would take it.
            _ = try await TestDatabase.current.client.query(
                """
                INSERT INTO deliveries (id, destination_id, notice, state, created_at)
                SELECT gen_random_uuid(), id, '{"topic": "test"}', 'waiting', \(service.clock.now) FROM destinations
                WHERE unconfirmed
                """)
            _ = try await TestDatabase.current.client.query(
                "UPDATE destinations SET work_at = \(service.clock.now) WHERE unconfirmed")
            #expect(try await world.delivered(service).isEmpty)
            #expect(!world.mailbox.received.map(\.address).contains("stranger@example.com"))
            #expect(try await Stored.count("SELECT count(*) FROM deliveries WHERE state = 'waiting'") == 1)
        }
    }

    @Test func `a report that waited in a queue is the one its week was closed with`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            service.set("2026-11-30T08:00:00+08:00")
            try await service.desk.reports.closeLastWeek()
            try await service.desk.reports.announceLastWeek()
            let page = try await export(service, world.lin.token, "format=html")
            // The receiver is away for a day, in which the session is said to be done.
            service.set("2026-12-01T08:00:00+08:00")
            let sessions = try await service.call(.GET, "/v1/consultations", token: world.lin.token)
            let id = try #require(sessions.json["data"]?.array?.first?["id"]?.string)
            _ = try await service.move("complete", id, world.lin.token)
            let emails = try await world.delivered(service)
            #expect(emails.last?.attachments.first.map { Data($0.bytes) } == page)
        }
    }
}
