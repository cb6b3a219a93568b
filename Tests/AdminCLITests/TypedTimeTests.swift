import Scheduling
import Testing
import ZoneData

@testable import AdminCLI

@Suite struct TypedTimeTests {
    private static let directory = Result { try ZoneDirectory() }

    private func typed(_ zone: String, _ language: Language = .english) throws -> TypedTime {
        TypedTime(zone: try #require(try Self.directory.get().zone(named: zone)), language: language)
    }

    @Test(
        "A start is an instant or a time on the zone's clock",
        arguments: [
            ("2026-12-01 19:00", "Asia/Shanghai", "2026-12-01T11:00:00Z"),
            ("2026-12-01T19:00", "Asia/Shanghai", "2026-12-01T11:00:00Z"),
            ("2026-12-01T19:00:00+09:00", "Asia/Shanghai", "2026-12-01T10:00:00Z"),
            ("2026-12-01T19:00:00Z", "Asia/Shanghai", "2026-12-01T19:00:00Z"),
            ("2026-12-01 24:00", "Asia/Shanghai", "2026-12-01T16:00:00Z"),
            ("2026-07-01 19:00", "Europe/Berlin", "2026-07-01T17:00:00Z"),
            // Just before and after the hour that is missing, and the one that comes twice.
            ("2026-03-29 01:59", "Europe/Berlin", "2026-03-29T00:59:00Z"),
            ("2026-03-29 03:00", "Europe/Berlin", "2026-03-29T01:00:00Z"),
            ("2026-10-25 01:59", "Europe/Berlin", "2026-10-24T23:59:00Z"),
            ("2026-10-25 03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"),
        ])
    func start(text: String, zone: String, expected: String) throws {
        #expect(try typed(zone).instant(text) == Instant(rfc3339: expected))
    }

    @Test(
        "What could mean two things is refused",
        arguments: [
            "04/07", "04/07 19:00", "2026-12-01", "19:00", "2026-12-01 7pm", "2026-12-01 25:00", "2026-02-30 10:00",
            "tomorrow", "", "2026-12-01T19:00:00", "2026-1-2 10:00", "2026-12-01 9:00",
        ])
    func refused(text: String) throws {
        let time = try typed("Asia/Shanghai")
        let failure = #expect(throws: CommandFailure.self) { try time.instant(text) }
        #expect(failure?.status == .usage)
        #expect(failure?.message.contains("2026-12-01 19:00") == true)
    }

    @Test func `A time that the clocks skip is refused with the first one after it`() throws {
        let time = try typed("Europe/Berlin")
        let failure = #expect(throws: CommandFailure.self) { try time.instant("2026-03-29 02:30") }
        #expect(failure?.message.contains("2026-03-29T03:00:00+02:00") == true)
    }

    @Test func `A time that comes twice is refused with both of them`() throws {
        for (zone, text, first, second) in [
            ("America/New_York", "2026-11-01 01:30", "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"),
            ("America/New_York", "2026-11-01 01:00", "2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00"),
            ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30"),
        ] {
            let time = try typed(zone)
            let failure = #expect(throws: CommandFailure.self) { try time.instant(text) }
            #expect(failure?.message.contains(first) == true, "\(failure?.message ?? "")")
            #expect(failure?.message.contains(second) == true, "\(failure?.message ?? "")")
        }
        #expect(throws: Never.self) { try typed("Australia/Lord_Howe").instant("2026-04-05 01:29") }
        #expect(throws: Never.self) { try typed("Australia/Lord_Howe").instant("2026-04-05 02:00") }
    }

    @Test(
        "A span is two times or whole days",
        arguments: [
            (["2026-12-24..2026-12-26"], "2026-12-23T16:00:00Z", "2026-12-26T16:00:00Z"),
            (["2026-12-24", "2026-12-26"], "2026-12-23T16:00:00Z", "2026-12-26T16:00:00Z"),
            (["2026-12-24"], "2026-12-23T16:00:00Z", "2026-12-24T16:00:00Z"),
            (["2026-12-24 09:00", "2026-12-24 18:00"], "2026-12-24T01:00:00Z", "2026-12-24T10:00:00Z"),
            (["2026-12-24 09:00..2026-12-24T10:00:00Z"], "2026-12-24T01:00:00Z", "2026-12-24T10:00:00Z"),
        ])
    func span(words: [String], start: String, end: String) throws {
        let range = try typed("Asia/Shanghai").span(words)
        #expect(range.lowerBound == Instant(rfc3339: start))
        #expect(range.upperBound == Instant(rfc3339: end))
    }

    @Test(arguments: [
        ["2026-12-26..2026-12-24"], ["2026-12-24 10:00", "2026-12-24 10:00"], ["2026-12-24", "2026-12-24 10:00"],
        ["a", "b", "c"], ["24.12."], ["2026-12-24 10:00"],
    ])
    func `A span that is none is refused`(words: [String]) throws {
        let time = try typed("Asia/Shanghai")
        let failure = #expect(throws: CommandFailure.self) { try time.span(words) }
        #expect(failure?.status == .usage)
    }

    @Test func `Times are shown with their date and weekday in either language`() throws {
        let english = WallClock(directory: try Self.directory.get(), language: .english)
        let chinese = WallClock(directory: try Self.directory.get(), language: .chinese)
        let (start, end) = ("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")
        #expect(english.span(start, end, in: "Asia/Shanghai") == "Tue 2026-11-24 19:00–20:00")
        #expect(chinese.span(start, end, in: "Asia/Shanghai") == "2026-11-24 周二 19:00–20:00")
        #expect(english.span(start, "2026-11-24T16:00:00Z", in: "Asia/Shanghai") == "Tue 2026-11-24 19:00–24:00")
        #expect(
            english.span(start, "2026-11-24T17:00:00Z", in: "Asia/Shanghai")
                == "Tue 2026-11-24 19:00 – Wed 2026-11-25 01:00")
        #expect(english.moment("2026-11-24T19:00:00+08:00", in: "Mars/Olympus") == "Tue 2026-11-24 19:00")
        #expect(WallClock(directory: nil, language: .english).moment(start, in: nil) == "Tue 2026-11-24 11:00")
    }
}
