/// The answer of `POST /v1/mentor/schedule/preview`: what the schedule of the body would change. Each list is cut to
/// its first 200 elements; the counts are of all.
public struct SchedulePreview: Codable, Hashable, Sendable {
    public var timezone: String
    /// What was compared: from now to the furthest horizon.
    public var from: String
    public var to: String
    public var gained: [OfferedSlot]
    public var gainedCount: Int
    public var lost: [OfferedSlot]
    public var lostCount: Int
    /// Coming consultations that would lie outside the windows or in time off; they would stay as they are.
    public var outside: [Consultation]
    public var outsideCount: Int

    public init(
        timezone: String, from: String, to: String, gained: [OfferedSlot], gainedCount: Int, lost: [OfferedSlot],
        lostCount: Int, outside: [Consultation], outsideCount: Int
    ) {
        self.timezone = timezone
        self.from = from
        self.to = to
        self.gained = gained
        self.gainedCount = gainedCount
        self.lost = lost
        self.lostCount = lostCount
        self.outside = outside
        self.outsideCount = outsideCount
    }

    /// A slot of one of the mentor's offerings.
    public struct OfferedSlot: Codable, Hashable, Sendable {
        public var offering: String
        public var start: String
        public var end: String

        public init(offering: String, start: String, end: String) {
            self.offering = offering
            self.start = start
            self.end = end
        }
    }
}
