import Foundation
import Terminal
import Testing

@testable import AdminCLI

@Suite struct OutputTests {
    private static let list: StubServer.Handler = { _ in
        .json(
            Samples.page([
                Samples.consultation(topic: "=HYPERLINK(\\\"http://evil\\\"),x"),
                Samples.consultation(Samples.confirmedID, status: "confirmed", student: "Anna, B.", topic: "a\\tb"),
            ]))
    }

    @Test func `Fields are picked from JSON, nested ones by their path, and a missing one is null`() async throws {
        try await StubServer.run(Self.list) { server in
            let run = await run(["list", "--json", "--fields", "id,student.name,nothing"] + server.access)
            #expect(
                run.output == """
                    {"data":[{"id":"\(Samples.requestedID)","nothing":null,"student.name":"李雷"},\
                    {"id":"\(Samples.confirmedID)","nothing":null,"student.name":"Anna, B."}],"next_cursor":null}

                    """)
        }
    }

    @Test func `CSV has a header, quotes where it must and no formulas`() async throws {
        try await StubServer.run(Self.list) { server in
            let run = await run(["list", "-o", "csv", "--fields", "status,student.name,topic"] + server.access)
            #expect(
                run.output == "status,student.name,topic\r\n"
                    + "requested,李雷,\"'=HYPERLINK(\"\"http://evil\"\"),x\"\r\n" + "confirmed,\"Anna, B.\",a\tb\r\n")
        }
    }

    @Test func `TSV is one row a line, whatever is in it`() async throws {
        try await StubServer.run(Self.list) { server in
            let run = await run(["list", "-o", "tsv", "--fields", "status,topic,price_fen"] + server.access)
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 3)
            #expect(lines[2] == "confirmed\ta b\t9900")
        }
    }

    @Test func `Without fields, the columns that matter come in a fixed order`() async throws {
        try await StubServer.run(Self.list) { server in
            let run = await run(["list", "-o", "csv"] + server.access)
            #expect(run.output.hasPrefix("id,status,start,end,timezone,student.name,student.id,mentor.handle,"))
        }
    }

    @Test func `Several lists in one answer become rows that say which they are of`() async throws {
        try await StubServer.run { request in
            request.query["status"]?.hasPrefix("completed") == true || request.query["overdue"] != nil
                ? .json(Samples.page([])) : .json(Samples.page([Samples.consultation(unread: 2)]))
        } _: { server in
            let run = await run(["inbox", "-o", "csv", "--fields", "list,id"] + server.access)
            #expect(
                run.output == "list,id\r\nrequests,\(Samples.requestedID)\r\nunread,\(Samples.requestedID)\r\n")
        }
    }

    @Test func `Markdown is the table of the terminal, with what means something to Markdown escaped`() async throws {
        try await StubServer.run { _ in
            .json(Samples.page([Samples.consultation(topic: "a|b *c*")]))
        } _: { server in
            let run = await run(["list", "-o", "md", "--lang", "zh"] + server.access)
            #expect(
                run.output == """
                    | 编号 | 时间 (Asia/Shanghai) | 状态 | 学生 | 主题 |
                    | --- | --- | --- | --- | --- |
                    | 0AAA17 | 2026-11-26 周四 19:00–20:00 | 待答复 | 李雷 | a\\|b \\*c\\* |

                    """)
        }
    }

    @Test func `A table of chosen fields has their names as its head`() async throws {
        try await StubServer.run(Self.list) { server in
            let run = await run(["list", "--fields", "status,student.name"] + server.access)
            #expect(
                run.output == """
                    STATUS     STUDENT.NAME
                    requested  李雷
                    confirmed  Anna, B.

                    """)
        }
    }

    @Test func `The format comes from a flag, then the environment`() async throws {
        try await StubServer.run(Self.list) { server in
            let variable = ["MENTORCTL_OUTPUT": "tsv"]
            let named = await run(["list", "--fields", "status"] + server.access, environment: variable)
            #expect(named.output == "status\nrequested\nconfirmed\n")
            let flagged = await run(["list", "--fields", "status", "-o", "csv"] + server.access, environment: variable)
            #expect(flagged.output == "status\r\nrequested\r\nconfirmed\r\n")
            #expect(await run(["list", "--json", "-o", "csv"] + server.access).status == 64)
            #expect(await run(["list", "--fields", ","] + server.access).status == 64)
            #expect(await run(["list", "-o", "xml"] + server.access).status == 64)
        }
    }

    @Test func `What is longer than the terminal goes through the pager, and what isn't doesn't`() async throws {
        try await StubServer.run { _ in
            .json(Samples.page((0..<30).map { Samples.consultation("con_01JDA0000000000000000AA\(100 + $0)") }))
        } _: { server in
            let low = FakeConsole(isTerminal: true, width: 100, height: 20)
            _ = await run(["list", "--color", "never"] + server.access, console: low, environment: ["PAGER": "more"])
            #expect(low.pages.count == 1 && low.pages[0].hasPrefix("more: ID "))
            #expect(low.output.isEmpty)
            let high = FakeConsole(isTerminal: true, width: 100, height: 50)
            _ = await run(["list"] + server.access, console: high)
            #expect(high.pages.isEmpty && high.output.count { $0 == "\n" } == 31)
            for environment in [["PAGER": "cat"], ["MENTORCTL_PAGER": "missing"], ["TERM": "dumb"]] {
                let plain = FakeConsole(isTerminal: true, width: 100, height: 20)
                _ = await run(["list"] + server.access, console: plain, environment: environment)
                #expect(plain.pages.isEmpty && plain.output.count { $0 == "\n" } == 31)
            }
            let piped = FakeConsole()
            _ = await run(["list"] + server.access, console: piped)
            #expect(piped.output.count { $0 == "\n" } == 31)
        }
    }

    @Test func `A dry run says what would be done, and does nothing`() async throws {
        try await StubServer.run { _ in
            .json(Samples.consultation(), etag: "\"3\"")
        } _: { server in
            let run = await run(["accept", Samples.requestedID, "--dry-run"] + server.access)
            #expect(run.status == 0)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("Accept: 李雷") && run.errors.contains("--dry-run"))
            #expect(server.seen.allSatisfy { $0.method == "GET" })
        }
    }

    @Test(
        "What was mistyped is answered with what was probably meant",
        arguments: [
            (["acept", "7XK9"], "mentorctl accept"), (["inbx"], "mentorctl inbox"), (["lsit"], "mentorctl list"),
            (["schedule", "shwo"], "mentorctl schedule show"), (["sched"], "mentorctl schedule"),
            (["students"], "mentorctl student"), (["token", "revok", "x"], "mentorctl token revoke"),
        ])
    func nearest(arguments: [String], expected: String) async {
        let run = await run(arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains("'\(expected)'"), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func `A word that comes near nothing gets no guess`() async {
        let run = await run(["frobnicate", "--lang", "zh"])
        #expect(run.status == 64)
        #expect(run.errors == "mentorctl: 没有“frobnicate”这个命令。请看 'mentorctl --help'\n")
    }

    @Test func `Words are as far apart as letters have to be changed`() {
        #expect(Spelling.distance("accept", "accept") == 0)
        #expect(Spelling.distance("acecpt", "accept") == 1)
        #expect(Spelling.distance("", "abc") == 3)
        #expect(Spelling.distance("kitten", "sitting") == 3)
    }

    @Test func `Waiting is shown on a terminal after half a second, and nothing of it stays`() async throws {
        let console = FakeConsole(isTerminal: true, width: 80, showsProgress: true)
        // The first two pauses are over at once; then it waits until the answer is there.
        let pauses = Pauses()
        let context = CommandContext(
            environment: ["XDG_CONFIG_HOME": "/nonexistent/mentorctl-tests"], console: console,
            nowMicroseconds: { 1_795_492_800_000_000 },
            sleep: { pause in
                pauses.add(pause)
                if pauses.all.count > 2 { try await Task.sleep(for: .seconds(3600)) }
            }, makeKey: { "key" })
        try await StubServer.run { _ in
            while !console.errors.contains("waiting for") {}
            return .json(Samples.me)
        } _: { server in
            let status = await CommandLineTool.run(["whoami", "--lang", "en"] + server.access, context: context)
            #expect(status == 0)
        }
        #expect(pauses.all.first == .milliseconds(500))
        #expect(console.errors.hasSuffix("\r\u{1b}[K"))
    }
}
