public import Scheduling

/// The work laid in one week.
public struct WeekLoad: Hashable, Sendable {
    public var week: ISOWeek
    public var hours: StudyHours

    public init(week: ISOWeek, hours: StudyHours) {
        self.week = week
        self.hours = hours
    }
}
