import Scheduling

/// A time as people say it, before it is known when and where it was said: `next fri 8pm`, `周六下午2点半`,
/// `2026-12-01 19:00 x4w`, `in 2 hours`.
struct TimePhrase: Equatable, Sendable {
    enum Day: Equatable, Sendable {
        case date(CivilDate)
        /// Without a year: the next one to come, today included.
        case monthDay(month: Int, day: Int)
        /// So many days after today.
        case relative(Int)
        /// In the ISO week that many weeks after this one; without it, the next one to come.
        case weekday(Weekday, week: Int?)
        /// The whole ISO week that many weeks after this one.
        case week(Int)
    }

    enum Clock: Equatable, Sendable {
        case exact(WallTime)
        /// 1…12 without a word whether before or after noon.
        case ambiguous(hour: Int, minute: Int)
    }

    /// So many times, so many days apart.
    struct Repetition: Equatable, Sendable {
        var count: Int
        var days: Int
    }

    var day: Day?
    /// The weekday that was said beside a date; it has to be that date's.
    var weekday: Weekday?
    var clock: Clock?
    /// So long after now.
    var minutesFromNow: Int?
    var repetition: Repetition?

    /// Why a phrase means nothing, or more than one thing.
    enum Problem: Error, Equatable, Sendable {
        case notUnderstood
        /// Two numbers that may be day and month either way, and a year if there was one.
        case ambiguousDate(first: Int, second: Int, year: Int?)
        /// A number alone: an hour, or a day of the month?
        case bareNumber(Int)
        case ambiguousHour(hour: Int, minute: Int)
        /// Whose midnight?
        case midnight
        case noSuchDate
        case noSuchTime
        /// `晚上3点`, `下午9点`, `19:00 am`.
        case contradiction
        /// `x4` without weeks or days.
        case repetitionUnit
        case repetitionCount
        /// Two days, two times.
        case saidTwice
        case noDay, noTime
        /// A date with another weekday than its own.
        case otherWeekday(CivilDate)
    }

    /// Reads a whole text; spaces, case and full-width signs don't matter.
    init(_ text: String) throws(Problem) {
        var reader = TimePhraseReader(text)
        self = try reader.phrase()
    }

    init() {}

    /// Whether nothing but a time of day was said.
    var isClockAlone: Bool {
        clock != nil && day == nil && weekday == nil && minutesFromNow == nil && repetition == nil
    }
}
