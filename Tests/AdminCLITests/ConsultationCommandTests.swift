import Foundation
import Testing

@testable import AdminCLI

@Suite struct ConsultationCommandTests {
    /// Lists by status, single consultations, messages; transitions confirm.
    private static let desk: StubServer.Handler = { request in
        let requested = Samples.consultation(respondBy: "2026-11-25T10:00:00+08:00")
        let sooner = Samples.consultation(
            "con_01JDA0000000000000000DDD47", student: "Anna", topic: "Résumé", respondBy: "2026-11-24T18:00:00+08:00")
        let confirmed = Samples.consultation(Samples.confirmedID, status: "confirmed", unread: 2)
        let past = Samples.consultation(
            Samples.pastID, status: "confirmed", start: "2026-11-20T19:00:00+08:00", end: "2026-11-20T20:00:00+08:00",
            unresolved: true)
        switch (request.method, request.path) {
        case ("GET", "/v1/consultations"):
            if request.query["overdue"] != nil { return .json(Samples.page([])) }
            let status = request.query["status"] ?? ""
            if status.hasPrefix("completed") { return .json(Samples.page([])) }
            if request.query["cursor"] == "c2" { return .json(Samples.page([past])) }
            return .json(Samples.page([requested, sooner, confirmed], next: "c2"))
        case ("GET", let path) where path.hasSuffix("/messages"):
            return .json(
                Samples.page([
                    Samples.message("msg_1", from: "student", body: "你好\\u001b[2J"),
                    Samples.message("msg_2", from: "mentor", body: "好的"),
                ]))
        case ("GET", let path):
            let single = path.hasSuffix("BBB27") ? confirmed : path.hasSuffix("CCC37") ? past : requested
            return .json(single, etag: "\"3\"")
        case ("POST", let path) where path.hasSuffix("/messages"):
            return .json(Samples.message("msg_01JDA0000000000000000MMM17", from: "mentor", body: "x"), status: 201)
        case ("PUT", _):
            return StubServer.Answer(status: 204)
        default:
            return .json(Samples.consultation(status: "confirmed"))
        }
    }

    @Test func `The inbox holds requests by their deadline, then unread, then what is to be settled`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["inbox"] + server.access)
            #expect(
                run.output == """
                    Requests that wait for an answer
                    ID      WHEN (Asia/Shanghai)        STUDENT  ANSWER BY             TOPIC
                    0DDD47  Thu 2026-11-26 19:00–20:00  Anna     Tue 2026-11-24 18:00  Résumé
                    0AAA17  Thu 2026-11-26 19:00–20:00  李雷     Wed 2026-11-25 10:00  大模型学习路径

                    Unread messages
                    ID      WHEN (Asia/Shanghai)        STATUS     STUDENT  UNREAD  TOPIC
                    0BBB27  Thu 2026-11-26 19:00–20:00  confirmed  李雷     2       大模型学习路径

                    Past sessions to settle (complete or noshow)
                    ID      WHEN (Asia/Shanghai)        STATUS     STUDENT  TOPIC
                    0CCC37  Fri 2026-11-20 19:00–20:00  confirmed  李雷     大模型学习路径

                    """)
        }
    }

    @Test func `What is overdue comes first in the inbox, marked in words, in JSON and in rows`() async throws {
        let late = Samples.consultation(
            status: "open", topic: "项目", start: nil, end: nil, unread: 1, replyBy: "2026-11-23T10:00:00+08:00",
            overdue: true)
        let later = Samples.consultation(
            "con_01JDA0000000000000000DDD47", status: "open", student: "Anna", start: nil, end: nil, unread: 2,
            replyBy: "2026-11-24T09:30:00+08:00", overdue: true)
        try await StubServer.run { request in
            if request.query["overdue"] == "true" { return .json(Samples.page([later, late])) }
            return .json(Samples.page(request.query["status"]?.hasPrefix("open") == true ? [later, late] : []))
        } _: { server in
            let english = await run(["inbox"] + server.access)
            #expect(
                english.output == """
                    Overdue: a student has waited too long for your answer
                    ID      WHEN         STUDENT  OVERDUE SINCE         TOPIC
                    0AAA17  no time yet  李雷     Mon 2026-11-23 10:00  项目
                    0DDD47  no time yet  Anna     Tue 2026-11-24 09:30  大模型学习路径

                    """)
            let chinese = await run(["inbox", "--lang", "zh"] + server.access)
            #expect(chinese.output.hasPrefix("已超时：学生的消息还在等您回复\n"))
            #expect(chinese.output.contains("超时起"))
            #expect(await run(["list", "--overdue"] + server.access).output.contains("open · overdue"))
            #expect(await run(["list", "--overdue", "--lang", "zh"] + server.access).output.contains("待约 · 超时未回"))
            let csv = await run(["inbox", "-o", "csv", "--fields", "list,id,overdue,reply_by"] + server.access)
            #expect(csv.output.hasPrefix("list,id,overdue,reply_by\r\noverdue,\(Samples.requestedID),true,2026-11-23T"))
            let json = try JSON(data: Data(await run(["inbox", "--json"] + server.access).output.utf8))
            #expect(json["overdue"]?.elements.first?["id"]?.text == Samples.requestedID)
            #expect(json["unread"]?.elements.count == 2)
            let markdown = await run(["inbox", "-o", "md"] + server.access)
            #expect(markdown.output.hasPrefix("### Overdue: "))
            _ = await run(["inbox", "--mentor", "lin-wei"] + server.access)
            #expect(server.seen.suffix(3).allSatisfy { $0.query["mentor"] == "lin-wei" })
        }
    }

    @Test func `The inbox in JSON keeps fields this version doesn't know`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["inbox", "--json"] + server.access)
            let json = try JSON(data: Data(run.output.utf8))
            #expect(json["requests"]?.elements.count == 2)
            #expect(json["requests"]?.elements[0]["future_field"]?["a"] == .integer(1))
            #expect(json["unresolved"]?.elements.first?["id"]?.text == Samples.pastID)
        }
    }

    @Test func `A short id is found on any page, and every page is asked for`() async throws {
        try await StubServer.run(Self.desk) { server in
            let found = await run(["complete", "ccc37"] + server.access)
            #expect(found.status == 0, "\(found.errors)")
            #expect(server.seen("POST").first?.path == "/v1/consultations/\(Samples.pastID)/complete")
            let unknown = await run(["accept", "ZZZZ"] + server.access)
            #expect(unknown.status == 3)
            #expect(unknown.errors.contains("ZZZZ"))
            let short = await run(["accept", "a17"] + server.access)
            #expect(short.status == 64)
        }
    }

    @Test func `An ending that fits several says which`() async throws {
        try await StubServer.run { _ in
            .json(
                Samples.page([
                    Samples.consultation("con_01JDA0000000000000000AXX17"),
                    Samples.consultation("con_01JDA0000000000000000BXX17", student: "Anna"),
                ]))
        } _: { server in
            let run = await run(["accept", "xx17"] + server.access)
            #expect(run.status == 64)
            #expect(run.errors.contains("AXX17  李雷") && run.errors.contains("BXX17  Anna"))
        }
    }

    @Test func `On a terminal a write shows its reading and asks; no means nothing is sent`() async throws {
        try await StubServer.run(Self.desk) { server in
            let no = FakeConsole(isTerminal: true, width: 100, lines: ["n"])
            let refused = await run(["accept", Samples.requestedID, "--color", "never"] + server.access, console: no)
            #expect(refused.status == 1)
            #expect(server.seen("POST").isEmpty)
            #expect(
                refused.errors.hasPrefix(
                    "Accept: 李雷 · 大模型学习路径 · Thu 2026-11-26 19:00–20:00 (Asia/Shanghai)\n李雷 is told.\nGo ahead? [y/N]"))
            let yes = FakeConsole(isTerminal: true, width: 100, lines: ["y"])
            let accepted = await run(["accept", Samples.requestedID] + server.access, console: yes)
            #expect(accepted.status == 0)
            // What was shown is what is accepted.
            #expect(server.seen("POST").last?.header("If-Match") == "\"3\"")
            let unasked = FakeConsole(isTerminal: true, width: 100)
            #expect(await run(["accept", Samples.requestedID, "-y"] + server.access, console: unasked).status == 0)
            #expect(!unasked.errors.contains("[y/N]"))
        }
    }

    @Test(
        "Each transition calls its path with its body",
        arguments: [
            (["accept"], [], "accept", "{}"), (["decline"], ["忙"], "decline", #"{"reason":"忙"}"#),
            (
                ["complete"], ["--result", "again", "--note", "PPO"], "complete",
                #"{"outcome":{"note":"PPO","result":"again"}}"#
            ),
            (["complete"], [], "complete", "{}"),
            (["noshow"], ["--absent", "student"], "no-show", #"{"absent":"student"}"#),
            (["objection"], ["was there"], "objection", #"{"reason":"was there"}"#), (["uphold"], [], "uphold", "{}"),
            (["cancel"], ["--reason", "ill"], "cancel", #"{"reason":"ill"}"#), (["cancel"], [], "cancel", "{}"),
            (["close"], [], "close", "{}"),
            (["reschedule"], ["2026-12-01 19:00"], "reschedule", #"{"start":"2026-12-01T19:00:00+08:00"}"#),
            (
                ["reschedule"], ["2026-12-01T11:00:00Z", "--reason", "r"], "reschedule",
                #"{"reason":"r","start":"2026-12-01T19:00:00+08:00"}"#
            ),
            (
                ["book"], ["2026-12-01 19:00", "--offering", "planning"], "schedule",
                #"{"offering":"planning","start":"2026-12-01T19:00:00+08:00"}"#
            ),
        ] as [([String], [String], String, String)])
    func transition(command: [String], options: [String], verb: String, body: String) async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(command + [Samples.requestedID] + options + server.access)
            #expect(run.status == 0, "\(run.errors)")
            let post = try #require(server.seen("POST").first)
            #expect(post.path == "/v1/consultations/\(Samples.requestedID)/\(verb)")
            #expect(post.text == body)
            #expect(post.header("Content-Type") == "application/json")
            #expect(post.header("User-Agent") == "mentorctl/\(CommandLineTool.version)")
        }
    }

    @Test func `A series can't be booked for a student, and the answer says who can`() async throws {
        try await StubServer.run(Self.desk) { server in
            for verb in ["book", "reschedule"] {
                let run = await run([verb, Samples.requestedID, "2026-12-01 19:00 x4w"] + server.access)
                #expect(run.status == 64)
                #expect(run.errors.contains("李雷 asks for each session") && run.errors.contains("Tue 2026-12-22 19:00"))
            }
            #expect(server.writes.isEmpty)
        }
    }

    @Test func `A start the clocks skip sends nothing`() async throws {
        try await StubServer.run { _ in
            .json(Samples.consultation(zone: "Europe/Berlin"))
        } _: { server in
            let run = await run(["reschedule", Samples.requestedID, "2027-03-28 02:30"] + server.access)
            #expect(run.status == 64)
            #expect(run.errors.contains("2027-03-28T03:00:00+02:00"))
            #expect(server.seen("POST").isEmpty)
        }
    }

    @Test func `Show has the messages, marks them as read, and keeps controls off the terminal`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["show", Samples.confirmedID, "--lang", "zh"] + server.access)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("2026-11-26 周四 19:00–20:00 (Asia/Shanghai)"))
            #expect(run.output.contains("¥99"))
            #expect(run.output.contains("2026-11-24 周二 10:00"))
            #expect(!run.output.contains("\u{1b}"))
            let read = try #require(server.seen("PUT").first)
            #expect(read.path.hasSuffix("/read") && read.text == #"{"up_to":"msg_2"}"#)
            #expect(server.seen.allSatisfy { $0.header("Accept-Language") == "zh-Hans" })
            let unread = server.seen("PUT").count
            _ = await AdminCLITests.run(["show", Samples.confirmedID, "--json"] + server.access)
            #expect(server.seen("PUT").count == unread)
        }
    }

    @Test func `A reply comes from the argument, a pipe or the editor`() async throws {
        try await StubServer.run(Self.desk) { server in
            _ = await run(["reply", Samples.requestedID, "请带简历"] + server.access)
            _ = await run(["reply", Samples.requestedID, "-"] + server.access, console: FakeConsole(piped: "a\nb\n"))
            _ = await run(["reply", Samples.requestedID] + server.access, console: FakeConsole(piped: "piped"))
            let editing = FakeConsole(isTerminal: true, width: 80, lines: ["y"]) { "写好了\n" + $0 }
            let edited = await run(["reply", Samples.requestedID] + server.access, console: editing)
            #expect(edited.status == 0, "\(edited.errors)")
            #expect(
                server.seen("POST").map(\.text) == [
                    #"{"body":"请带简历"}"#, #"{"body":"a\nb"}"#, #"{"body":"piped"}"#, #"{"body":"写好了"}"#,
                ])
            #expect(editing.drafts[0].contains("> 好的"))
            let empty = await run(
                ["reply", Samples.requestedID] + server.access, console: FakeConsole(isTerminal: true, width: 80))
            #expect(empty.status == 1)
            #expect(server.seen("POST").count == 4)
        }
    }

    @Test func `Next is the confirmed session that ends first from now on`() async throws {
        func session(_ letter: String, _ start: String, _ end: String) -> String {
            Samples.consultation(
                "con_01JDA0000000000000000\(letter)0017", status: "confirmed", topic: letter, start: start, end: end)
        }
        // It is noon: one is over, one goes on, two are to come.
        let list = Samples.page([
            session("D", "2026-11-25T19:00:00+08:00", "2026-11-25T20:00:00+08:00"),
            session("A", "2026-11-24T10:00:00+08:00", "2026-11-24T12:00:00+08:00"),
            session("B", "2026-11-24T11:30:00+08:00", "2026-11-24T12:30:00+08:00"),
            session("C", "2026-11-24T19:00:00+08:00", "2026-11-24T20:00:00+08:00"),
        ])
        try await StubServer.run { request in
            .json(request.query["status"] == "confirmed" ? list : Samples.page([]))
        } _: { server in
            let run = await run(["next"] + server.access)
            #expect(run.output.contains("con_01JDA0000000000000000B0017"), "\(run.output)\(run.errors)")
        }
        try await StubServer.run { _ in
            .json(Samples.page([]))
        } _: { server in
            #expect(await run(["next"] + server.access).output == "No confirmed session is coming.\n")
            #expect(await run(["next", "--json"] + server.access).output == "null\n")
        }
    }

    @Test func `Colour is for terminals, and NO_COLOR turns it off`() async throws {
        try await StubServer.run(Self.desk) { server in
            func terminal() -> FakeConsole { FakeConsole(isTerminal: true, width: 100) }
            #expect(await run(["list"] + server.access, console: terminal()).output.contains("\u{1b}["))
            let plain = await run(["list"] + server.access, console: terminal(), environment: ["NO_COLOR": "1"])
            #expect(!plain.output.contains("\u{1b}["))
            #expect(await !run(["list"] + server.access).output.contains("\u{1b}["))
            #expect(await run(["list", "--color", "always"] + server.access).output.contains("\u{1b}["))
        }
    }

    @Test func `An admin's --mentor goes with lists, and with nothing else`() async throws {
        try await StubServer.run(Self.desk) { server in
            _ = await run(["list", "--mentor", "lin wei&x", "--status", "no-show,open"] + server.access)
            let query = server.seen.last?.query
            #expect(query?["mentor"] == "lin wei&x")
            #expect(query?["status"] == "no_show,open")
        }
    }
}
