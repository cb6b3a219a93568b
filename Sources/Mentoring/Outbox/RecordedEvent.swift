public import Foundation
import Postgres
public import Scheduling

/// An event as it was written.
public struct RecordedEvent: Sendable, Hashable {
    public let id: EventID
    /// Such as `consultation.confirmed`.
    public let type: String
    public let occurredAt: Instant
    /// `student`, `mentor`, `admin` or `system`.
    public let actorRole: String
    /// The id of the student or mentor who did it.
    public let actorID: String?
    public let consultation: ConsultationID?
    public let plan: PlanID?
    /// What it says beyond its type: a JSON object.
    public let data: Data
}

extension RecordedEvent {
    static let columns: SQL =
        "e.id, e.type, e.occurred_at, e.actor_role, e.actor_id, e.consultation_id, e.plan_id, e.data"

    init(_ row: inout PostgresRowReader) throws {
        id = try row.next()
        type = try row.next()
        occurredAt = try row.next()
        let role: String = try row.next()
        actorRole = role
        let actor: UUID? = try row.next()
        actorID = actor.map {
            role == "mentor" ? MentorID(uuid: $0).description : StudentID(uuid: $0).description
        }
        consultation = try row.next()
        plan = try row.next()
        data = Data(try row.next(PostgresJSON.self).bytes)
    }
}
