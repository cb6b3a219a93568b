/// What a mentor's days hold between two instants.
public struct Agenda: Codable, Hashable, Sendable {
    public var timezone: String
    public var from: String
    public var to: String
    /// Windows of the schedule less time off and live sessions.
    public var free: [Slot]
    /// Confirmed and past sessions that start in the range, oldest first.
    public var bookings: [Consultation]
    /// Requests that wait for an answer, whenever they start.
    public var requests: [Consultation]
    public var timeOff: [TimeOff]
    /// Confirmed ones whose end has passed.
    public var unresolved: [Consultation]

    public init(
        timezone: String, from: String, to: String, free: [Slot], bookings: [Consultation],
        requests: [Consultation], timeOff: [TimeOff], unresolved: [Consultation]
    ) {
        self.timezone = timezone
        self.from = from
        self.to = to
        self.free = free
        self.bookings = bookings
        self.requests = requests
        self.timeOff = timeOff
        self.unresolved = unresolved
    }
}
