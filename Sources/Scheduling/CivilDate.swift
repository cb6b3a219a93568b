/// A day of the proleptic Gregorian calendar, with no zone.
///
/// Kept as a count of days, so comparing, stepping and week arithmetic are integer operations; the
/// conversions are Howard Hinnant's day algorithms.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before it.
    public let daysSinceEpoch: Int

    /// The day this many days after 1970-01-01.
    @inlinable
    public init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// The day with these fields, or nil when there is none (2025-02-29) or the year is outside 1…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= Self.length(ofMonth: month, year: year) else {
            return nil
        }
        daysSinceEpoch = Self.days(year: year, month: month, day: day)
    }

    /// Parses exactly `YYYY-MM-DD`, years 0001…9999.
    public init?(iso8601 text: some StringProtocol) {
        let text = String(text)
        self.init(iso8601: text.utf8.span)
    }

    /// Parses exactly `YYYY-MM-DD` in ASCII, years 0001…9999.
    public init?(iso8601 utf8: Span<UInt8>) {
        guard utf8.count == 10, let days = Self.days(in: utf8) else { return nil }
        daysSinceEpoch = days
    }

    /// `YYYY-MM-DD`.
    public var iso8601: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `YYYY-MM-DD` in ASCII.
    public func append(to bytes: inout [UInt8]) {
        let (year, month, day) = fields
        Digits.append(year: year, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Digits.append(two: month, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Digits.append(two: day, to: &bytes)
    }

    /// Year, month 1…12 and day 1…31.
    public var fields: (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The calendar year.
    public var year: Int { fields.year }

    /// The day of the week.
    public var weekday: Weekday { Weekday(mondayIndex: weekdayIndex) }

    /// 0 on Monday … 6 on Sunday.
    var weekdayIndex: Int { (daysSinceEpoch + 3).flooredRemainder(by: 7) }

    /// The day this many days later (earlier when negative).
    @inlinable
    public func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + days)
    }

    @inlinable
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// Days since the epoch of a date whose fields are known to be right (any year).
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.flooredQuotient(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since the epoch of the `YYYY-MM-DD` that the first ten bytes spell.
    static func days(in utf8: borrowing Span<UInt8>) -> Int? {
        let year = Digits.four(utf8, at: 0)
        let month = Digits.two(utf8, at: 5)
        let day = Digits.two(utf8, at: 8)
        guard year >= 1, month >= 1, month <= 12, day >= 1,
            utf8[4] == UInt8(ascii: "-"), utf8[7] == UInt8(ascii: "-"),
            day <= 28 || day <= length(ofMonth: month, year: year)
        else { return nil }
        return days(year: year, month: month, day: day)
    }
}

extension CivilDate: CustomStringConvertible {
    public var description: String { iso8601 }
}
