import Curriculum
import Postgres
public import Scheduling
import ZoneData

/// Learning-path plans: asking for one, correcting it, following it.
///
/// Every change writes the rows, its event and its outbox rows in one transaction, under the plan's row; the writer
/// names the version they read.
public struct Plans: Sendable {
    let desk: Desk

    /// How many plans that are not archived a student may have.
    public static let liveLimit = 50
    /// The longest span from start to target, in days.
    public static let longestSpan = 1_096
    /// How many steps may be added to a plan by hand.
    public static let ownStepLimit = 40

    /// One plan the caller may see. Somebody else's is as good as none, and so is one that a mentor is only asked for.
    public func get(_ id: PlanID, for caller: Caller) async throws -> Plan {
        let rows = try await desk.database.query(
            """
            SELECT \(Plan.columns(at: desk.clock.now)) FROM \(Plan.tables)
            WHERE p.id = \(id) AND \(Plan.isVisible(to: caller))
            """)
        guard let found = try rows.first({ try Plan(&$0) }) else { throw Refusal.notFound() }
        return found
    }

    /// What a list is narrowed to.
    public struct Filter: Sendable, Hashable {
        /// Empty is all.
        public var statuses: [PlanStatus] = []
        public var direction: String?
        public var student: StudentID?
        public var mentor: MentorName?

        public init() {}
    }

    /// The plans the caller may see, newest first; all for an admin.
    public func list(
        _ filter: Filter, for caller: Caller, after position: ListPosition?, limit: Int
    ) async throws -> ListPage<Plan> {
        var conditions: [SQL] = [Plan.isVisible(to: caller), position.isAfter("p.created_at", "p.id")]
        if !filter.statuses.isEmpty { conditions.append("p.status = ANY(\(filter.statuses.map(\.rawValue)))") }
        if let direction = filter.direction { conditions.append("p.direction = \(direction)") }
        if let student = filter.student { conditions.append("p.student_id = \(student)") }
        if let mentor = filter.mentor { conditions.append("p.mentor_id = \(mentor.idQuery)") }
        let condition = conditions.dropFirst().reduce(conditions[0]) { "\($0) AND \($1)" }
        let rows = try await desk.database.query(
            """
            SELECT \(Plan.columns(at: desk.clock.now)) FROM \(Plan.tables)
            WHERE \(condition) ORDER BY p.created_at DESC, p.id DESC LIMIT \(limit + 1)
            """)
        return ListPage(try rows.map { try Plan(&$0) }, limit: limit) {
            ListPosition(at: $0.createdAt, id: $0.id.uuid)
        }
    }

    /// What a mentor knows of a plan they are asked for: who asks, and for which direction. Nothing else, until they
    /// take it.
    public struct Ask: Sendable, Hashable {
        public let plan: PlanID
        public let student: String
        public let direction: String
        public let askedAt: Instant
    }

    /// The plans a mentor is asked for and has not taken, the oldest question first.
    public func asks(of mentor: MentorName) async throws -> [Ask] {
        let (found, rows) = try await desk.database.query(
            "SELECT 1 FROM mentors WHERE \(mentor.condition)",
            """
            SELECT p.id, s.name, p.direction, p.asked_at FROM plans p JOIN students s ON s.id = p.student_id
            WHERE p.mentor_id = \(mentor.idQuery) AND p.taken_at IS NULL AND p.status <> 'archived'
            ORDER BY p.asked_at, p.id LIMIT \(Self.askLimit)
            """)
        guard !found.isEmpty else { throw Refusal.notFound() }
        return try rows.map { row in
            Ask(
                plan: try row.next(), student: try row.next(), direction: try row.next(), askedAt: try row.next())
        }
    }

    private static let askLimit = 500

    /// The days of public holidays of a region; none for nil, or for one that the service holds no notices of.
    func holidays(of region: String?) -> Holidays {
        region.flatMap { desk.holidays[$0] } ?? Holidays(notices: [])
    }

    /// The student's day at an instant.
    func day(at now: Instant, in timezone: String) -> CivilDate {
        (desk.zones.zone(named: timezone) ?? .utc).localDate(at: now)
    }
}
