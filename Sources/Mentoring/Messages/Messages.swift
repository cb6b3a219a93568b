import Postgres
import Scheduling

/// What is said in consultations: both sides write in every status but `closed`.
public struct Messages: Sendable {
    let desk: Desk

    /// Posts a message. Its position is given under the row's lock, so that both sides see one order.
    public func post(
        _ body: String, to id: ConsultationID, by caller: Caller, keeping: Keeping<Message>? = nil
    ) async throws -> Answered<Message> {
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let found = try await transaction.query(desk.consultations.current(id, for: caller, at: now))
            guard let consultation = try found.first({ try Consultation(&$0) }) else { throw Refusal.notFound() }
            _ = try ConsultationRules.next(
                .message, by: caller.actor, on: consultation.facts, at: now, policy: desk.policy)
            guard let side = caller.side else { throw Refusal.forbidden }
            let position = consultation.messageCount + 1
            transaction.enqueue(
                "UPDATE consultations SET message_count = \(position) WHERE id = \(id)")
            return enqueue(
                body, position: position, in: consultation, from: side, by: caller, at: now, transaction: transaction)
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
        let (visible, rows) = try await desk.database.query(
            "SELECT 1 FROM consultations c WHERE c.id = \(id) AND \(Consultation.isVisible(to: caller))",
            """
            SELECT \(Self.columns) FROM \(Self.tables)
            WHERE x.consultation_id = \(id) AND \(Consultation.isVisible(to: caller)) AND \(boundary)
            ORDER BY x.position DESC LIMIT \(limit + 1)
            """)
        guard visible.count == 1 else { throw Refusal.notFound() }
        let newestFirst = try rows.map(Self.message)
        let page = newestFirst.prefix(limit).reversed()
        return (Array(page), newestFirst.count > limit ? page.first?.id : nil)
    }

    /// The columns that ``message(_:)`` reads, from ``tables``.
    static let columns: SQL =
        """
        x.id, x.consultation_id, x.position, x.sender_role,
        CASE x.sender_role WHEN 'mentor' THEN m.name ELSE s.name END, x.body, x.created_at
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
            senderName: try row.next(), body: try row.next(), createdAt: try row.next())
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
        _ body: String, position: Int, in consultation: Consultation, from side: Side, by caller: Caller,
        at now: Instant, transaction: PostgresTransaction
    ) -> Message {
        let id: MessageID = desk.newID(at: now)
        transaction.enqueue(
            """
            INSERT INTO messages (id, consultation_id, position, sender_role, body, created_at)
            VALUES (\(id), \(consultation.id), \(position), \(side), \(body), \(now))
            """)
        // The event names the message; its text stays where only the two sides read it.
        let details = DomainEvent.Details(message: id.description)
        desk.enqueue(
            DomainEvent(
                kind: .messageCreated, actor: .caller(caller), mentor: consultation.mentor.id,
                student: consultation.student.id, consultation: consultation.id, details: details),
            at: now, in: transaction)
        return Message(
            id: id, consultation: consultation.id, position: position, sender: side, senderName: caller.name,
            body: body, createdAt: now)
    }
}
