import Postgres
import Scheduling

extension Consultation {
    /// The columns that ``init(_:)`` reads, from ``tables``.
    ///
    /// - Parameters:
    ///   - reader: whose unread messages are counted; nobody's for an admin.
    ///   - now: decides which requests read as expired.
    static func columns(for reader: Side?, at now: Instant) -> SQL {
        """
        c.id, c.mentor_id, m.name, m.handle, c.student_id, s.name, \(status(at: now)), c.topic, c.direction,
        c.offering_id, o.slug, c.title, c.start_at, c.duration_minutes, c.buffer_before_minutes,
        c.buffer_after_minutes, c.approval, c.price_fen, c.meeting, c.asked_at, c.answered_at, c.respond_by,
        c.free_cancellation_until, c.late, c.absent, c.absence_reported_at, c.disputed, c.upheld, c.outcome_result,
        c.outcome_note, c.reason, c.plan_id, c.plan_step, c.message_count, c.reply_by, \(unread(for: reader)), c.version,
        c.status = 'expired', c.created_at, c.updated_at
        """
    }

    static let tables: SQL =
        """
        consultations c
        JOIN mentors m ON m.id = c.mentor_id
        JOIN students s ON s.id = c.student_id
        LEFT JOIN offerings o ON o.id = c.offering_id
        """

    /// The status as it is at an instant, whether or not an expiry has been written down.
    static func status(at now: Instant) -> SQL {
        "CASE WHEN c.status = 'requested' AND c.respond_by <= \(now) THEN 'expired' ELSE c.status END"
    }

    /// Whose consultations a caller may see: a student's own, a mentor's own, all for an admin.
    static func isVisible(to caller: Caller) -> SQL {
        switch caller.subject {
        case .student(let id): "c.student_id = \(id)"
        case .mentor(let id, _): "c.mentor_id = \(id)"
        case .admin: "true"
        }
    }

    private static func unread(for reader: Side?) -> SQL {
        switch reader {
        case .student: unread(from: "mentor", after: "student_read_to")
        case .mentor: unread(from: "student", after: "mentor_read_to")
        case nil: "0"
        }
    }

    private static func unread(from sender: String, after mark: String) -> SQL {
        """
        CASE WHEN c.message_count = c.\(unescaped: mark) THEN 0 ELSE
            (SELECT count(*) FROM messages x WHERE x.consultation_id = c.id
             AND x.deleted_at IS NULL AND x.position > c.\(unescaped: mark) AND x.sender_role = '\(unescaped: sender)') END
        """
    }

    init(_ row: inout PostgresRowReader) throws {
        id = try row.next()
        mentor = Person(id: try row.next(), name: try row.next())
        mentorHandle = try row.next()
        student = Person(id: try row.next(), name: try row.next())
        status = try row.next()
        topic = try row.next()
        direction = try row.next()
        time = try BookedTime(&row)
        isLate = try row.next()
        absent = try row.next()
        absenceReportedAt = try row.next()
        isDisputed = try row.next()
        isUpheld = try row.next()
        let result: Outcome.Result? = try row.next()
        let note: String? = try row.next()
        outcome = result != nil || note != nil ? Outcome(result: result, note: note) : nil
        reason = try row.next()
        plan = try row.next()
        planStep = try row.next()
        messageCount = try row.next()
        replyBy = try row.next()
        unreadCount = try row.next()
        version = try row.next()
        isExpiryWritten = try row.next()
        createdAt = try row.next()
        updatedAt = try row.next()
    }
}

extension BookedTime {
    /// Reads the columns of a booked time; nil where there is none.
    fileprivate init?(_ row: inout PostgresRowReader) throws {
        let offering: OfferingID? = try row.next()
        let slug: String? = try row.next()
        let title: String? = try row.next()
        let start: Instant? = try row.next()
        let duration: Int? = try row.next()
        let before: Int? = try row.next()
        let after: Int? = try row.next()
        let approval: Approval? = try row.next()
        let price: Int? = try row.next()
        let meeting: PostgresJSONCoded<Meeting>? = try row.next()
        let askedAt: Instant? = try row.next()
        let answeredAt: Instant? = try row.next()
        let respondBy: Instant? = try row.next()
        let freeUntil: Instant? = try row.next()
        guard let offering, let slug, let title, let start, let duration, let before, let after, let approval,
            let askedAt, let freeUntil
        else { return nil }
        self.init(
            offering: offering, offeringSlug: slug, title: title, start: start, durationMinutes: duration,
            bufferBeforeMinutes: before, bufferAfterMinutes: after, approval: approval, priceFen: price,
            meeting: meeting?.value, askedAt: askedAt, answeredAt: answeredAt, respondBy: respondBy,
            freeCancellationUntil: freeUntil)
    }
}

extension ConsultationStatus: PostgresCodable {}
extension Side: PostgresCodable {}
extension Consultation.Outcome.Result: PostgresCodable {}
