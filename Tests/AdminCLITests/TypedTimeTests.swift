import Scheduling
import Testing
import ZoneData

@testable import AdminCLI

@Suite struct TypedTimeTests {
    private static let directory = Result { try ZoneDirectory() }

    private func typed(_ zone: String, _ language: Language = .english) throws -> TypedTime {
        TypedTime(
            zone: try #require(try Self.directory.get().zone(named: zone)), language: language,
            now: try #require(Instant(rfc3339: "2026-11-24T12:00:00+08:00")))
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
            ("04/07", "2027-04-07 or 2027-07-04"), ("04/07 19:00", "2027-04-07 or 2027-07-04"),
            ("4.7. 19:00", "2027-04-07"), ("1/12/2026 19:00", "2026-01-12 or 2026-12-01"),
            ("25/12 19:00", "Write 2026-12-25"), ("2026-12-01", "at what time"), ("tomorrow", "at what time"),
            ("19:00", "which day"), ("晚上8点", "which day"), ("2026-12-01 25:00", "00:00 to 24:00"),
            ("2026-02-30 10:00", "no such date"), ("", "2026-12-01 19:00"), ("2026-12-01T19:00:00", "time of day"),
            ("fri 8", "08:00 or 20:00"), ("fri 20", "20:00"), ("明天8点", "08:00 or 20:00"),
            ("tomorrow at 8", "08:00 or 20:00"), ("fri midnight", "24:00"), ("fri 12am", "24:00"),
            ("明天下午9点", "19:00"), ("明天晚上3点", "19:00"), ("fri 13pm", "19:00"), ("mon 2026-12-01 19:00", "Tue"),
            ("fri sat 19:00", "two days"), ("fri 19:00 20:00", "two times"), ("fri 19:00 x4", "x4w or x4d"),
            ("fri 19:00 x99w", "2 to 60"), ("2026-12-01 19:00 x4w", "only one"), ("next week 19:00", "which day"),
            ("frday 19:00", "2026-12-01 19:00"), ("in 2 hours tomorrow", "2026-12-01 19:00"),
            ("13月1日 19:00", "no such date"), ("\u{202e}evil", "2026-12-01 19:00"),
        ])
    func refused(text: String, instead: String) throws {
        let time = try typed("Asia/Shanghai")
        let failure = #expect(throws: CommandFailure.self) { try time.instant(text) }
        #expect(failure?.status == .usage)
        #expect(failure?.message.contains(instead) == true, "\(failure?.message ?? "")")
    }

    @Test(
        "Times are said as people say them, in Chinese and in English",
        arguments: [
            // It is Tuesday, 24 November 2026, noon in Shanghai.
            ("明天 19:00", "2026-11-25 19:00"), ("tomorrow 7pm", "2026-11-25 19:00"), ("后天下午3点半", "2026-11-26 15:30"),
            ("大后天早上9点", "2026-11-27 09:00"), ("今晚8点", "2026-11-24 20:00"), ("tonight at 8", "2026-11-24 20:00"),
            ("明晚八点一刻", "2026-11-25 20:15"), ("明早9点", "2026-11-25 09:00"), ("今天上午11:30", "2026-11-24 11:30"),
            ("next fri 8pm", "2026-12-04 20:00"), ("fri 8pm", "2026-11-27 20:00"),
            ("this fri 8 pm", "2026-11-27 20:00"),
            ("Friday at 8:30 p.m.", "2026-11-27 20:30"), ("下周五晚上8点", "2026-12-04 20:00"),
            ("周五晚上8点", "2026-11-27 20:00"), ("本周日14:00", "2026-11-29 14:00"), ("这个星期六上午10点整", "2026-11-28 10:00"),
            ("下下周一 09:00", "2026-12-07 09:00"), ("礼拜天下午两点", "2026-11-29 14:00"),
            ("12月1日 19:00", "2026-12-01 19:00"), ("12月1号晚上7点", "2026-12-01 19:00"), ("3月1日 19:00", "2027-03-01 19:00"),
            ("2026年12月1日19点", "2026-12-01 19:00"), ("十二月一日晚上七点四十五分", "2026-12-01 19:45"),
            ("1 dec 19:00", "2026-12-01 19:00"), ("Dec 1st, 7pm", "2026-12-01 19:00"),
            ("december 1, 2026 at 19:00", "2026-12-01 19:00"), ("1st of January 10:00", "2027-01-01 10:00"),
            ("2026/12/1 9:00", "2026-12-01 09:00"), ("2026-12-01T19:00", "2026-12-01 19:00"),
            ("Tue 2026-12-01 19:00", "2026-12-01 19:00"), ("2026-12-01 周二 19:00", "2026-12-01 19:00"),
            ("in 2 hours", "2026-11-24 14:00"), ("in half an hour", "2026-11-24 12:30"),
            ("in an hour", "2026-11-24 13:00"),
            ("2小时后", "2026-11-24 14:00"), ("一个半小时后", "2026-11-24 13:30"), ("半小时后", "2026-11-24 12:30"),
            ("90分钟后", "2026-11-24 13:30"), ("in 3 days 19:00", "2026-11-27 19:00"), ("3天后19:00", "2026-11-27 19:00"),
            ("in 2 weeks at noon", "2026-12-08 12:00"), ("两周后中午12点", "2026-12-08 12:00"),
            ("the day after tomorrow 10am", "2026-11-26 10:00"), ("8 in the evening on friday", "2026-11-27 20:00"),
            ("fri 24:00", "2026-11-28 00:00"), ("周五晚上12点", "2026-11-28 00:00"), ("周五凌晨1点", "2026-11-27 01:00"),
            ("周五中午1点", "2026-11-27 13:00"), ("周五傍晚6点", "2026-11-27 18:00"), ("周五0点", "2026-11-27 00:00"),
            ("周五13点", "2026-11-27 13:00"), ("　ＦＲＩ　１９：００", "2026-11-27 19:00"), ("tue 11:00", "2026-12-01 11:00"),
            ("tue 13:00", "2026-11-24 13:00"), ("2月29日 10:00", "2028-02-29 10:00"),
        ])
    func said(text: String, expected: String) throws {
        let time = try typed("Asia/Shanghai")
        let found = try time.instant(text)
        let reading = time.zone.civilTime(at: found)
        #expect("\(reading.date.iso8601) \(WallClock.Reading.clock(reading.minuteOfDay))" == expected)
    }

    @Test(
        "Days and weeks are said the same way",
        arguments: [
            ("tomorrow", "2026-11-25"), ("下周五", "2026-12-04"), ("fri", "2026-11-27"), ("tue", "2026-11-24"),
            ("12月1日", "2026-12-01"), ("2026-12-01", "2026-12-01"), ("昨天", "2026-11-23"), ("last mon", "2026-11-16"),
        ])
    func day(text: String, expected: String) throws {
        #expect(try typed("Asia/Shanghai").day(text).iso8601 == expected)
    }

    @Test(arguments: [
        ("this", "2026-W48"), ("next", "2026-W49"), ("last", "2026-W47"), ("下周", "2026-W49"), ("next week", "2026-W49"),
        ("下下周", "2026-W50"), ("2026-w53", "2026-W53"), ("2027-01-02", "2026-W53"), ("fri", "2026-W48"),
    ])
    func `A week is a number, a word or a day in it`(text: String, expected: String) throws {
        #expect(try typed("Asia/Shanghai").week(text).string == expected)
    }

    @Test func `A repetition keeps the time on the wall when clocks change`() throws {
        let time = try typed("Europe/Berlin")
        let spans = try time.spans(["2027-03-20 19:00-20:00 x3w"])
        #expect(
            spans.map(\.lowerBound.rfc3339UTC)
                == ["2027-03-20T18:00:00Z", "2027-03-27T18:00:00Z", "2027-04-03T17:00:00Z"])
        #expect(
            try time.instants("2027-03-20 19:00 x2w").map(\.rfc3339UTC)
                == ["2027-03-20T18:00:00Z", "2027-03-27T18:00:00Z"])
        #expect(try time.days("fri x3d").map(\.iso8601) == ["2026-11-27", "2026-11-28", "2026-11-29"])
        #expect(try time.days("周五 连续2周").map(\.iso8601) == ["2026-11-27", "2026-12-04"])
    }

    /// What is printed can be typed again: every minute, in both languages, is read as it was.
    @Test func `What is shown can be typed`() throws {
        var random = SystemRandomNumberGenerator()
        for name in ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"] {
            for language in Language.allCases {
                let time = try typed(name, language)
                let clock = WallClock(directory: try Self.directory.get(), language: language)
                for _ in 0..<400 {
                    let instant = Instant(seconds: Int64.random(in: 0...4_000_000_000, using: &random) / 60 * 60)
                    let shown = clock.moment(instant.rfc3339UTC, in: name)
                    do {
                        #expect(try time.instant(shown) == instant, "\(shown) in \(name)")
                    } catch let failure as CommandFailure {
                        // A reading that comes twice is refused, and both instants are offered.
                        #expect(failure.message.contains(instant.rfc3339(in: time.zone)), "\(shown) in \(name)")
                    }
                }
            }
        }
    }

    /// Said in pieces whose meaning is known, in any order.
    @Test func `Pieces mean the same in whatever order they come`() throws {
        let time = try typed("Asia/Shanghai")
        let days = [
            ("明天", "2026-11-25"), ("tomorrow", "2026-11-25"), ("下周五", "2026-12-04"), ("next fri", "2026-12-04"),
            ("12月5日", "2026-12-05"), ("5 dec", "2026-12-05"), ("2026-12-05", "2026-12-05"), ("in 3 days", "2026-11-27"),
        ]
        let clocks = [
            ("19:00", "19:00"), ("7pm", "19:00"), ("7:00 pm", "19:00"), ("晚上7点", "19:00"), ("下午3点半", "15:30"),
            ("noon", "12:00"), ("9:05", "09:05"),
        ]
        for (day, date) in days {
            for (clock, hour) in clocks {
                for text in ["\(day) \(clock)", "\(clock) \(day)", "\(day), \(clock)", "  \(day)   at  \(clock) "] {
                    let reading = time.zone.civilTime(at: try time.instant(text))
                    #expect(reading.date.iso8601 == date, "\(text)")
                    #expect(WallClock.Reading.clock(reading.minuteOfDay) == hour, "\(text)")
                }
            }
        }
    }

    @Test func `Rubbish is refused, and stops nothing`() throws {
        let time = try typed("Asia/Shanghai")
        let pieces = [
            "fri", "next", "下", "周", "五", "晚上", "8", "点", "半", ":", "-", "/", ".", "2026", "12", "x", "4w", "in",
            "hours",
            "后", "天", "月", "日", " ", "pm", "the", "T", "+08:00", "到", "\u{0}", "é", "👩‍💻", "99999999999999999999", "十",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<4000 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            do {
                _ = try time.instant(text)
            } catch let failure as CommandFailure {
                #expect(failure.status == .usage)
            }
            _ = try? time.spans([text])
            _ = try? time.days(text)
            _ = try? time.week(text)
            _ = try? WeeklyHours([text], language: .chinese)
        }
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
            (["tomorrow"], "2026-11-24T16:00:00Z", "2026-11-25T16:00:00Z"),
            (["next week"], "2026-11-29T16:00:00Z", "2026-12-06T16:00:00Z"),
            (["fri", "19:00-20:30"], "2026-11-27T11:00:00Z", "2026-11-27T12:30:00Z"),
            (["fri 8-10pm"], "2026-11-27T12:00:00Z", "2026-11-27T14:00:00Z"),
            (["fri 10am - noon"], "2026-11-27T02:00:00Z", "2026-11-27T04:00:00Z"),
            (["周六下午2点到4点"], "2026-11-28T06:00:00Z", "2026-11-28T08:00:00Z"),
            (["周六晚上10点到12点"], "2026-11-28T14:00:00Z", "2026-11-28T16:00:00Z"),
            (["周六 22:00-01:00"], "2026-11-28T14:00:00Z", "2026-11-28T17:00:00Z"),
            (["fri..mon"], "2026-11-26T16:00:00Z", "2026-11-30T16:00:00Z"),
            (["12月24日到12月26日"], "2026-12-23T16:00:00Z", "2026-12-26T16:00:00Z"),
            (["fri 19:00 to sat 02:00"], "2026-11-27T11:00:00Z", "2026-11-27T18:00:00Z"),
            (["2026-12-24", "2026-12-26"], "2026-12-23T16:00:00Z", "2026-12-26T16:00:00Z"),
        ])
    func span(words: [String], start: String, end: String) throws {
        let range = try typed("Asia/Shanghai").span(words)
        #expect(range.lowerBound == Instant(rfc3339: start))
        #expect(range.upperBound == Instant(rfc3339: end))
    }

    @Test(arguments: [
        ["2026-12-26..2026-12-24"], ["2026-12-24 10:00", "2026-12-24 10:00"], ["2026-12-24", "2026-12-24 10:00"],
        ["a", "b", "c"], ["24.12."], ["2026-12-24 10:00"], ["fri 8-10"], ["8-10pm"], ["tomorrow x4w"],
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
