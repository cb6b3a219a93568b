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
        case messageEdited = "message.edited"
        case messageDeleted = "message.deleted"
        case planCreated = "plan.created"
        case planPublished = "plan.published"
        case planChanged = "plan.changed"
        case planReplanned = "plan.replanned"
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
        // Of a plan.
        var direction: String?
        var step: String?
        var stepStatus: String?
        /// The names of the fields that are another than before.
        var changes: [String]?
        /// How many steps were dated anew, came and went.
        var moved: Int?
        var added: Int?
        var dropped: Int?

        enum CodingKeys: String, CodingKey {
            case status, start, end, reason, late, absent, message, version, direction, step, changes, moved, added
            case dropped
            case previousStart = "previous_start"
            case stepStatus = "step_status"
        }
    }

    let kind: Kind
    let actor: Actor
    /// The mentor it concerns; nil for a plan that no mentor may look into.
    let mentor: MentorID?
    let student: StudentID?
    let consultation: ConsultationID?
    var plan: PlanID?
    let details: Details
}

extension Desk {
    /// Writes an event and, for each side that didn't cause it, an outbox row; with the transaction's last segment.
    func enqueue(_ event: DomainEvent, at now: Instant, in transaction: PostgresTransaction) {
        let id: EventID = newID(at: now)
        var roles: [String] = []
        var people: [UUID] = []
        if event.actor.side != .mentor, let mentor = event.mentor {
            roles.append(Side.mentor.rawValue)
            people.append(mentor.uuid)
        }
        if event.actor.side != .student, let student = event.student {
            roles.append(Side.student.rawValue)
            people.append(student.uuid)
        }
        transaction.enqueue(
            """
            WITH event AS (
                INSERT INTO events
                    (id, type, occurred_at, actor_role, actor_id, consultation_id, plan_id, mentor_id, student_id,
                     data)
                VALUES (\(id), \(event.kind.rawValue), \(now), \(event.actor.role), \(event.actor.id),
                    \(event.consultation), \(event.plan), \(event.mentor), \(event.student),
                    \(PostgresJSONCoded(event.details)))
                RETURNING id)
            INSERT INTO outbox (event_id, recipient_role, recipient_id, due_at)
            SELECT event.id, recipient.role, recipient.id, \(now)
            FROM event, unnest(\(roles), \(people)) AS recipient (role, id)
            """)
    }
}
