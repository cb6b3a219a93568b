/// A student as one of their mentors sees them: no address, and nothing of what they do with other mentors.
///
/// Times are RFC 3339 in the mentor's zone.
public struct MentorStudent: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    /// The student's own zone, to find a time that suits both.
    public var timezone: String
    @Nullable public var direction: String?
    @Nullable public var graduationYear: Int?
    /// When the first and the newest consultation with this mentor were asked for.
    public var firstAskedAt: String
    public var lastAskedAt: String
    /// The start of the next confirmed session, or null.
    @Nullable public var nextStart: String?
    public var consultations: Counts

    public init(
        id: String, name: String, timezone: String, direction: String?, graduationYear: Int?, firstAskedAt: String,
        lastAskedAt: String, nextStart: String?, consultations: Counts
    ) {
        self.id = id
        self.name = name
        self.timezone = timezone
        self._direction = Nullable(wrappedValue: direction)
        self._graduationYear = Nullable(wrappedValue: graduationYear)
        self.firstAskedAt = firstAskedAt
        self.lastAskedAt = lastAskedAt
        self._nextStart = Nullable(wrappedValue: nextStart)
        self.consultations = consultations
    }

    /// Consultations with this mentor, as they stand.
    public struct Counts: Codable, Hashable, Sendable {
        public var total: Int
        public var open: Int
        public var requested: Int
        /// Confirmed and not over.
        public var coming: Int
        public var completed: Int
        /// Those the student missed.
        public var missed: Int

        public init(total: Int, open: Int, requested: Int, coming: Int, completed: Int, missed: Int) {
            self.total = total
            self.open = open
            self.requested = requested
            self.coming = coming
            self.completed = completed
            self.missed = missed
        }
    }
}
