import Foundation
import Scheduling
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        ("1970-01-01", 0, Weekday.thursday), ("1969-12-31", -1, .wednesday), ("2000-02-29", 11_016, .tuesday),
        ("2000-03-01", 11_017, .wednesday), ("1900-02-28", -25_509, .wednesday), ("1900-03-01", -25_508, .thursday),
        ("2026-03-02", 20_514, .monday), ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
    ])
    func `a date is a count of days and a weekday`(text: String, days: Int, weekday: Weekday) throws {
        let parsed = try #require(CivilDate(iso8601: text))
        #expect(parsed.daysSinceEpoch == days)
        #expect(parsed.weekday == weekday)
        #expect(parsed.iso8601 == text)
        #expect(CivilDate(daysSinceEpoch: days).iso8601 == text)
    }

    @Test(arguments: [
        "2025-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-01-00", "2026-04-31", "0000-01-01", "2026-1-1",
        "2026-01-1", "2026-01-011", " 2026-01-01", "2026/01/01", "20260101", "", "2026-01-0a", "２０２６-01-01",
        "-026-01-01", "+026-01-01", "2026-01-01T00:00:00Z", "10000-01-01",
    ])
    func `what is not a date is refused`(text: String) {
        #expect(CivilDate(iso8601: text) == nil)
    }

    @Test func `every day of 800 years has the fields that counting gives`() throws {
        var year = 1600
        var month = 1
        var day = 1
        let first = try #require(CivilDate(year: year, month: month, day: day)).daysSinceEpoch
        for number in first..<first + 292_194 {
            let fields = CivilDate(daysSinceEpoch: number).fields
            guard fields == (year, month, day), CivilDate(year: year, month: month, day: day)?.daysSinceEpoch == number
            else {
                Issue.record("\(number) is \(fields), not \((year, month, day))")
                return
            }
            day += 1
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if day > lengths[month - 1] {
                day = 1
                month += 1
            }
            if month > 12 {
                month = 1
                year += 1
            }
        }
    }

    @Test(arguments: [
        ("2026-01-01", "2026-W01", "2025-12-29", "2026-01-04"), ("2027-01-03", "2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-01-04", "2027-W01", "2027-01-04", "2027-01-10"), ("2024-12-30", "2025-W01", "2024-12-30", "2025-01-05"),
        ("2021-01-03", "2020-W53", "2020-12-28", "2021-01-03"), ("2010-01-03", "2009-W53", "2009-12-28", "2010-01-03"),
        ("2008-12-29", "2009-W01", "2008-12-29", "2009-01-04"), ("2026-11-23", "2026-W48", "2026-11-23", "2026-11-29"),
    ])
    func `an ISO week runs from Monday to Sunday`(day: String, week: String, monday: String, sunday: String) throws {
        let containing = ISOWeek(containing: try date(day))
        #expect(containing.string == week)
        #expect(containing.firstDay.iso8601 == monday)
        #expect(containing.lastDay.iso8601 == sunday)
        #expect(ISOWeek(week) == containing)
        #expect(containing.adding(weeks: 1).firstDay == containing.lastDay.adding(days: 1))
    }

    @Test(arguments: ["2026-W54", "2025-W53", "2026-W00", "2026-48", "2026W48", "2026-w48", "2026-W4", "0000-W01", ""])
    func `what is not an ISO week is refused`(text: String) {
        #expect(ISOWeek(text) == nil)
    }

    @Test func `ISO weeks agree with Foundation's calendar over a century`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for number in stride(from: -3_000, to: 33_000, by: 3) {
            let moment = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: moment)
            let week = ISOWeek(containing: CivilDate(daysSinceEpoch: number))
            guard week.year == parts.yearForWeekOfYear, week.week == parts.weekOfYear else {
                Issue.record("\(CivilDate(daysSinceEpoch: number)) is \(week), not \(parts)")
                return
            }
        }
    }

    @Test func `slugs name the weekdays`() {
        #expect(Weekday.allCases.map(\.slug) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
        #expect(Weekday(slug: "sun") == .sunday)
        #expect(Weekday(slug: "Sun") == nil)
    }
}
