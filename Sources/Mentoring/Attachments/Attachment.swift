import Postgres
public import Scheduling

/// A file that goes with a conversation.
public struct Attachment: Sendable, Hashable {
    /// The most octets of one.
    public static let sizeLimit = 10_485_760

    public let id: AttachmentID
    public let consultation: ConsultationID
    public let sender: Side
    /// The message it came with; nil until it is sent with one.
    public var message: MessageID?
    public let filename: String
    public let kind: AttachmentKind
    /// In octets.
    public let size: Int
    /// SHA-256 of the content.
    public let checksum: [UInt8]
    public let createdAt: Instant
}

extension Attachment {
    /// The columns that ``init(_:)`` reads, from `attachments a`.
    static let columns: SQL =
        """
        a.id, a.consultation_id, a.sender_role, a.message_id, a.filename, a.media_type, a.size, a.sha256, a.created_at
        """

    static let tables: SQL = "attachments a JOIN consultations c ON c.id = a.consultation_id"

    init(_ row: inout PostgresRowReader) throws {
        id = try row.next()
        consultation = try row.next()
        sender = try row.next()
        message = try row.next()
        filename = try row.next()
        kind = try row.next()
        size = try row.next()
        checksum = try row.next()
        createdAt = try row.next()
    }
}

extension AttachmentKind: PostgresCodable {}
