/// When a mentor can be booked. Wall times are the mentor's; an end at or before its start is on the next day.
public struct Schedule: Codable, Hashable, Sendable {
    public var timezone: String
    /// By weekday (`mon` … `sun`): windows as `["19:00", "22:00"]`. A weekday without hours is an empty list.
    public var weekly: [String: [[String]]]
    /// `CN` to follow the State Council's notices, or null.
    @Nullable public var holidays: String?
    /// Dated days that replace the weekday's windows; an empty list is a day off.
    public var days: [String: [[String]]]
    public var timeOff: [TimeOff]
    @Nullable public var maxPerDay: Int?
    @Nullable public var maxPerWeek: Int?
    public var version: Int?

    public init(
        timezone: String, weekly: [String: [[String]]], holidays: String?, days: [String: [[String]]],
        timeOff: [TimeOff], maxPerDay: Int?, maxPerWeek: Int?, version: Int?
    ) {
        self.timezone = timezone
        self.weekly = weekly
        self._holidays = Nullable(wrappedValue: holidays)
        self.days = days
        self.timeOff = timeOff
        self._maxPerDay = Nullable(wrappedValue: maxPerDay)
        self._maxPerWeek = Nullable(wrappedValue: maxPerWeek)
        self.version = version
    }
}

/// A span in which a mentor can't be booked.
public struct TimeOff: Codable, Hashable, Sendable {
    public var id: String?
    public var start: String
    public var end: String
    public var note: String?

    public init(id: String? = nil, start: String, end: String, note: String? = nil) {
        self.id = id
        self.start = start
        self.end = end
        self.note = note
    }
}
