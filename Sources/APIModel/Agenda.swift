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
    /// Days of the range that the notices the schedule follows close or open.
    public var holidays: [Holiday]?

    public init(
        timezone: String, from: String, to: String, free: [Slot], bookings: [Consultation],
        requests: [Consultation], timeOff: [TimeOff], unresolved: [Consultation],
        holidays: [Holiday]
    ) {
        self.timezone = timezone
        self.from = from
        self.to = to
        self.free = free
        self.bookings = bookings
        self.requests = requests
        self.timeOff = timeOff
        self.unresolved = unresolved
        self.holidays = holidays
    }

    /// A day that a public holiday makes different.
    public struct Holiday: Codable, Hashable, Sendable {
        /// `YYYY-MM-DD`.
        public var date: String
        /// `day_off`, or `working_weekend_day` (调休上班日).
        public var state: String

        public init(date: String, state: String) {
            self.date = date
            self.state = state
        }
    }
}
