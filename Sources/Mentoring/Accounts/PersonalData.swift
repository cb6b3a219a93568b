public import Scheduling

/// Everything that is held about a person, for themselves.
public struct PersonalData: Sendable {
    public let exportedAt: Instant
    public let student: Student?
    public let mentor: Mentor?
    /// A mentor's offerings, inactive ones too.
    public let offerings: [Offering]
    /// A mentor's schedule in force.
    public let schedule: Schedules.Versioned?
    /// Without their secrets, which nobody has; oldest first.
    public let tokens: [IssuedToken]
    /// Oldest first, as are messages and events.
    public let consultations: [Consultation]
    /// Both sides' messages.
    public let messages: [Message]
    /// A student's plans, or those a mentor has taken.
    public let plans: [Plan]
    /// Both sides' files: what they are and where to read them, not their contents.
    public let attachments: [Attachment]
    public let events: [RecordedEvent]
    /// How they wish to be told, and where; nil and none for an admin.
    public let notifications: NotificationPreferences?
    public let channels: [Destination]
}
