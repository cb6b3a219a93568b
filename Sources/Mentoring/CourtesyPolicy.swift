/// The rules of courtesy: how long people may take, and what counts as late. Each one is a setting.
public struct CourtesyPolicy: Sendable, Hashable {
    /// A mentor answers a request within this many hours or it expires.
    public var responseHours = 48
    /// A student's cancel or move this many hours ahead of the start is free; later it is recorded as late.
    public var freeCancellationHours = 24
    /// From this many minutes after the start the other side may be reported absent.
    public var absenceAfterMinutes = 10
    /// The side called absent may object for this many hours.
    public var objectionHours = 72
    /// How many open, requested or coming confirmed consultations a student may hold.
    public var consultationsPerStudent = 3
    /// A session the mentor says nothing about is completed so many days after its end.
    public var completedAfterDays = 14
    /// A mentor answers a student's message within this many hours, or it is overdue.
    public var replyHours = 48
    /// A message may be edited by its author for this many minutes.
    public var editMinutes = 15
    /// The answer of a POST is kept for a repeat with the same key for this many hours.
    public var keptAnswerHours = 24

    public init() {}
}
