/// When a mentor sees students: weekly hours, dated days, holidays, time off and caps, in the mentor's zone.
///
/// Immutable. Making one sorts and merges its hours, so keep it for as long as the schedule stays as it is.
public struct Schedule: Hashable, Sendable {
    /// The mentor's zone, in which all days and wall times are meant.
    public let zone: ZoneRules
    /// Hours by weekday; a missing weekday has none.
    public let weekly: [Weekday: [Window]]
    /// The holidays that close days and open working weekend days; nil to ignore holidays.
    public let holidays: Holidays?
    /// Days with hours of their own, in place of everything else. No windows: closed.
    public let days: [CivilDate: [Window]]
    /// Spans in which no session may lie.
    public let timeOff: [Range<Instant>]
    /// How many consultations of any offering a civil day holds; nil for no limit.
    public let maxPerDay: Int?
    /// How many consultations of any offering an ISO week holds; nil for no limit.
    public let maxPerWeek: Int?

    /// By weekday from Monday: its hours, merged.
    let week: [[WallSpan]]
    /// The dated days in order.
    let dated: [DatedDay]
    let hasWeeklyHours: Bool

    /// A schedule. Windows and spans in any order; windows may overlap.
    public init(
        zone: ZoneRules,
        weekly: [Weekday: [Window]] = [:],
        holidays: Holidays? = nil,
        days: [CivilDate: [Window]] = [:],
        timeOff: [Range<Instant>] = [],
        maxPerDay: Int? = nil,
        maxPerWeek: Int? = nil
    ) {
        self.zone = zone
        self.weekly = weekly
        self.holidays = holidays
        self.days = days
        self.timeOff = timeOff
        self.maxPerDay = maxPerDay
        self.maxPerWeek = maxPerWeek
        week = Weekday.allCases.map { WallSpan.merging(weekly[$0] ?? []) }
        dated = days.map { DatedDay(day: $0.daysSinceEpoch, spans: WallSpan.merging($1)) }.sorted { $0.day < $1.day }
        hasWeeklyHours = week.contains { !$0.isEmpty }
    }

    /// The hours of a civil day and where they come from.
    public func hours(on date: CivilDate) -> DayHours {
        let state = holidays?.state(of: date)
        if let windows = days[date] {
            return DayHours(date: date, source: .dated, windows: windows, holiday: state)
        }
        switch state {
        case .dayOff:
            return DayHours(date: date, source: .holiday, windows: [], holiday: state)
        case .workingWeekendDay:
            return DayHours(date: date, source: .workingWeekendDay, windows: weekly[.monday] ?? [], holiday: state)
        case .ordinary, .unknown, nil:
            return DayHours(date: date, source: .weekly, windows: weekly[date.weekday] ?? [], holiday: state)
        }
    }

    /// A wall-time span of one day, in seconds after its midnight.
    struct WallSpan: Hashable, Sendable {
        var start: Int64
        var end: Int64

        /// The windows of one day in order, those that overlap or touch made one.
        ///
        /// Wall times that touch also touch as instants (the last instant before a reading is never before the
        /// first at it), so this is right for every zone; apart on the wall may still touch as instants.
        static func merging(_ windows: [Window]) -> [WallSpan] {
            guard !windows.isEmpty else { return [] }
            let sorted =
                windows
                .map { WallSpan(start: Int64($0.start.minutes) * 60, end: Int64($0.endMinutes) * 60) }
                .sorted { $0.start < $1.start }
            var merged = [sorted[0]]
            for span in sorted.dropFirst() {
                if span.start <= merged[merged.count - 1].end {
                    merged[merged.count - 1].end = max(merged[merged.count - 1].end, span.end)
                } else {
                    merged.append(span)
                }
            }
            return merged
        }
    }

    struct DatedDay: Hashable, Sendable {
        let day: Int
        let spans: [WallSpan]
    }
}
