import Foundation
import Scheduling
import Testing

@testable import AdminCLI

@Suite struct ScheduleHistoryTests {
    private static let versions = Samples.page([
        """
        {"version":4,"changed_at":"2026-11-23T10:00:00Z","changed_by":"laptop","restores":null,\
        "summary":"每周时段（周一）"}
        """,
        #"{"version":3,"changed_at":"2026-11-22T10:00:00Z","changed_by":"ops","restores":1,"summary":"撤销，恢复版本 1"}"#,
    ])

    private static let preview = """
        {"timezone":"Asia/Shanghai","from":"2026-11-24T12:00:00+08:00","to":"2026-12-24T00:00:00+08:00",\
        "gained":[{"offering":"planning","start":"2026-11-25T19:00:00+08:00","end":"x"},\
        {"offering":"planning","start":"2026-11-25T20:00:00+08:00","end":"x"}],"gained_count":5,\
        "lost":[],"lost_count":0,"outside":[\(Samples.consultation(
            Samples.confirmedID, status: "confirmed"))],"outside_count":1}
        """

    private static let desk: StubServer.Handler = { request in
        switch (request.method, request.path) {
        case ("GET", "/v1/mentor/schedule/versions"): .json(versions)
        case ("GET", "/v1/mentor/slots/explain"):
            .json(
                """
                {"mentor":"lin-wei","offering":"planning","at":"2026-11-28T19:00:00+08:00",\
                "timezone":"Asia/Shanghai","offered":false,"rules":[\
                {"code":"notice","passed":true,"message":"目前最早可约 2026-11-24 12:00。","facts":{}},\
                {"code":"outside_windows","passed":false,"message":"不在导师的开放时段内。","facts":{"new":1}}]}
                """)
        case ("POST", "/v1/mentor/schedule/preview"): .json(preview)
        case ("GET", "/v1/mentor/schedule/undo"):
            .json(#"{"restores":2,"schedule":\#(Samples.schedule),"preview":\#(preview)}"#)
        case ("GET", _), ("POST", _): .json(Samples.schedule, etag: "\"v4\"")
        default: StubServer.Answer(status: 500)
        }
    }

    @Test func `A start is explained rule by rule`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(
                ["schedule", "explain", "周六 19:00", "--offering", "planning", "--lang", "zh"] + server.access)
            #expect(
                run.output
                    == """
                    2026-11-28 周六 19:00（Asia/Shanghai）· planning：不可约
                      ✓ notice           目前最早可约 2026-11-24 12:00。
                      ✗ outside_windows  不在导师的开放时段内。

                    """, "\(run.errors)")
            let asked = try #require(server.seen.last)
            #expect(asked.query["at"] == "2026-11-28T19:00:00+08:00" && asked.query["offering"] == "planning")
        }
    }

    @Test(
        "A day may be said from today",
        arguments: [
            ("sat 19:00", "2026-11-28T19:00:00+08:00"), ("Saturday 9:00", "2026-11-28T09:00:00+08:00"),
            ("周六19:00", "2026-11-28T19:00:00+08:00"), ("tue 19:00", "2026-11-24T19:00:00+08:00"),
            ("tue 11:00", "2026-12-01T11:00:00+08:00"), ("tue 12:00", "2026-12-01T12:00:00+08:00"),
            ("today 08:00", "2026-11-24T08:00:00+08:00"), ("明天 8:00", "2026-11-25T08:00:00+08:00"),
            ("mon 24:00", "2026-12-01T00:00:00+08:00"), ("2026-12-05 10:30", "2026-12-05T10:30:00+08:00"),
            ("2026-12-05T10:30:00Z", "2026-12-05T18:30:00+08:00"),
        ])
    func coming(text: String, expected: String) throws {
        let zone = try WallClock(directory: WallClock.systemDirectory, language: .english)
            .zone(required: "Asia/Shanghai")
        let now = Instant(rfc3339: "2026-11-24T12:00:00+08:00")
        let found = try TypedTime(zone: zone, language: .english, now: try #require(now)).instant(text)
        #expect(found.rfc3339(in: zone) == expected)
    }

    @Test(arguments: ["noday 19:00", "sat", "sat 25:00", "19:00"])
    func `A start that means nothing is refused`(text: String) async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["schedule", "explain", text] + server.access)
            #expect(run.status == 64)
            #expect(server.seen.allSatisfy { $0.path == "/v1/mentor/schedule" })
        }
    }

    @Test func `A dry run shows what would change and saves nothing`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(
                ["schedule", "set", "wed 19:00-21:00", "--dry-run", "--mentor", "lin-wei"] + server.access)
            #expect(run.status == 0, "\(run.errors)")
            #expect(server.seen("PUT").isEmpty)
            let asked = try #require(server.seen("POST").first)
            #expect(asked.path == "/v1/mentor/schedule/preview" && asked.query["mentor"] == "lin-wei")
            #expect(try JSON(data: asked.body)["weekly"]?["wed"] == [["19:00", "21:00"]])
            #expect(run.output.contains("Slots gained: 5\n  Wed 2026-11-25  planning  19:00 20:00\n  … and 3 more\n"))
            #expect(!run.output.contains("Slots lost"))
            #expect(run.output.contains("outside your hours (they stay): 1\n  李雷 · "))
        }
    }

    @Test func `An undo names what it takes back, for the version that was read`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["schedule", "undo", "--lang", "zh"] + server.access)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("撤销 2026-11-23 周一 18:00 的版本 4：每周时段（周一）"))
            let asked = try #require(server.seen("POST").first)
            #expect(asked.path == "/v1/mentor/schedule/undo" && asked.header("If-Match") == "\"v4\"")
            #expect(asked.header("Idempotency-Key") != nil)
            #expect(run.output == "已撤销，日程现在是版本 4。\n")
        }
    }

    @Test func `An undo shows its effect before it asks, and does nothing unless it is told to`() async throws {
        try await StubServer.run(Self.desk) { server in
            let no = FakeConsole(isTerminal: true, width: 100, lines: ["n"])
            let asked = await run(["schedule", "undo"] + server.access, console: no)
            #expect(asked.status == 1 && server.writes.isEmpty)
            let question = asked.errors.range(of: "Go ahead?")?.lowerBound ?? asked.errors.startIndex
            for effect in ["Mon  19:00–22:00", "5 gained, 0 lost", "outside your hours (they stay): 1", "李雷"] {
                #expect(asked.errors[..<question].contains(effect), "\(effect): \(asked.errors)")
            }
            let dry = await run(["schedule", "undo", "--dry-run"] + server.access)
            #expect(dry.status == 0 && server.writes.isEmpty)
            #expect(dry.output.contains("Slots gained: 5\n  Wed 2026-11-25  planning  19:00 20:00"))
            let json = await run(["schedule", "undo", "--dry-run", "--json"] + server.access)
            let document = try JSON(data: Data(json.output.utf8))
            #expect(document["restores"] == .integer(2))
            let yes = FakeConsole(isTerminal: true, width: 100)
            #expect(await run(["schedule", "undo", "--yes"] + server.access, console: yes).status == 0)
            #expect(server.writes.count == 1)
        }
    }

    @Test func `Where nothing can be undone, nothing is asked`() async throws {
        try await StubServer.run { request in
            request.path.hasSuffix("/undo")
                ? .json(Samples.problem(409, code: "invalid_transition", detail: "Nothing to undo."), status: 409)
                : .json(Samples.schedule, etag: "\"v1\"")
        } _: { server in
            let console = FakeConsole(isTerminal: true, width: 100, lines: ["y"])
            let run = await run(["schedule", "undo"] + server.access, console: console)
            #expect(run.status == 5 && run.errors.contains("Nothing to undo.") && !run.errors.contains("Go ahead"))
            #expect(server.writes.isEmpty)
        }
    }

    @Test func `Versions are listed with who made them`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["schedule", "versions", "--mentor", "lin-wei", "--lang", "zh"] + server.access)
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 3, "\(run.errors)")
            #expect(lines[1].contains("4") && lines[1].contains("laptop") && lines[1].contains("每周时段（周一）"))
            #expect(lines[2].contains("2026-11-22 周日 18:00") && lines[2].contains("撤销"))
            #expect(server.seen.last?.query["mentor"] == "lin-wei")
        }
    }
}
