import Foundation
import Postgres
import Scheduling
import ZoneData

/// What time alone gives people to know: a session is near, a request will expire, a week begins.
///
/// Nothing is written ahead: each run looks at how things stand, so a reminder follows a session that is moved and falls
/// silent with one that is cancelled, and what fell due while nothing ran is caught up with while it is of use. What has
/// been reminded of is a row under a key, so it happens once on any number of instances.
public struct Reminders: Sendable {
    let desk: Desk

    /// Writes down the reminders whose time has come.
    ///
    /// - Returns: how many.
    @discardableResult
    public func write() async throws -> Int {
        let now = desk.clock.now
        let due = try await sessions(at: now) + requests(at: now) + agendas(at: now)
        var written = 0
        for start in stride(from: 0, to: due.count, by: 500) {
            written += try await write(Array(due[start..<min(start + 500, due.count)]), at: now)
        }
        return written
    }

    /// One reminder of one person.
    private struct Due {
        let recipient: Recipient
        let kind: String
        let subject: UUID
        let moment: Instant
        let lead: Int
        let notice: Notice
    }

    /// The longest lead that anybody may wish for.
    static let longestLead = 20_160

    private func sessions(at now: Instant) async throws -> [Due] {
        let rows = try await desk.database.query(
            """
            SELECT c.id, c.start_at, c.mentor_id, c.student_id, pm.reminder_minutes, ps.reminder_minutes,
                greatest(coalesce(c.answered_at, c.asked_at), (
                    SELECT max(e.occurred_at) FROM events e WHERE e.consultation_id = c.id
                    AND e.type IN ('consultation.confirmed', 'consultation.rescheduled')))
            FROM consultations c
            LEFT JOIN notification_preferences pm ON pm.owner_role = 'mentor' AND pm.owner_id = c.mentor_id
            LEFT JOIN notification_preferences ps ON ps.owner_role = 'student' AND ps.owner_id = c.student_id
            WHERE c.status = 'confirmed' AND c.start_at > \(now)
              AND c.start_at <= \(now.adding(minutes: Self.longestLead))
            """)
        return try rows.map { row -> [Due] in
            let id: ConsultationID = try row.next()
            let start: Instant = try row.next()
            let mentor: MentorID = try row.next()
            let student: StudentID = try row.next()
            let mentorLeads: [Int]? = try row.next()
            let studentLeads: [Int]? = try row.next()
            let bookedAt: Instant = try row.next()
            let people: [(Recipient, [Int]?)] = [(.mentor(mentor), mentorLeads), (.student(student), studentLeads)]
            return people.compactMap { recipient, leads in
                guard
                    let lead = ReminderRules.lead(
                        of: leads ?? desk.deliveryPolicy.reminderMinutes, start: start, bookedAt: bookedAt, at: now)
                else { return nil }
                return Due(
                    recipient: recipient, kind: "session", subject: id.uuid, moment: start, lead: lead,
                    notice: Notice(
                        topic: .session, consultation: id.description, moment: start.rfc3339UTC, leadMinutes: lead))
            }
        }.flatMap(\.self)
    }

    private func requests(at now: Instant) async throws -> [Due] {
        let lead = desk.deliveryPolicy.requestReminderMinutes
        let rows = try await desk.database.query(
            """
            SELECT id, mentor_id, respond_by, asked_at FROM consultations
            WHERE status = 'requested' AND respond_by > \(now) AND respond_by <= \(now.adding(minutes: lead))
            """)
        return try rows.map { row -> Due? in
            let id: ConsultationID = try row.next()
            let mentor: MentorID = try row.next()
            let respondBy: Instant = try row.next()
            let askedAt: Instant = try row.next()
            guard ReminderRules.isRequestDue(respondBy: respondBy, askedAt: askedAt, lead: lead, at: now) else {
                return nil
            }
            return Due(
                recipient: .mentor(mentor), kind: "request", subject: id.uuid, moment: respondBy, lead: lead,
                notice: Notice(
                    topic: .request, consultation: id.description, moment: respondBy.rfc3339UTC, leadMinutes: lead))
        }.compactMap(\.self)
    }

    private func agendas(at now: Instant) async throws -> [Due] {
        let zones = try await desk.database.query("SELECT DISTINCT timezone FROM mentors").decode(String.self)
        var due: [Due] = []
        for name in zones {
            guard let zone = desk.zones.zone(named: name),
                let monday = ReminderRules.monday(at: now, in: zone, minute: desk.deliveryPolicy.agendaMinute)
            else { continue }
            let mentors = try await desk.database.query(
                """
                SELECT m.id FROM mentors m
                LEFT JOIN notification_preferences p ON p.owner_role = 'mentor' AND p.owner_id = m.id
                WHERE m.timezone = \(name) AND coalesce(p.weekly_agenda, true)
                """
            ).decode(MentorID.self)
            due += mentors.map { mentor in
                Due(
                    recipient: .mentor(mentor), kind: "agenda", subject: mentor.uuid, moment: monday, lead: 0,
                    notice: Notice(topic: .agenda, moment: monday.rfc3339UTC))
            }
        }
        return due
    }

    private func write(_ due: [Due], at now: Instant) async throws -> Int {
        try await desk.database.query(
            """
            WITH given AS (
                SELECT * FROM unnest(\(due.map(\.recipient.role)), \(due.map(\.recipient.uuid)), \(due.map(\.kind)),
                    \(due.map(\.subject)), \(due.map(\.moment)), \(due.map(\.lead)),
                    \(due.map { PostgresJSONCoded($0.notice) }))
                    AS given (role, id, kind, subject, moment, lead, notice)),
            new AS (
                INSERT INTO reminders (recipient_role, recipient_id, kind, subject_id, moment, lead_minutes)
                SELECT role, id, kind, subject, moment, lead FROM given
                ON CONFLICT ON CONSTRAINT reminders_pkey DO NOTHING
                RETURNING recipient_role, recipient_id, kind, subject_id, moment, lead_minutes)
            INSERT INTO outbox (recipient_role, recipient_id, notice, due_at)
            SELECT g.role, g.id, g.notice, \(now)
            FROM new n JOIN given g ON g.role = n.recipient_role AND g.id = n.recipient_id AND g.kind = n.kind
                AND g.subject = n.subject_id AND g.moment = n.moment AND g.lead = n.lead_minutes
            """
        ).affected
    }
}
