public import Mentoring
public import Scheduling

/// One ISO week of consultations in one zone: the model every format is written from.
public struct WeekReport: Sendable {
    public let week: ISOWeek
    public let zone: ZoneRules
    /// Whose report it is; nil for all mentors.
    public let mentorHandle: String?
    public let generatedAt: Instant
    /// By start.
    public let rows: [WeekRow]

    public init(week: ISOWeek, zone: ZoneRules, mentorHandle: String?, generatedAt: Instant, rows: [WeekRow]) {
        self.week = week
        self.zone = zone
        self.mentorHandle = mentorHandle
        self.generatedAt = generatedAt
        self.rows = rows
    }

    /// The instants of a week: from Monday's first in the zone to the next Monday's.
    public static func span(of week: ISOWeek, in zone: ZoneRules) -> Range<Instant> {
        zone.firstInstant(of: week.firstDay)..<zone.firstInstant(of: week.lastDay.adding(days: 1))
    }

    public var span: Range<Instant> { Self.span(of: week, in: zone) }

    /// The statuses a consultation with a time can have, in the order people read them.
    public static let statuses: [ConsultationStatus] = [
        .requested, .confirmed, .completed, .noShow, .declined, .cancelled, .expired,
    ]

    /// How many rows there are of each status, zeros included.
    public var countsByStatus: [(status: ConsultationStatus, count: Int)] {
        let counts = rows.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
        return Self.statuses.map { ($0, counts[$0] ?? 0) }
    }

    public var lateCount: Int { rows.count(where: \.isLate) }
    public var messageCount: Int { rows.reduce(0) { $0 + $1.messageCount } }
}
