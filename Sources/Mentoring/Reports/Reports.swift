import Postgres
public import Scheduling

/// The rows weekly reports are made of.
public struct Reports: Sendable {
    let desk: Desk

    /// The consultations whose start lies in a span, by start. A mentor's own; for an admin one mentor's or all.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `?mentor` for an unknown mentor or, to a mentor, another one.
    public func rows(in span: Range<Instant>, mentor: MentorName?, for caller: Caller) async throws -> [WeekRow] {
        let now = desk.clock.now
        var condition = Consultation.isVisible(to: caller)
        if caller.role == .student { throw Refusal.forbidden }
        if let mentor {
            guard let named = try await desk.mentors.find(mentor),
                caller.mentorID == nil || caller.mentorID == named.id
            else { throw Refusal.notFound(pointer: "?mentor") }
            condition = "c.mentor_id = \(named.id)"
        }
        let rows = try await desk.database.query(
            """
            SELECT c.id, \(Consultation.status(at: now)), m.handle, s.name, c.direction, o.slug, c.topic, c.start_at,
                c.end_at, c.asked_at, c.answered_at, c.late, c.outcome_result, c.message_count
            FROM \(Consultation.tables)
            WHERE c.start_at >= \(span.lowerBound) AND c.start_at < \(span.upperBound) AND \(condition)
            ORDER BY c.start_at, c.id
            """)
        return try rows.map { row in
            WeekRow(
                id: try row.next(), status: try row.next(), mentorHandle: try row.next(),
                studentName: try row.next(), direction: try row.next(), offeringSlug: try row.next(),
                topic: try row.next(), start: try row.next(), end: try row.next(), askedAt: try row.next(),
                answeredAt: try row.next(), isLate: try row.next(), outcome: try row.next(),
                messageCount: try row.next())
        }
    }
}
