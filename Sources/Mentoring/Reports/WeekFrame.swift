public import Scheduling

/// An ISO week of a zone, as instants.
public struct WeekFrame: Sendable, Hashable {
    public let week: ISOWeek
    public let zone: ZoneRules
    /// From Monday's first instant in the zone to the next Monday's.
    public let span: Range<Instant>

    public init(_ week: ISOWeek, in zone: ZoneRules) {
        self.week = week
        self.zone = zone
        span = zone.firstInstant(of: week.firstDay)..<zone.firstInstant(of: week.lastDay.adding(days: 1))
    }

    /// How many weeks before a report's own it compares with.
    public static let comparedWeeks = 4

    /// The weeks before it that a report compares with, the nearest first.
    public var earlier: [WeekFrame] {
        (1...Self.comparedWeeks).map { WeekFrame(week.adding(weeks: -$0), in: zone) }
    }

    /// The civil days, Monday first.
    public var dates: [CivilDate] { (0..<7).map { week.firstDay.adding(days: $0) } }

    /// The first instant of each of the 168 hours by the wall clock, Monday's midnight first. In spring two hours may
    /// begin at one instant, which is the later one's; in autumn the repeated hour is one with its first occurrence.
    var hourStarts: [Instant] {
        dates.flatMap { date in
            (0..<24).compactMap { hour in
                WallTime(minutes: hour * 60).map { zone.firstInstant(atOrAfter: date, $0) }
            }
        }
    }
}
