/// Everything that is held about the reader, in the forms of the other answers.
public struct PersonalExport: Codable, Hashable, Sendable {
    public var exportedAt: String
    /// `student`, `mentor` or `admin`.
    public var role: String
    @Nullable public var student: Student?
    @Nullable public var mentor: Mentor?
    /// A mentor's offerings, inactive ones too.
    public var offerings: [Offering]
    /// A mentor's schedule.
    @Nullable public var schedule: Schedule?
    public var tokens: [Token]
    public var consultations: [Consultation]
    public var messages: [Message]
    /// A student's plans, or those a mentor has taken.
    public var plans: [Plan]
    /// What the files are and where to read them.
    public var attachments: [Attachment]
    public var events: [Event]
    /// How the reader is told; null for an admin.
    @Nullable public var notifications: NotificationSettings?
    public var channels: [NotificationChannel]

    public init(
        exportedAt: String, role: String, student: Student?, mentor: Mentor?, offerings: [Offering],
        schedule: Schedule?, tokens: [Token], consultations: [Consultation], messages: [Message], plans: [Plan],
        attachments: [Attachment], events: [Event], notifications: NotificationSettings?,
        channels: [NotificationChannel]
    ) {
        self.exportedAt = exportedAt
        self.role = role
        self._student = Nullable(wrappedValue: student)
        self._mentor = Nullable(wrappedValue: mentor)
        self.offerings = offerings
        self._schedule = Nullable(wrappedValue: schedule)
        self.tokens = tokens
        self.consultations = consultations
        self.messages = messages
        self.plans = plans
        self.attachments = attachments
        self.events = events
        self._notifications = Nullable(wrappedValue: notifications)
        self.channels = channels
    }
}
