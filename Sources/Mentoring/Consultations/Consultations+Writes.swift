import Postgres
import Scheduling

extension Consultations {
    /// The lock of a consultation's mentor; nothing where there is no such consultation.
    func lockMentor(of id: ConsultationID) -> SQL {
        """
        SELECT pg_advisory_xact_lock(m.lock_key) IS NULL
        FROM consultations c JOIN mentors m ON m.id = c.mentor_id WHERE c.id = \(id)
        """
    }

    /// The lock of a consultation's student, taken after the mentor's.
    func lockStudent(of id: ConsultationID) -> SQL {
        """
        SELECT pg_advisory_xact_lock(s.lock_key) IS NULL
        FROM consultations c JOIN students s ON s.id = c.student_id WHERE c.id = \(id)
        """
    }

    /// The row as the caller may see it, held until the transaction's end.
    func current(_ id: ConsultationID, for caller: Caller, at now: Instant) -> SQL {
        """
        SELECT \(Consultation.columns(for: caller.side, at: now)) FROM \(Consultation.tables)
        WHERE c.id = \(id) AND \(Consultation.isVisible(to: caller)) FOR UPDATE OF c
        """
    }

    /// Writes a new consultation with its events and, where there is one, its first message.
    func enqueueNew(
        _ wish: NewConsultation, status: ConsultationStatus, time: BookedTime?, direction: String?,
        mentor: MentorHead, student: StudentID, by caller: Caller, now: Instant, in transaction: PostgresTransaction
    ) -> Consultation {
        let id: ConsultationID = desk.newID(at: now)
        let messageCount = wish.message == nil ? 0 : 1
        let replyBy = wish.message.map { _ in desk.messages.replyBy(asked: now) }
        transaction.enqueue(
            """
            INSERT INTO consultations
                (id, mentor_id, student_id, status, topic, direction, offering_id, title, start_at, end_at,
                 duration_minutes, buffer_before_minutes, buffer_after_minutes, occupied_from, occupied_until,
                 approval, price_fen, meeting, asked_at, answered_at, respond_by, free_cancellation_until,
                 plan_id, plan_step, message_count, reply_by, unanswered_from, created_at, updated_at)
            VALUES (\(id), \(mentor.id), \(student), \(status), \(wish.topic), \(direction), \(time?.offering),
                \(time?.title), \(time?.start), \(time?.end), \(time?.durationMinutes),
                \(time?.bufferBeforeMinutes), \(time?.bufferAfterMinutes), \(time?.occupiedFrom),
                \(time?.occupiedUntil), \(time?.approval), \(time?.priceFen),
                \(time?.meeting.map(PostgresJSONCoded.init)), \(time?.askedAt), \(time?.answeredAt),
                \(time?.respondBy), \(time?.freeCancellationUntil), \(wish.plan), \(wish.planStep), \(messageCount),
                \(replyBy), \(replyBy.map { _ in 1 }),
                \(now), \(now))
            """)
        let consultation = Consultation(
            id: id, mentor: .init(id: mentor.id, name: mentor.name), mentorHandle: mentor.handle,
            student: .init(id: student, name: caller.name), status: status, topic: wish.topic, direction: direction,
            time: time, isLate: false, absent: nil, absenceReportedAt: nil, isDisputed: false, isUpheld: false,
            outcome: nil, reason: nil, plan: wish.plan, planStep: wish.planStep, messageCount: messageCount,
            replyBy: replyBy, unreadCount: 0, version: 1, isExpiryWritten: false, createdAt: now, updatedAt: now)
        let kind: DomainEvent.Kind =
            switch status {
            case .confirmed: .consultationConfirmed
            case .requested: .consultationRequested
            default: .consultationOpened
            }
        desk.enqueue(event(kind, of: consultation, from: nil, by: .caller(caller)), at: now, in: transaction)
        if let body = wish.message {
            desk.messages.enqueue(
                body, as: desk.newID(at: now), position: 1, in: consultation, from: .student, by: caller, at: now,
                transaction: transaction)
        }
        return consultation
    }

    /// Writes a changed consultation and its event.
    ///
    /// - Returns: the consultation as it is then: one version on.
    func enqueueChange(
        _ kind: DomainEvent.Kind, of consultation: Consultation, from previous: Consultation,
        by actor: DomainEvent.Actor, at now: Instant, in transaction: PostgresTransaction
    ) -> Consultation {
        var changed = consultation
        changed.version = previous.version + 1
        changed.updatedAt = now
        if kind.answers(by: actor.side) { changed.replyBy = nil }
        let time = changed.time
        transaction.enqueue(
            """
            UPDATE consultations SET
                status = \(changed.status), direction = \(changed.direction), offering_id = \(time?.offering),
                title = \(time?.title), start_at = \(time?.start), end_at = \(time?.end),
                duration_minutes = \(time?.durationMinutes),
                buffer_before_minutes = \(time?.bufferBeforeMinutes),
                buffer_after_minutes = \(time?.bufferAfterMinutes), occupied_from = \(time?.occupiedFrom),
                occupied_until = \(time?.occupiedUntil), approval = \(time?.approval),
                price_fen = \(time?.priceFen), meeting = \(time?.meeting.map(PostgresJSONCoded.init)),
                asked_at = \(time?.askedAt), answered_at = \(time?.answeredAt), respond_by = \(time?.respondBy),
                free_cancellation_until = \(time?.freeCancellationUntil), late = \(changed.isLate),
                absent = \(changed.absent), absence_reported_at = \(changed.absenceReportedAt),
                disputed = \(changed.isDisputed), upheld = \(changed.isUpheld),
                outcome_result = \(changed.outcome?.result), outcome_note = \(changed.outcome?.note),
                reason = \(changed.reason), reply_by = \(changed.replyBy),
                unanswered_from = CASE WHEN \(changed.replyBy != nil) THEN unanswered_from END, version = \(changed.version), updated_at = \(now)
            WHERE id = \(changed.id) AND version = \(previous.version)
            """)
        desk.enqueue(event(kind, of: changed, from: previous, by: actor), at: now, in: transaction)
        return changed
    }

    /// Writes down that nobody answered a request in time, with its event; once, whoever is first.
    func enqueueExpiry(of id: ConsultationID, at now: Instant, in transaction: PostgresTransaction) {
        let event: EventID = desk.newID(at: now)
        let details = DomainEvent.Details(status: ConsultationStatus.expired.rawValue)
        transaction.enqueue(
            """
            WITH gone AS (
                UPDATE consultations SET status = 'expired', version = version + 1, updated_at = \(now)
                WHERE id = \(id) AND status = 'requested' AND respond_by <= \(now)
                RETURNING id, mentor_id, student_id),
            event AS (
                INSERT INTO events
                    (id, type, occurred_at, actor_role, consultation_id, mentor_id, student_id, data)
                SELECT \(event), \(DomainEvent.Kind.consultationExpired.rawValue), \(now), 'system', gone.id,
                    gone.mentor_id, gone.student_id, \(PostgresJSONCoded(details))
                FROM gone RETURNING id, mentor_id, student_id)
            INSERT INTO outbox (event_id, recipient_role, recipient_id, due_at)
            SELECT event.id, recipient.role, recipient.id, \(now)
            FROM event, LATERAL (VALUES ('mentor', event.mentor_id), ('student', event.student_id))
                AS recipient (role, id)
            """)
    }

    private func event(
        _ kind: DomainEvent.Kind, of consultation: Consultation, from previous: Consultation?,
        by actor: DomainEvent.Actor
    ) -> DomainEvent {
        var details = DomainEvent.Details()
        details.status = consultation.status.rawValue
        details.start = consultation.time?.start.rfc3339UTC
        details.end = consultation.time?.end.rfc3339UTC
        if let before = previous?.time?.start, before != consultation.time?.start {
            details.previousStart = before.rfc3339UTC
        }
        details.reason = consultation.reason == previous?.reason ? nil : consultation.reason
        details.late = consultation.isLate ? true : nil
        details.absent = consultation.absent?.rawValue
        return DomainEvent(
            kind: kind, actor: actor, mentor: consultation.mentor.id, student: consultation.student.id,
            consultation: consultation.id, details: details)
    }
}

extension DomainEvent.Kind {
    /// Whether after this change no answer is owed to what the student wrote: the mentor has decided, or it is over.
    fileprivate func answers(by side: Side?) -> Bool {
        switch self {
        case .consultationConfirmed, .consultationRescheduled: side == .mentor
        case .consultationDeclined, .consultationCancelled, .consultationClosed: true
        default: false
        }
    }
}
