import Foundation
import Postgres
import Scheduling

/// Something that happened, written in the transaction that made it happen.
///
/// Everything that tells people of changes (feeds, reminders, notifications, reports) reads these; nothing else
/// invents them.
struct DomainEvent: Sendable {
    /// What happened; the raw value is the type on the wire.
    enum Kind: String, Sendable {
        case consultationOpened = "consultation.opened"
        case consultationRequested = "consultation.requested"
        case consultationConfirmed = "consultation.confirmed"
        case consultationDeclined = "consultation.declined"
        case consultationCancelled = "consultation.cancelled"
        case consultationRescheduled = "consultation.rescheduled"
        case consultationCompleted = "consultation.completed"
        case consultationNoShow = "consultation.no_show"
        case consultationObjected = "consultation.objected"
        case consultationExpired = "consultation.expired"
        case consultationClosed = "consultation.closed"
        case messageCreated = "message.created"
        case scheduleChanged = "schedule.changed"
    }

    /// Who did it.
    enum Actor: Sendable {
        case caller(Caller)
        /// Time alone: an expiry, the closing of an old session.
        case system

        var role: String {
            switch self {
            case .caller(let caller): caller.role.rawValue
            case .system: "system"
            }
        }

        var id: UUID? {
            switch self {
            case .caller(let caller): caller.actorID
            case .system: nil
            }
        }

        var side: Side? {
            if case .caller(let caller) = self { caller.side } else { nil }
        }
    }

    /// What the event says beyond its type; instants as RFC 3339 in UTC. Never another person's contacts.
    struct Details: Codable, Sendable {
        var status: String?
        var start: String?
        var end: String?
        var previousStart: String?
        var reason: String?
        var late: Bool?
        var absent: String?
        var message: String?
        var version: Int?

        enum CodingKeys: String, CodingKey {
            case status, start, end, reason, late, absent, message, version
            case previousStart = "previous_start"
        }
    }

    let kind: Kind
    let actor: Actor
    let mentor: MentorID
    let student: StudentID?
    let consultation: ConsultationID?
    let details: Details
}

extension Desk {
    /// Writes an event and, for each side that didn't cause it, an outbox row; with the transaction's last segment.
    func enqueue(_ event: DomainEvent, at now: Instant, in transaction: PostgresTransaction) {
        let id: EventID = newID(at: now)
        var roles: [String] = []
        var people: [UUID] = []
        if event.actor.side != .mentor {
            roles.append(Side.mentor.rawValue)
            people.append(event.mentor.uuid)
        }
        if event.actor.side != .student, let student = event.student {
            roles.append(Side.student.rawValue)
            people.append(student.uuid)
        }
        transaction.enqueue(
            """
            WITH event AS (
                INSERT INTO events
                    (id, type, occurred_at, actor_role, actor_id, consultation_id, mentor_id, student_id, data)
                VALUES (\(id), \(event.kind.rawValue), \(now), \(event.actor.role), \(event.actor.id),
                    \(event.consultation), \(event.mentor), \(event.student), \(PostgresJSONCoded(event.details)))
                RETURNING id)
            INSERT INTO outbox (event_id, recipient_role, recipient_id, due_at)
            SELECT event.id, recipient.role, recipient.id, \(now)
            FROM event, unnest(\(roles), \(people)) AS recipient (role, id)
            """)
    }
}
