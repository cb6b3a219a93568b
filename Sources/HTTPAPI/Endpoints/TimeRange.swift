import Scheduling

/// The range that `from` and `to` of a query name: instants, or days of a zone.
struct TimeRange {
    let range: Range<Instant>

    /// - Throws: `APIFailure` by `?from` or `?to` for the wrong order or too long a range.
    init(_ query: Fields, in zone: ZoneRules, maximumDays: Int) throws {
        let from = Self.instant(try query.getString("from"), in: zone)
        let to = Self.instant(try query.getString("to"), in: zone)
        guard let from, let to else { throw APIFailure.invalid("?from", .invalidFormat) }
        guard from <= to else { throw APIFailure.invalid("?to", .invalidOrder) }
        // Days are counted by the calendar: so many of them may take an hour more where the clocks go back.
        let days = [try query.getString("from"), try query.getString("to")].compactMap { CivilDate(iso8601: $0) }
        let isShort =
            days.count == 2
            ? days[1].daysSinceEpoch - days[0].daysSinceEpoch <= maximumDays : to <= from.adding(days: maximumDays)
        guard isShort else {
            throw APIFailure.invalid("?to", .rangeTooLong, arguments: ["max": "\(maximumDays)"])
        }
        range = from..<to
    }

    /// The instant a text names; a day means its first instant in the zone.
    static func instant(_ text: String, in zone: ZoneRules) -> Instant? {
        CivilDate(iso8601: text).map(zone.firstInstant(of:)) ?? Instant(rfc3339: text)
    }
}
