import APIModel
import Foundation
import Scheduling
import Terminal
import Testing
import ZoneData

@testable import AdminCLI

@Suite struct WeekGridTests {
    private static let directory = Result { try ZoneDirectory() }

    private func zone(_ name: String) throws -> ZoneRules { try #require(try Self.directory.get().zone(named: name)) }

    private func grid(_ blocks: [WeekGrid.Block], now: (day: Int, minute: Int)? = nil) -> WeekGrid {
        WeekGrid(
            days: (23...29).map { WeekGrid.Day(titles: ["November \($0), 2026", "\($0)"]) }, blocks: blocks, now: now,
            glyphs: .ascii)
    }

    private func text(_ grid: WeekGrid, width: Int = 62, height: Int? = nil) -> [String] {
        grid.lines(width: width, height: height).map { line in
            var text = line.map(\.text).joined()
            while text.hasSuffix(" ") { text.removeLast() }
            return text
        }
    }

    private func block(
        _ day: Int, _ hours: Range<Int>, _ kind: WeekGrid.Kind, _ name: String = "", _ topic: String = ""
    ) -> WeekGrid.Block {
        WeekGrid.Block(day: day, minutes: hours, kind: kind, name: name, topic: topic)
    }

    @Test func `Time runs down in steps of one size, days across`() {
        let lines = text(
            grid([
                block(0, 1140..<1320, .free), block(0, 1170..<1230, .booked, "李雷", "大模型"),
                block(1, 1140..<1200, .requested, "Anna", "Resume"), block(5, 1140..<1260, .off),
            ]))
        #expect(
            lines == [
                "      23      24      25      26      27      28      29",
                "19:00 ....... ?Anna                           ///////",
                "      #李雷   ?Resume                         ///////",
                "20:00 #大模型                                 ///////",
                "      .......                                 ///////",
                "21:00 .......",
                "      .......",
            ])
    }

    @Test func `No line is wider than asked for, whatever is in it`() {
        let long = "一个非常非常长的题目 with emoji 👩‍💻🇨🇳 and more words than fit anywhere"
        for width in 60...140 {
            let lines = grid([
                block(0, 0..<1440, .free), block(1, 540..<545, .booked, long, long),
                block(2, 540..<600, .requested, long, long),
                block(2, 540..<600, .booked, long, long), block(2, 550..<700, .requested, long, long),
                block(2, 560..<620, .requested, long, long), block(6, 1380..<1440, .unsettled, long, long),
            ]).lines(width: width)
            for line in lines { #expect(line.map(\.text).joined().displayWidth <= width, "\(width)") }
        }
    }

    @Test func `Every column begins at the same place on every line`() {
        let lines = grid([
            block(0, 540..<600, .booked, "大模型大模型", "🇨🇳🇨🇳"), block(6, 540..<600, .requested, "x", "y"),
        ]).lines(width: 80)
        for line in lines.dropFirst() {
            let before = line.prefix { !$0.text.hasPrefix("?") }.map(\.text).joined()
            #expect(before.displayWidth == 6 + 6 * 10)
        }
    }

    @Test func `Requests that overlap stand side by side, and what has no room is counted`() {
        let two = text(grid([block(0, 540..<600, .requested, "A", "a"), block(0, 570..<630, .requested, "B", "b")]))
        #expect(two[1...3] == ["09:00 ?A", "      ?a  ?B", "10:00     ?b"])
        let many = text(
            grid((0..<4).map { block(0, 540..<600, .requested, "ABCD".map(String.init)[$0], "") }), width: 62)
        #expect(many[1].contains("?A") && many[1].contains("+2"))
    }

    @Test func `A session of five minutes is seen`() {
        let lines = text(grid([block(3, 545..<550, .booked, "Mei", "hi"), block(3, 600..<660, .free)]))
        #expect(lines[1] == "09:00                         #Mei")
        #expect(lines.count(where: { $0.contains("#") }) == 1)
    }

    @Test func `Short sessions make for finer steps where there is room`() {
        let grid = grid([block(0, 540..<555, .booked, "A"), block(0, 555..<570, .booked, "B")])
        #expect(grid.rows().map(\.length) == [15, 15, 15, 15])
        #expect(text(grid)[1...2] == ["09:00 #09:00 A", "      #09:15 B"])
    }

    @Test func `Hours nobody uses become one line, and long days are drawn in hours`() {
        let gap = grid([block(0, 480..<540, .free), block(0, 1200..<1260, .free)])
        #expect(gap.rows().map(\.isGap) == [false, false, true, false, false])
        #expect(text(gap)[3] == "  :")
        let long = grid([block(0, 0..<1440, .free)])
        #expect(long.rows(height: 40).map(\.length) == [Int](repeating: 60, count: 24))
        #expect(long.rows(height: 80).count == 48)
        #expect(grid([]).rows().isEmpty && grid([block(0, 0..<1440, .off)]).rows().isEmpty)
    }

    @Test func `The line of now is in its row and its day, and never hides a session`() {
        let blocks = [block(0, 540..<660, .free), block(1, 540..<660, .booked, "Li")]
        let free = text(grid(blocks, now: (0, 585)))
        #expect(free[2] == "09:45>------- #")
        #expect(text(grid(blocks, now: (1, 545)))[1] == "09:05>....... #Li")
        // Before everything else, it has an hour of its own.
        #expect(text(grid(blocks, now: (0, 300))).contains("05:00>-------"))
        #expect(!text(grid(blocks)).contains { $0.contains(">") })
    }

    // MARK: From instants to minutes

    private func parts(_ start: String, _ end: String, week: String, in name: String) throws -> [String] {
        let span = try #require(Instant(rfc3339: start))..<(try #require(Instant(rfc3339: end)))
        return WeekPlan.parts(of: span, week: try #require(ISOWeek(week)), zone: try zone(name)).map {
            "\($0.day) \(WallClock.Reading.clock($0.part.minutes.lowerBound))-"
                + "\($0.part.minutes.upperBound / 60):\($0.part.minutes.upperBound % 60)"
        }
    }

    @Test func `What runs over midnight is on both days, and what lies outside the week on none`() throws {
        #expect(
            try parts("2026-11-24T23:00:00+08:00", "2026-11-25T01:30:00+08:00", week: "2026-W48", in: "Asia/Shanghai")
                == ["1 23:00-24:0", "2 00:00-1:30"])
        #expect(
            try parts("2026-11-22T23:00:00+08:00", "2026-11-23T01:00:00+08:00", week: "2026-W48", in: "Asia/Shanghai")
                == ["0 00:00-1:0"])
        #expect(
            try parts("2026-11-29T23:00:00+08:00", "2026-11-30T01:00:00+08:00", week: "2026-W48", in: "Asia/Shanghai")
                == ["6 23:00-24:0"])
        #expect(
            try parts("2026-12-29T23:00:00+08:00", "2026-12-30T01:00:00+08:00", week: "2026-W48", in: "Asia/Shanghai")
                .isEmpty)
    }

    @Test func `Where clocks change, a session covers what the clock showed`() throws {
        // Over the missing hour, in the repeated one, and from the first 2:30 to the second 2:15.
        #expect(
            try parts("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z", week: "2027-W12", in: "Europe/Berlin")
                == ["6 01:30-3:30"])
        #expect(
            try parts("2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z", week: "2026-W43", in: "Europe/Berlin")
                == ["6 02:15-2:45"])
        #expect(
            try parts("2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z", week: "2026-W43", in: "Europe/Berlin")
                == ["6 02:00-3:0"])
        // A day that begins at one o'clock.
        #expect(
            try parts("2018-11-04T02:30:00Z", "2018-11-04T04:00:00Z", week: "2018-W44", in: "America/Sao_Paulo")
                == ["5 23:30-24:0", "6 01:00-2:0"])
    }

    private func agenda(_ holidays: [Agenda.Holiday] = []) throws -> Agenda {
        var agenda = try APIAnswer(
            status: 200,
            body: Data(
                """
                {"timezone":"Asia/Shanghai","from":"2026-11-22T00:00:00+08:00","to":"2026-11-30T00:00:00+08:00",\
                "free":[{"start":"2026-11-24T20:00:00+08:00","end":"2026-11-24T22:30:00+08:00"}],\
                "bookings":[\(Samples.consultation(
                    Samples.confirmedID, status: "confirmed", start: "2026-11-24T19:00:00+08:00",
                    end: "2026-11-24T20:00:00+08:00")),\(Samples.consultation(
                    Samples.pastID, status: "completed", start: "2026-11-23T19:00:00+08:00",
                    end: "2026-11-23T20:00:00+08:00"))],"requests":[\(Samples.consultation())],"time_off":[],\
                "unresolved":[]}
                """.utf8)
        ).decoded(as: Agenda.self)
        agenda.holidays = holidays
        return agenda
    }

    @Test func `An agenda becomes blocks, sums and marks`() throws {
        let plan = WeekPlan(
            try agenda([Agenda.Holiday(date: "2026-11-28", state: "working_weekend_day")]),
            week: try #require(ISOWeek("2026-W48")), zone: try zone("Asia/Shanghai"),
            now: try #require(Instant(rfc3339: "2026-11-24T12:00:00+08:00")), language: .chinese)
        #expect(plan.freeMinutes == 150 && plan.bookedMinutes == 120 && plan.bookedCount == 2 && plan.requestCount == 1)
        #expect(plan.blocks.map(\.kind) == [.free, .booked, .done, .requested])
        #expect(plan.days[1].isToday && plan.now?.day == 1 && plan.now?.minute == 720)
        #expect(plan.days[5].notes.first == "调休上班" && plan.days[4].notes.isEmpty)
    }

    @Test func `A day on which clocks change says so`() throws {
        var empty = try agenda()
        (empty.bookings, empty.requests, empty.free) = ([], [], [])
        let plan = WeekPlan(
            empty, week: try #require(ISOWeek("2026-W43")), zone: try zone("Europe/Berlin"),
            now: try #require(Instant(rfc3339: "2026-11-24T12:00:00Z")), language: .english)
        #expect(plan.days.map(\.notes.first) == [nil, nil, nil, nil, nil, nil, "clocks −1 h"])
        #expect(plan.now == nil)
    }

    // MARK: The command

    private static let desk: StubServer.Handler = { request in
        guard request.path.hasSuffix("/agenda") else { return .json(Samples.schedule, etag: "\"v4\"") }
        return .json(
            """
            {"timezone":"Asia/Shanghai","from":"x","to":"y",\
            "free":[{"start":"2026-11-24T20:00:00+08:00","end":"2026-11-24T21:00:00+08:00"}],"bookings":[],\
            "requests":[\(Samples.consultation())],"time_off":[],"unresolved":[],\
            "holidays":[{"date":"2026-11-28","state":"day_off"}]}
            """)
    }

    @Test func `The week is drawn from sixty columns up, and is a list below`() async throws {
        try await StubServer.run(Self.desk) { server in
            let wide = FakeConsole(isTerminal: true, width: 60)
            _ = await run(["week", "--color", "never"] + server.access, console: wide)
            #expect(wide.output.contains("Mon 23 Tue24* Wed 25"))
            #expect(wide.output.contains("20:00"))
            #expect(
                wide.output.split(separator: "\n").allSatisfy {
                    $0.displayWidth <= 60 || $0.hasPrefix("2026-W48") || $0.hasPrefix("free")
                })
            let narrow = FakeConsole(isTerminal: true, width: 50)
            _ = await run(["week", "--color", "never", "--lang", "zh"] + server.access, console: narrow)
            #expect(narrow.output.contains("2026-11-24 周二 *\n  20:00–21:00  空闲\n"))
            #expect(narrow.output.contains("2026-11-28 周六  放假"))
            #expect(narrow.output.contains("  19:00–20:00  待答复 · 李雷 · 大模型学习路径\n"))
            let agenda = try #require(server.seen.last)
            #expect(agenda.query == ["from": "2026-11-21T16:00:00Z", "to": "2026-11-29T16:00:00Z"])
        }
    }

    @Test func `Without colour there is none, and a dumb terminal gets plain signs`() async throws {
        try await StubServer.run(Self.desk) { server in
            let piped = await run(["week"] + server.access)
            #expect(!piped.output.contains("\u{1b}") && piped.output.contains("░"))
            let colored = FakeConsole(isTerminal: true, width: 80)
            _ = await run(["week"] + server.access, console: colored)
            #expect(colored.output.contains("\u{1b}[33;7m▒"))
            let dumb = FakeConsole(isTerminal: true, width: 80)
            _ = await run(["week"] + server.access, console: dumb, environment: ["TERM": "dumb"])
            #expect(!dumb.output.contains("\u{1b}") && !dumb.output.contains("░") && dumb.output.contains("..."))
            let none = FakeConsole(isTerminal: true, width: 80)
            _ = await run(["week"] + server.access, console: none, environment: ["NO_COLOR": "1"])
            #expect(!none.output.contains("\u{1b}"))
        }
    }

    @Test func `The week as data is the server's agenda`() async throws {
        try await StubServer.run(Self.desk) { server in
            let json = await run(["week", "next", "--json"] + server.access)
            let agenda = try JSON(data: Data(json.output.utf8))
            #expect(agenda["requests"]?.elements.count == 1)
            #expect(server.seen.last?.query["from"] == "2026-11-28T16:00:00Z")
            let csv = await run(["week", "-o", "csv", "--fields", "list,start,status"] + server.access)
            #expect(csv.output.contains("free,2026-11-24T20:00:00+08:00,\r\n"))
            #expect(await run(["week", "someday"] + server.access).status == 64)
        }
    }
}
