public import Scheduling

/// One message of a consultation.
public struct Message: Sendable, Hashable {
    public let id: MessageID
    public let consultation: ConsultationID
    /// 1, 2, 3 … within the consultation.
    public let position: Int
    public let sender: Side
    public let senderName: String
    public let body: String
    public let createdAt: Instant
}
