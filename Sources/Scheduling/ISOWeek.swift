/// A week as ISO 8601 counts it: Monday to Sunday, named by the year that holds its Thursday.
public struct ISOWeek: Hashable, Comparable, Sendable {
    /// The week-numbering year, which near New Year differs from the calendar year of some of its days.
    public let year: Int
    /// 1…53.
    public let week: Int

    /// The week with this number, or nil when the year has no such week or is outside 1…9999.
    public init?(year: Int, week: Int) {
        guard 1...9999 ~= year, week >= 1, week <= Self.count(in: year) else { return nil }
        self.year = year
        self.week = week
    }

    /// The week that holds this day.
    public init(containing date: CivilDate) {
        let thursday = date.adding(days: 3 - date.weekdayIndex)
        year = thursday.year
        week = (thursday.daysSinceEpoch - CivilDate.days(year: year, month: 1, day: 1)) / 7 + 1
    }

    /// Parses exactly `YYYY-Www`, for example `2026-W01`.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        let utf8 = text.utf8.span
        guard utf8.count == 8, utf8[4] == UInt8(ascii: "-"), utf8[5] == UInt8(ascii: "W") else { return nil }
        self.init(year: Digits.four(utf8, at: 0), week: Digits.two(utf8, at: 6))
    }

    /// `YYYY-Www`.
    public var string: String {
        var bytes: [UInt8] = []
        Digits.append(year: year, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(UInt8(ascii: "W"))
        Digits.append(two: week, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Its Monday.
    public var firstDay: CivilDate {
        Self.firstMonday(of: year).adding(days: (week - 1) * 7)
    }

    /// Its Sunday.
    public var lastDay: CivilDate { firstDay.adding(days: 6) }

    /// The week this many weeks later (earlier when negative).
    public func adding(weeks: Int) -> ISOWeek {
        ISOWeek(containing: firstDay.adding(days: weeks * 7))
    }

    public static func < (left: ISOWeek, right: ISOWeek) -> Bool {
        (left.year, left.week) < (right.year, right.week)
    }

    /// 52 or 53.
    private static func count(in year: Int) -> Int {
        (firstMonday(of: year + 1).daysSinceEpoch - firstMonday(of: year).daysSinceEpoch) / 7
    }

    /// The Monday of week 1, the week that holds 4 January.
    private static func firstMonday(of year: Int) -> CivilDate {
        let fourth = CivilDate(daysSinceEpoch: CivilDate.days(year: year, month: 1, day: 4))
        return fourth.adding(days: -fourth.weekdayIndex)
    }
}

extension ISOWeek: CustomStringConvertible {
    public var description: String { string }
}
