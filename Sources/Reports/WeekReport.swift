public import Mentoring
public import Scheduling

/// One ISO week in one zone: the model every format is written from.
public struct WeekReport: Sendable {
    public let record: WeekRecord
    /// The directions' names by slug.
    private let directionNames: [String: Bilingual]

    public init(_ record: WeekRecord, directions: [Direction]) {
        self.record = record
        directionNames = Dictionary(
            directions.map { ($0.slug, Bilingual(zh: $0.name, en: $0.nameEn)) }
        ) { $1 }
    }

    public var week: ISOWeek { record.frame.week }
    public var zone: ZoneRules { record.frame.zone }

    /// The statuses a consultation with a time can have, in the order people read them.
    public static let statuses: [ConsultationStatus] = [
        .requested, .confirmed, .completed, .noShow, .declined, .cancelled, .expired,
    ]

    /// How many rows there are of each status, zeros included.
    public var countsByStatus: [(status: ConsultationStatus, count: Int)] {
        Self.statuses.map { ($0, record.rowCounts.byStatus[$0] ?? 0) }
    }

    /// A direction as people call it; consultations without one have a name too.
    public func name(ofDirection slug: String?) -> Bilingual {
        guard let slug else { return Bilingual(zh: "未指定方向", en: "No direction") }
        return directionNames[slug] ?? Bilingual(zh: slug, en: slug)
    }

    /// What to call a file of it, without an ending: `2026-W47`, `2026-W47-lin`.
    public var fileName: String {
        [week.string, record.mentor?.handle].compactMap(\.self).joined(separator: "-")
    }
}

extension WeekRecord.Series {
    /// The figure of the week before; nil where nothing is known of it.
    public func weekBefore(_ measure: Measure) -> Double? {
        earlier.first.flatMap(\.self)?[measure]
    }

    /// The mean over the four weeks before; over those of them that have a value.
    public func meanOfFour(_ measure: Measure) -> Double? {
        let values = earlier.compactMap { $0?[measure] }
        guard !values.isEmpty else { return nil }
        return (values.reduce(0, +) / Double(values.count) * 10_000).rounded() / 10_000
    }
}
