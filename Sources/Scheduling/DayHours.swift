/// The hours of one civil day of a schedule, and which rule gave them.
public struct DayHours: Hashable, Sendable {
    /// Where a day's hours come from.
    public enum Source: String, CaseIterable, Hashable, Sendable {
        /// An entry in the schedule's `days`.
        case dated
        /// A day off in a holiday notice: none.
        case holiday
        /// A weekend day worked in exchange: Monday's.
        case workingWeekendDay = "working_weekend_day"
        /// The weekday's.
        case weekly
    }

    /// The civil day.
    public let date: CivilDate
    /// Which rule gave the hours.
    public let source: Source
    /// As written in the schedule; none when the day is closed.
    public let windows: [Window]
    /// What the holiday notices say, `.unknown` when none that is held covers the day; nil when the schedule
    /// ignores holidays.
    public let holiday: Holidays.DayState?
}
