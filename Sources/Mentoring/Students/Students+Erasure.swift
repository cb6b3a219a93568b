import Postgres
import Scheduling

/// A consultation came to be with a mentor whose lock an erasure doesn't hold: it begins again.
private struct AnotherMentor: Error {}

extension Students {
    /// What stands where an erased student's name, topics and messages stood.
    static let erasedName = "已注销"
    static let erasedText = "（学生已注销，内容已删除）"

    /// Erases a student: cancels what is coming, closes what is open and puts plans away, with events that tell the
    /// mentors; removes address, tokens and codes; replaces the name and everything the student wrote. Rows stay, so
    /// counts do.
    ///
    /// The tokens stop at once, and the address can register anew. Erasing again changes nothing.
    public func erase(_ id: StudentID, by caller: Caller) async throws {
        let now = desk.clock.now
        for _ in 0..<5 {
            do {
                return try await desk.database.transaction { transaction in
                    try await erase(id, by: caller, at: now, in: transaction)
                }
            } catch is AnotherMentor {
                continue
            }
        }
        throw Refusal.idempotencyInProgress
    }

    private func erase(
        _ id: StudentID, by caller: Caller, at now: Instant, in transaction: PostgresTransaction
    ) async throws {
        // Locks in the order of every booking: mentors, the student, then rows.
        let mentors = try await transaction.query(
            """
            SELECT DISTINCT m.lock_key, m.id FROM consultations c JOIN mentors m ON m.id = c.mentor_id
            WHERE c.student_id = \(id) AND c.status IN ('open', 'requested', 'confirmed') ORDER BY m.lock_key
            """
        ).decode((Int64, MentorID).self)
        let locks: [SQL] = mentors.map { "SELECT pg_advisory_xact_lock(\($0.0))" }
        let rows = try await transaction.query(
            locks + [
                Self.lock(id),
                """
                SELECT \(Consultation.columns(for: nil, at: now)) FROM \(Consultation.tables)
                WHERE c.student_id = \(id) ORDER BY c.id FOR UPDATE OF c
                """,
                """
                UPDATE students SET name = \(Self.erasedName), timezone = 'UTC', direction = NULL,
                    graduation_year = NULL, locale = NULL, updated_at = \(now), erased_at = \(now)
                WHERE id = \(id) AND erased_at IS NULL
                """,
            ])
        guard rows[locks.count + 2].affected == 1 else { return }
        let locked = Set(mentors.map(\.1))
        for consultation in try rows[locks.count + 1].map({ try Consultation(&$0) }) {
            guard [.open, .requested, .confirmed].contains(consultation.status) else {
                // One that reads as expired and isn't written down yet.
                if consultation.status == .expired {
                    desk.consultations.enqueueExpiry(of: consultation.id, at: now, in: transaction)
                }
                continue
            }
            guard locked.contains(consultation.mentor.id) else { throw AnotherMentor() }
            try enqueueEnd(of: consultation, by: caller, at: now, in: transaction)
        }
        try await desk.plans.forget(studentOf: id, by: caller, at: now, in: transaction)
        enqueueForgetting(id, at: now, in: transaction)
    }

    /// Closes a conversation, cancels a session that is coming; one that has begun is the mentor's to complete.
    private func enqueueEnd(
        of consultation: Consultation, by caller: Caller, at now: Instant, in transaction: PostgresTransaction
    ) throws {
        var changed = consultation
        let action: ConsultationAction
        if consultation.status == .open {
            action = .close
        } else if let time = consultation.time, time.start > now {
            action = .cancel
            if now > time.freeCancellationUntil { changed.isLate = true }
            changed.time?.respondBy = nil
            changed.reason = nil
        } else {
            return
        }
        changed.status = try ConsultationRules.next(
            action, by: caller.actor, on: consultation.facts, at: now, policy: desk.policy)
        _ = desk.consultations.enqueueChange(
            action == .close ? .consultationClosed : .consultationCancelled, of: changed, from: consultation,
            by: .caller(caller), at: now, in: transaction)
    }

    private func enqueueForgetting(_ id: StudentID, at now: Instant, in transaction: PostgresTransaction) {
        let statements: [SQL] = [
            """
            UPDATE messages SET body = \(Self.erasedText)
            WHERE sender_role = 'student' AND deleted_at IS NULL
              AND consultation_id IN (SELECT id FROM consultations WHERE student_id = \(id))
            """,
            """
            DELETE FROM attachments
            WHERE sender_role = 'student' AND consultation_id IN (SELECT id FROM consultations WHERE student_id = \(id))
            """,
            // A reason that the mentor gave is the mentor's.
            """
            UPDATE consultations c SET topic = \(Self.erasedName), version = version + 1, updated_at = \(now),
                reply_by = NULL, unanswered_from = NULL,
                reason = CASE WHEN EXISTS (
                    SELECT FROM events e WHERE e.consultation_id = c.id AND e.actor_role = 'student'
                        AND e.data ->> 'reason' = c.reason) THEN NULL ELSE reason END
            WHERE student_id = \(id)
            """,
            """
            UPDATE report_rows SET student = \(Self.erasedName), topic = \(Self.erasedName) WHERE student_id = \(id)
            """,
            "SELECT forget_reasons_of(\(id))",
            "DELETE FROM calendar_feeds WHERE role = 'student' AND person_id = \(id)",
            "DELETE FROM tokens WHERE student_id = \(id)",
            """
            DELETE FROM emails WHERE email_hash IN (SELECT email_hash FROM contacts WHERE student_id = \(id))
            """,
            """
            DELETE FROM sign_in_codes WHERE email_hash IN (SELECT email_hash FROM contacts WHERE student_id = \(id))
            """,
            "DELETE FROM contacts WHERE student_id = \(id)",
            // What was on its way to them goes with the place it was on its way to.
            "DELETE FROM destinations WHERE owner_role = 'student' AND owner_id = \(id)",
            "DELETE FROM outbox WHERE recipient_role = 'student' AND recipient_id = \(id)",
            "DELETE FROM notification_preferences WHERE owner_role = 'student' AND owner_id = \(id)",
            "DELETE FROM reminders WHERE recipient_role = 'student' AND recipient_id = \(id)",
            "DELETE FROM idempotency_keys WHERE caller = \(id.description)",
        ]
        for statement in statements { transaction.enqueue(statement) }
    }
}
