public import Scheduling

/// One consultation of a reported week.
public struct WeekRow: Sendable, Hashable {
    public let id: ConsultationID
    public let status: ConsultationStatus
    public let mentorHandle: String
    public let studentName: String
    public let direction: String?
    public let offeringSlug: String?
    public let topic: String
    public let start: Instant
    public let end: Instant
    public let askedAt: Instant
    public let answeredAt: Instant?
    public let isLate: Bool
    public let outcome: Consultation.Outcome.Result?
    public let messageCount: Int
}
