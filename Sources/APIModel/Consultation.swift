/// A conversation between a student and a mentor, with or without a booked time.
///
/// Times are RFC 3339 in `timezone`, the reader's zone.
public struct Consultation: Codable, Hashable, Sendable {
    public var id: String
    /// `open`, `requested`, `confirmed`, `completed`, `no_show`, `declined`, `cancelled`, `expired` or `closed`.
    public var status: String
    public var mentor: MentorReference
    public var student: StudentReference
    @Nullable public var direction: String?
    @Nullable public var offering: String?
    public var topic: String
    @Nullable public var start: String?
    @Nullable public var end: String?
    public var timezone: String
    @Nullable public var respondBy: String?
    @Nullable public var freeCancellationUntil: String?
    public var late: Bool
    public var disputed: Bool
    @Nullable public var outcome: Outcome?
    /// Both sides see it, once confirmed.
    @Nullable public var meeting: Meeting?
    @Nullable public var plan: String?
    @Nullable public var planStep: String?
    public var unreadCount: Int
    public var version: Int
    public var createdAt: String
    public var updatedAt: String
    /// The reason given with the last decline, cancellation, move or objection.
    @Nullable public var reason: String?
    /// Who was called absent: `student` or `mentor`, with status `no_show`.
    @Nullable public var absent: String?
    /// True while confirmed and past its end: the mentor still has to say what happened.
    public var unresolved: Bool
    @Nullable public var durationMinutes: Int?
    @Nullable public var priceFen: Int?
    @Nullable public var title: String?
    /// By when the mentor should answer what the student wrote; null while no answer is owed.
    @Nullable public var replyBy: String?
    /// That time has passed.
    public var overdue: Bool?

    public init(
        id: String, status: String, mentor: MentorReference, student: StudentReference, direction: String?,
        offering: String?, topic: String, start: String?, end: String?, timezone: String, respondBy: String?,
        freeCancellationUntil: String?, late: Bool, disputed: Bool, outcome: Outcome?, meeting: Meeting?,
        plan: String?, planStep: String?, unreadCount: Int, version: Int, createdAt: String, updatedAt: String,
        reason: String?, absent: String?, unresolved: Bool, durationMinutes: Int?, priceFen: Int?, title: String?,
        replyBy: String?, overdue: Bool
    ) {
        self.id = id
        self.status = status
        self.mentor = mentor
        self.student = student
        self._direction = Nullable(wrappedValue: direction)
        self._offering = Nullable(wrappedValue: offering)
        self.topic = topic
        self._start = Nullable(wrappedValue: start)
        self._end = Nullable(wrappedValue: end)
        self.timezone = timezone
        self._respondBy = Nullable(wrappedValue: respondBy)
        self._freeCancellationUntil = Nullable(wrappedValue: freeCancellationUntil)
        self.late = late
        self.disputed = disputed
        self._outcome = Nullable(wrappedValue: outcome)
        self._meeting = Nullable(wrappedValue: meeting)
        self._plan = Nullable(wrappedValue: plan)
        self._planStep = Nullable(wrappedValue: planStep)
        self.unreadCount = unreadCount
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self._reason = Nullable(wrappedValue: reason)
        self._absent = Nullable(wrappedValue: absent)
        self.unresolved = unresolved
        self._durationMinutes = Nullable(wrappedValue: durationMinutes)
        self._priceFen = Nullable(wrappedValue: priceFen)
        self._title = Nullable(wrappedValue: title)
        self._replyBy = Nullable(wrappedValue: replyBy)
        self.overdue = overdue
    }

    /// What came of a session, said by the mentor with `complete`.
    public struct Outcome: Codable, Hashable, Sendable {
        /// `passed`, `again` or `skipped`.
        @Nullable public var result: String?
        @Nullable public var note: String?

        public init(result: String?, note: String?) {
            self._result = Nullable(wrappedValue: result)
            self._note = Nullable(wrappedValue: note)
        }
    }
}
