public import Scheduling

/// One message of a consultation.
public struct Message: Sendable, Hashable {
    public let id: MessageID
    public let consultation: ConsultationID
    /// 1, 2, 3 … within the consultation.
    public let position: Int
    public let sender: Side
    public let senderName: String
    /// Markdown as its author wrote it; nil once it is deleted.
    public var body: String?
    public let createdAt: Instant
    public var editedAt: Instant?
    public var deletedAt: Instant?
    /// The files that came with it and are still there.
    public var attachments: [Attachment] = []
}
