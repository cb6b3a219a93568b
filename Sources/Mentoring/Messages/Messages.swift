import Postgres
import Scheduling

/// What is said in consultations: both sides write in every status but `closed`.
public struct Messages: Sendable {
    let desk: Desk

    /// Posts a message. Its position is given under the row's lock, so that both sides see one order.
    ///
    /// A student's message that nobody has answered yet gets the mentor a time to answer by; the mentor's ends it.
    /// - Parameter attachments: files that the sender has added to this consultation and not sent yet.
    public func post(
        _ body: String, attachments: [AttachmentID] = [], to id: ConsultationID, by caller: Caller,
        keeping: Keeping<Message>? = nil
    ) async throws -> Answered<Message> {
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let found = try await transaction.query(desk.consultations.current(id, for: caller, at: now))
            guard let consultation = try found.first({ try Consultation(&$0) }) else { throw Refusal.notFound() }
            _ = try ConsultationRules.next(
                .message, by: caller.actor, on: consultation.facts, at: now, policy: desk.policy)
            guard let side = caller.side else { throw Refusal.forbidden }
            let position = consultation.messageCount + 1
            let message: MessageID = desk.newID(at: now)
            let files = try await desk.attachments.attach(
                attachments, to: message, of: id, from: side, in: transaction)
            let replyBy = side == .student ? consultation.replyBy ?? self.replyBy(asked: now) : nil
            transaction.enqueue(
                """
                UPDATE consultations SET message_count = \(position), reply_by = \(replyBy),
                    unanswered_from = CASE WHEN \(side == .student) THEN coalesce(unanswered_from, \(position)) END
                WHERE id = \(id)
                """)
            var written = enqueue(
                body, as: message, position: position, in: consultation, from: side, by: caller, at: now,
                transaction: transaction)
            if !files.isEmpty {
                transaction.enqueue(
                    "UPDATE attachments SET message_id = \(message) WHERE id = ANY(\(files.map(\.id.uuid)))")
            }
            written.attachments = files
            return written
        }
    }

    /// A consultation's messages, oldest first: the last ones, or those before a message.
    ///
    /// - Returns: the page, and the first message's id where there are older ones.
    public func list(
        of id: ConsultationID, before: MessageID?, limit: Int, for caller: Caller
    ) async throws -> (messages: [Message], older: MessageID?) {
        let boundary: SQL =
            before.map {
                "x.position < (SELECT b.position FROM messages b WHERE b.id = \($0) AND b.consultation_id = \(id))"
            } ?? "true"
        let (visible, rows, files) = try await desk.database.query(
            "SELECT 1 FROM consultations c WHERE c.id = \(id) AND \(Consultation.isVisible(to: caller))",
            """
            SELECT \(Self.columns) FROM \(Self.tables)
            WHERE x.consultation_id = \(id) AND \(Consultation.isVisible(to: caller)) AND \(boundary)
            ORDER BY x.position DESC LIMIT \(limit + 1)
            """,
            """
            SELECT \(Attachment.columns) FROM \(Attachment.tables)
            WHERE a.consultation_id = \(id) AND \(Consultation.isVisible(to: caller)) AND a.message_id IS NOT NULL
            ORDER BY a.created_at, a.id
            """)
        guard visible.count == 1 else { throw Refusal.notFound() }
        let newestFirst = try rows.map(Self.message)
        let page = Self.messages(
            newestFirst.prefix(limit).reversed(), with: try files.map { try Attachment(&$0) })
        return (page, newestFirst.count > limit ? page.first?.id : nil)
    }

    /// Puts files to the messages they came with.
    static func messages(_ messages: [Message], with files: [Attachment]) -> [Message] {
        guard !files.isEmpty else { return messages }
        let byMessage = Dictionary(grouping: files, by: \.message)
        return messages.map { message in
            var message = message
            message.attachments = byMessage[message.id] ?? []
            return message
        }
    }

    /// By when the mentor should answer what is asked now.
    func replyBy(asked now: Instant) -> Instant {
        now.adding(minutes: desk.policy.replyHours * 60)
    }

    /// The columns that ``message(_:)`` reads, from ``tables``.
    static let columns: SQL =
        """
        x.id, x.consultation_id, x.position, x.sender_role,
        CASE x.sender_role WHEN 'mentor' THEN m.name ELSE s.name END, x.body, x.created_at,
        x.edited_at, x.deleted_at
        """

    static let tables: SQL =
        """
        messages x
        JOIN consultations c ON c.id = x.consultation_id
        JOIN mentors m ON m.id = c.mentor_id
        JOIN students s ON s.id = c.student_id
        """

    static func message(_ row: inout PostgresRowReader) throws -> Message {
        Message(
            id: try row.next(), consultation: try row.next(), position: try row.next(), sender: try row.next(),
            senderName: try row.next(), body: try row.next(), createdAt: try row.next(),
            editedAt: try row.next(), deletedAt: try row.next())
    }

    /// Marks everything up to a message as read by the caller's side. Never goes back.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `/up_to` for a message that isn't one of this consultation's.
    public func markRead(_ id: ConsultationID, upTo message: MessageID, by caller: Caller) async throws {
        guard let side = caller.side else { throw Refusal.forbidden }
        let mark: SQL = side == .student ? "student_read_to" : "mentor_read_to"
        let (visible, updated) = try await desk.database.query(
            "SELECT 1 FROM consultations c WHERE c.id = \(id) AND \(Consultation.isVisible(to: caller))",
            """
            UPDATE consultations c SET \(mark) = greatest(c.\(mark), x.position)
            FROM messages x
            WHERE c.id = \(id) AND x.consultation_id = c.id AND x.id = \(message)
              AND \(Consultation.isVisible(to: caller))
            """)
        guard visible.count == 1 else { throw Refusal.notFound() }
        guard updated.affected == 1 else { throw Refusal.notFound(pointer: "/up_to") }
    }

    /// Writes a message and its event with the transaction's last segment.
    @discardableResult
    func enqueue(
        _ body: String, as id: MessageID, position: Int, in consultation: Consultation, from side: Side,
        by caller: Caller, at now: Instant, transaction: PostgresTransaction
    ) -> Message {
        transaction.enqueue(
            """
            INSERT INTO messages (id, consultation_id, position, sender_role, body, created_at)
            VALUES (\(id), \(consultation.id), \(position), \(side), \(body), \(now))
            """)
        enqueueEvent(.messageCreated, of: id, in: consultation, by: caller, at: now, transaction: transaction)
        return Message(
            id: id, consultation: consultation.id, position: position, sender: side, senderName: caller.name,
            body: body, createdAt: now)
    }

    /// The event names the message; its text stays where only the two sides read it.
    func enqueueEvent(
        _ kind: DomainEvent.Kind, of message: MessageID, in consultation: Consultation, by caller: Caller,
        at now: Instant, transaction: PostgresTransaction
    ) {
        desk.enqueue(
            DomainEvent(
                kind: kind, actor: .caller(caller), mentor: consultation.mentor.id, student: consultation.student.id,
                consultation: consultation.id, details: DomainEvent.Details(message: message.description)),
            at: now, in: transaction)
    }
}
