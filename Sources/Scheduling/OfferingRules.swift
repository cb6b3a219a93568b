/// What an offering asks of a slot. Values out of range are brought to the nearest that has a meaning.
public struct OfferingRules: Hashable, Sendable {
    /// Elapsed minutes of a session, at least 1.
    public let durationMinutes: Int
    /// Minutes from one start of the grid to the next, at least 1.
    public let stepMinutes: Int
    /// Minutes the mentor keeps free before a session.
    public let bufferBeforeMinutes: Int
    /// Minutes the mentor keeps free after a session.
    public let bufferAfterMinutes: Int
    /// Minutes that must lie between now and a start.
    public let noticeMinutes: Int
    /// How many civil days after today the last bookable day is.
    public let horizonDays: Int
    /// How many consultations of this offering a civil day holds; nil for no limit.
    public let maxPerDay: Int?
    /// How many consultations of this offering an ISO week holds; nil for no limit.
    public let maxPerWeek: Int?
    /// Whether it can be booked at all.
    public let isActive: Bool

    /// Rules with the API's defaults; the step is the duration unless given.
    public init(
        durationMinutes: Int,
        stepMinutes: Int? = nil,
        bufferBeforeMinutes: Int = 0,
        bufferAfterMinutes: Int = 0,
        noticeMinutes: Int = 0,
        horizonDays: Int = 60,
        maxPerDay: Int? = nil,
        maxPerWeek: Int? = nil,
        isActive: Bool = true
    ) {
        // A thousand years of minutes: far above every limit of the API, far below overflow.
        let most = 525_960_000
        self.durationMinutes = min(max(durationMinutes, 1), most)
        self.stepMinutes = min(max(stepMinutes ?? durationMinutes, 1), most)
        self.bufferBeforeMinutes = min(max(bufferBeforeMinutes, 0), most)
        self.bufferAfterMinutes = min(max(bufferAfterMinutes, 0), most)
        self.noticeMinutes = min(max(noticeMinutes, 0), most)
        self.horizonDays = min(max(horizonDays, 0), 5_000_000)
        self.maxPerDay = maxPerDay
        self.maxPerWeek = maxPerWeek
        self.isActive = isActive
    }
}
