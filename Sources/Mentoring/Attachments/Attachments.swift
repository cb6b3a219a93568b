import Crypto
public import Foundation
import Postgres
import Scheduling

/// Files that go with a conversation: both sides give, both sides read, and what somebody gave they may take back.
public struct Attachments: Sendable {
    let desk: Desk

    private var store: AttachmentStore { AttachmentStore(desk: desk) }

    /// Adds a file. It can be sent with a message afterwards.
    ///
    /// - Parameters:
    ///   - filename: nil names it after its kind.
    ///   - declared: the media type it is said to have; another content is refused.
    /// - Throws: ``Refusal/unsupportedContent``, ``Refusal/attachmentsFull``.
    public func add(
        _ content: Data, filename: String?, declared: String, to id: ConsultationID, by caller: Caller,
        keeping: Keeping<Attachment>? = nil
    ) async throws -> Answered<Attachment> {
        let now = desk.clock.now
        guard let kind = AttachmentKind(content: content), kind.rawValue == declared,
            content.count <= Attachment.sizeLimit
        else { throw Refusal.unsupportedContent }
        do {
            return try await desk.write(keeping) { transaction in
                let consultation = try await self.consultation(id, for: caller, at: now, in: transaction)
                _ = try ConsultationRules.next(
                    .message, by: caller.actor, on: consultation.facts, at: now, policy: desk.policy)
                guard let side = caller.side else { throw Refusal.forbidden }
                let attachment = Attachment(
                    id: desk.newID(at: now), consultation: id, sender: side, message: nil,
                    filename: Self.safe(filename) ?? "attachment.\(kind.fileExtension)", kind: kind,
                    size: content.count, checksum: Array(SHA256.hash(data: content)), createdAt: now)
                transaction.enqueue(
                    """
                    INSERT INTO attachments
                        (id, consultation_id, sender_role, filename, media_type, size, sha256, created_at)
                    VALUES (\(attachment.id), \(id), \(side), \(attachment.filename), \(kind), \(attachment.size),
                        \(attachment.checksum), \(now))
                    """)
                try store.enqueue(content, of: attachment.id, in: transaction)
                return attachment
            }
        } catch let error as PostgresError where error.constraint == "consultations_attachments_check" {
            throw Refusal.attachmentsFull
        }
    }

    /// A name that leads nowhere: no path in it, and something left of it.
    private static func safe(_ filename: String?) -> String? {
        guard let filename else { return nil }
        let name = String(filename.map { $0 == "/" || $0 == "\\" ? "_" : $0 })
        return name.allSatisfy { $0 == "." || $0 == "_" } ? nil : name
    }

    /// A consultation's files, oldest first. There are at most a hundred.
    public func list(of id: ConsultationID, for caller: Caller) async throws -> [Attachment] {
        let (visible, rows) = try await desk.database.query(
            "SELECT 1 FROM consultations c WHERE c.id = \(id) AND \(Consultation.isVisible(to: caller))",
            """
            SELECT \(Attachment.columns) FROM \(Attachment.tables)
            WHERE a.consultation_id = \(id) AND \(Consultation.isVisible(to: caller)) ORDER BY a.created_at, a.id
            """)
        guard visible.count == 1 else { throw Refusal.notFound() }
        return try rows.map { try Attachment(&$0) }
    }

    /// A file, to be read part by part: as slowly as the reader likes, nothing is held meanwhile.
    public func open(_ attachment: AttachmentID, of id: ConsultationID, for caller: Caller) async throws -> Opened {
        let rows = try await desk.database.query(
            """
            SELECT \(Attachment.columns) FROM \(Attachment.tables)
            WHERE a.id = \(attachment) AND a.consultation_id = \(id) AND \(Consultation.isVisible(to: caller))
            """)
        guard let found = try rows.first({ try Attachment(&$0) }),
            let first = try await store.part(0, of: attachment)
        else { throw Refusal.notFound() }
        return Opened(attachment: found, first: first, store: store)
    }

    /// An attachment whose content is being read.
    public struct Opened: Sendable {
        public let attachment: Attachment
        let first: Data
        let store: AttachmentStore

        /// Hands over the content from its beginning to its end.
        ///
        /// - Throws: ``Refusal/notFound(pointer:)`` where somebody deletes it meanwhile.
        public func read(_ take: (Data) async throws -> Void) async throws {
            try await take(first)
            for number in 1..<max(1, AttachmentStore.partCount(attachment.size)) {
                guard let part = try await store.part(number, of: attachment.id) else { throw Refusal.notFound() }
                try await take(part)
            }
        }
    }

    /// Takes a file back: for good. Its author only, in every status.
    public func delete(_ attachment: AttachmentID, of id: ConsultationID, by caller: Caller) async throws {
        let now = desk.clock.now
        try await desk.database.transaction { transaction in
            _ = try await consultation(id, for: caller, at: now, in: transaction)
            let rows = try await transaction.query(
                "SELECT a.sender_role FROM attachments a WHERE a.id = \(attachment) AND a.consultation_id = \(id)")
            guard let sender = try rows.first({ try $0.next(Side.self) }) else { throw Refusal.notFound() }
            guard caller.side == sender else { throw Refusal.forbidden }
            transaction.enqueue("DELETE FROM attachments WHERE id = \(attachment)")
        }
    }

    /// Hands files over to a message, with the transaction's writes.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `/attachments` for one that isn't there, isn't the sender's or has
    ///   been sent.
    func attach(
        _ ids: [AttachmentID], to message: MessageID, of consultation: ConsultationID, from side: Side,
        in transaction: PostgresTransaction
    ) async throws -> [Attachment] {
        guard !ids.isEmpty else { return [] }
        let rows = try await transaction.query(
            """
            SELECT \(Attachment.columns) FROM attachments a
            WHERE a.id = ANY(\(ids.map(\.uuid))) AND a.consultation_id = \(consultation)
              AND a.sender_role = \(side) AND a.message_id IS NULL
            ORDER BY a.created_at, a.id
            """)
        let found = try rows.map { row in
            var attachment = try Attachment(&row)
            attachment.message = message
            return attachment
        }
        guard found.count == ids.count else { throw Refusal.notFound(pointer: "/attachments") }
        return found
    }

    private func consultation(
        _ id: ConsultationID, for caller: Caller, at now: Instant, in transaction: PostgresTransaction
    ) async throws -> Consultation {
        let rows = try await transaction.query(desk.consultations.current(id, for: caller, at: now))
        guard let consultation = try rows.first({ try Consultation(&$0) }) else { throw Refusal.notFound() }
        return consultation
    }
}
