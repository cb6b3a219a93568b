import Postgres
import Scheduling

extension Messages {
    /// Its author says it otherwise, as long as that is still possible. The former text is kept nowhere.
    ///
    /// - Throws: ``Refusal/forbidden`` for the other side; ``Refusal/editingOver``.
    public func edit(
        _ id: MessageID, of consultationID: ConsultationID, body: String, by caller: Caller
    ) async throws -> Message {
        let now = desk.clock.now
        let answered = try await desk.write(nil) { transaction -> Message in
            let (consultation, found) = try await own(id, of: consultationID, by: caller, at: now, in: transaction)
            _ = try ConsultationRules.next(
                .message, by: caller.actor, on: consultation.facts, at: now, policy: desk.policy)
            guard found.deletedAt == nil, now < found.createdAt.adding(minutes: desk.policy.editMinutes) else {
                throw Refusal.editingOver
            }
            guard found.body != body else { return found }
            var changed = found
            changed.body = body
            changed.editedAt = now
            transaction.enqueue("UPDATE messages SET body = \(body), edited_at = \(now) WHERE id = \(id)")
            enqueueEvent(.messageEdited, of: id, in: consultation, by: caller, at: now, transaction: transaction)
            return changed
        }
        guard let message = answered.value else { throw Refusal.notFound() }
        return message
    }

    /// Its author takes it back with its files: what it said is gone, that it was there stays. At any time, in every
    /// status; taking it back again changes nothing.
    ///
    /// - Throws: ``Refusal/forbidden`` for the other side.
    public func delete(_ id: MessageID, of consultationID: ConsultationID, by caller: Caller) async throws {
        let now = desk.clock.now
        try await desk.database.transaction { transaction in
            let (consultation, found) = try await own(id, of: consultationID, by: caller, at: now, in: transaction)
            guard found.deletedAt == nil else { return }
            transaction.enqueue("UPDATE messages SET body = NULL, deleted_at = \(now) WHERE id = \(id)")
            transaction.enqueue("DELETE FROM attachments WHERE message_id = \(id)")
            if found.sender == .student, consultation.replyBy != nil {
                try await enqueueOwed(without: id, of: consultationID, in: transaction)
            }
            enqueueEvent(.messageDeleted, of: id, in: consultation, by: caller, at: now, transaction: transaction)
        }
    }

    /// Reckons anew what the mentor still owes an answer to.
    private func enqueueOwed(
        without id: MessageID, of consultation: ConsultationID, in transaction: PostgresTransaction
    ) async throws {
        let left = try await transaction.query(
            """
            SELECT x.position, x.created_at FROM messages x JOIN consultations c ON c.id = x.consultation_id
            WHERE c.id = \(consultation) AND x.position >= c.unanswered_from AND x.sender_role = 'student'
              AND x.deleted_at IS NULL AND x.id <> \(id)
            ORDER BY x.position LIMIT 1
            """
        ).first { (position: try $0.next(Int.self), at: try $0.next(Instant.self)) }
        transaction.enqueue(
            """
            UPDATE consultations SET unanswered_from = \(left?.position), reply_by = \(left.map { replyBy(asked: $0.at) })
            WHERE id = \(consultation)
            """)
    }

    /// A message of the caller's own, under the consultation's lock.
    private func own(
        _ id: MessageID, of consultationID: ConsultationID, by caller: Caller, at now: Instant,
        in transaction: PostgresTransaction
    ) async throws -> (Consultation, Message) {
        let (heads, rows, files) = try await transaction.query(
            desk.consultations.current(consultationID, for: caller, at: now),
            "SELECT \(Self.columns) FROM \(Self.tables) WHERE x.id = \(id) AND x.consultation_id = \(consultationID)",
            "SELECT \(Attachment.columns) FROM attachments a WHERE a.message_id = \(id) ORDER BY a.created_at, a.id")
        guard let consultation = try heads.first({ try Consultation(&$0) }),
            let found = try rows.first(Self.message)
        else { throw Refusal.notFound() }
        guard caller.side == found.sender else { throw Refusal.forbidden }
        return (consultation, Self.messages([found], with: try files.map { try Attachment(&$0) })[0])
    }
}
