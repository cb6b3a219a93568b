/// A start that can be booked, and the end that goes with it: RFC 3339 instants.
public struct Slot: Codable, Hashable, Sendable {
    public var start: String
    public var end: String

    public init(start: String, end: String) {
        self.start = start
        self.end = end
    }
}

/// The answer of `GET /v1/mentors/{handle}/slots`.
public struct SlotsAnswer: Codable, Hashable, Sendable {
    public var mentor: String
    public var offering: String
    public var timezone: String
    public var slots: [Slot]
    /// The first slot at or after the end of what was asked for, or null.
    @Nullable public var nextAvailable: Slot?

    public init(mentor: String, offering: String, timezone: String, slots: [Slot], nextAvailable: Slot?) {
        self.mentor = mentor
        self.offering = offering
        self.timezone = timezone
        self.slots = slots
        self._nextAvailable = Nullable(wrappedValue: nextAvailable)
    }
}
