import Postgres
public import Scheduling

/// Consultations: asking, answering, moving and ending them.
///
/// Every change of state writes the row, its event and its outbox rows in one transaction. Whatever decides or
/// changes what a mentor offers does so under that mentor's lock, taken before the student's where both are.
public struct Consultations: Sendable {
    let desk: Desk

    /// One consultation the caller may see. Somebody else's is as good as none.
    public func get(_ id: ConsultationID, for caller: Caller) async throws -> Consultation {
        let now = desk.clock.now
        let rows = try await desk.database.query(
            """
            SELECT \(Consultation.columns(for: caller.side, at: now)) FROM \(Consultation.tables)
            WHERE c.id = \(id) AND \(Consultation.isVisible(to: caller))
            """)
        guard let found = try rows.first({ try Consultation(&$0) }) else { throw Refusal.notFound() }
        return found
    }

    /// What a list is narrowed to.
    public struct Filter: Sendable, Hashable {
        /// As they stand now; empty is all.
        public var statuses: [ConsultationStatus] = []
        /// Those whose start lies at or after this instant, and before the other.
        public var from: Instant?
        public var to: Instant?
        /// For admins; nil is all.
        public var mentor: MentorName?
        public var student: StudentID?
        /// Whether the mentor's answer to a message is late; nil is either.
        public var isOverdue: Bool?

        public init() {}
    }

    /// The caller's consultations, newest first; all for an admin.
    public func list(
        _ filter: Filter, for caller: Caller, after position: ListPosition?, limit: Int
    ) async throws -> ListPage<Consultation> {
        let now = desk.clock.now
        var conditions: [SQL] = [
            Consultation.isVisible(to: caller), position.isAfter("c.created_at", "c.id"),
        ]
        if !filter.statuses.isEmpty {
            conditions.append("(\(Consultation.status(at: now))) = ANY(\(filter.statuses.map(\.rawValue)))")
        }
        if let from = filter.from { conditions.append("c.start_at >= \(from)") }
        if let to = filter.to { conditions.append("c.start_at < \(to)") }
        if let mentor = filter.mentor { conditions.append("c.mentor_id = \(mentor.idQuery)") }
        switch filter.isOverdue {
        case true?: conditions.append("c.reply_by <= \(now)")
        case false?: conditions.append("(c.reply_by IS NULL OR c.reply_by > \(now))")
        case nil: break
        }
        if let student = filter.student { conditions.append("c.student_id = \(student)") }
        let condition = conditions.dropFirst().reduce(conditions[0]) { "\($0) AND \($1)" }
        let rows = try await desk.database.query(
            """
            SELECT \(Consultation.columns(for: caller.side, at: now)) FROM \(Consultation.tables)
            WHERE \(condition) ORDER BY c.created_at DESC, c.id DESC LIMIT \(limit + 1)
            """)
        return ListPage(try rows.map { try Consultation(&$0) }, limit: limit) {
            ListPosition(at: $0.createdAt, id: $0.id.uuid)
        }
    }

    /// Says in the domain's words what the exclusion constraints refused, should anything get as far as them.
    static func explaining<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let error as PostgresError {
            switch error.constraint {
            case "consultations_mentor_excl": throw Refusal.slotTaken(alternatives: [])
            case "consultations_student_excl": throw Refusal.studentBusy
            case "consultations_direction_fkey": throw Refusal.invalid(pointer: "/direction", code: .invalidChoice)
            default: throw error
            }
        }
    }
}
