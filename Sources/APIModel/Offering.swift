/// What a mentor can be booked for.
public struct Offering: Codable, Hashable, Sendable {
    public var id: String
    public var slug: String
    public var title: String
    @Nullable public var direction: String?
    public var durationMinutes: Int
    public var stepMinutes: Int
    public var bufferBeforeMinutes: Int
    public var bufferAfterMinutes: Int
    public var noticeMinutes: Int
    public var horizonDays: Int
    @Nullable public var maxPerDay: Int?
    @Nullable public var maxPerWeek: Int?
    /// `instant` (booking confirms) or `mentor` (the mentor answers).
    public var approval: String
    public var active: Bool
    /// Shown, never charged.
    @Nullable public var priceFen: Int?
    /// Where the session takes place. The owner's view only; left out (not null) on public pages.
    public var meeting: Meeting?

    public init(
        id: String, slug: String, title: String, direction: String?, durationMinutes: Int, stepMinutes: Int,
        bufferBeforeMinutes: Int, bufferAfterMinutes: Int, noticeMinutes: Int, horizonDays: Int, maxPerDay: Int?,
        maxPerWeek: Int?, approval: String, active: Bool, priceFen: Int?, meeting: Meeting?
    ) {
        self.id = id
        self.slug = slug
        self.title = title
        self._direction = Nullable(wrappedValue: direction)
        self.durationMinutes = durationMinutes
        self.stepMinutes = stepMinutes
        self.bufferBeforeMinutes = bufferBeforeMinutes
        self.bufferAfterMinutes = bufferAfterMinutes
        self.noticeMinutes = noticeMinutes
        self.horizonDays = horizonDays
        self._maxPerDay = Nullable(wrappedValue: maxPerDay)
        self._maxPerWeek = Nullable(wrappedValue: maxPerWeek)
        self.approval = approval
        self.active = active
        self._priceFen = Nullable(wrappedValue: priceFen)
        self.meeting = meeting
    }
}

/// Where a session takes place.
public struct Meeting: Codable, Hashable, Sendable {
    /// Such as `video`, `phone` or `in_person`.
    public var kind: String
    public var url: String?
    public var note: String?

    public init(kind: String, url: String? = nil, note: String? = nil) {
        self.kind = kind
        self.url = url
        self.note = note
    }
}
