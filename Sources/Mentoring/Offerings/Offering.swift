public import Scheduling

/// What a mentor can be booked for.
public struct Offering: Sendable, Hashable {
    public let id: OfferingID
    public var slug: String
    public var title: String
    public var direction: String?
    public var durationMinutes: Int
    public var stepMinutes: Int
    public var bufferBeforeMinutes: Int
    public var bufferAfterMinutes: Int
    public var noticeMinutes: Int
    public var horizonDays: Int
    public var maxPerDay: Int?
    public var maxPerWeek: Int?
    public var approval: Approval
    public var isActive: Bool
    public var priceFen: Int?
    public var meeting: Meeting?

    public init(
        id: OfferingID, slug: String, title: String, direction: String? = nil, durationMinutes: Int,
        stepMinutes: Int? = nil, bufferBeforeMinutes: Int = 0, bufferAfterMinutes: Int = 0, noticeMinutes: Int = 0,
        horizonDays: Int = 60, maxPerDay: Int? = nil, maxPerWeek: Int? = nil, approval: Approval = .mentor,
        isActive: Bool = true, priceFen: Int? = nil, meeting: Meeting? = nil
    ) {
        self.id = id
        self.slug = slug
        self.title = title
        self.direction = direction
        self.durationMinutes = durationMinutes
        self.stepMinutes = stepMinutes ?? durationMinutes
        self.bufferBeforeMinutes = bufferBeforeMinutes
        self.bufferAfterMinutes = bufferAfterMinutes
        self.noticeMinutes = noticeMinutes
        self.horizonDays = horizonDays
        self.maxPerDay = maxPerDay
        self.maxPerWeek = maxPerWeek
        self.approval = approval
        self.isActive = isActive
        self.priceFen = priceFen
        self.meeting = meeting
    }

    /// What the slot engine needs of it.
    public var rules: OfferingRules {
        OfferingRules(
            durationMinutes: durationMinutes, stepMinutes: stepMinutes, bufferBeforeMinutes: bufferBeforeMinutes,
            bufferAfterMinutes: bufferAfterMinutes, noticeMinutes: noticeMinutes, horizonDays: horizonDays,
            maxPerDay: maxPerDay, maxPerWeek: maxPerWeek, isActive: isActive)
    }
}
