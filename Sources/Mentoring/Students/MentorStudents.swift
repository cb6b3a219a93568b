import Postgres
public import Scheduling

/// The students a mentor has consultations with, and what the mentor may know of them: never an address, and nothing
/// of what they do with other mentors.
public struct MentorStudents: Sendable {
    let desk: Desk

    /// A student as one mentor sees them.
    public struct Summary: Sendable, Hashable {
        public let id: StudentID
        public let name: String
        public let timezone: String
        public let direction: String?
        public let graduationYear: Int?
        /// When the first and the newest consultation with this mentor were asked for.
        public let firstAt: Instant
        public let lastAt: Instant
        /// The start of the next confirmed session with this mentor that isn't over.
        public let nextAt: Instant?
        public let counts: Counts
    }

    /// Consultations with one mentor, as they stand.
    public struct Counts: Sendable, Hashable {
        public let total: Int
        public let open: Int
        public let requested: Int
        /// Confirmed and not over.
        public let coming: Int
        public let completed: Int
        /// Those the student missed.
        public let missed: Int
    }

    /// The mentor's students; who asked last comes first.
    public func list(
        of mentor: MentorName, after position: ListPosition?, limit: Int
    ) async throws -> ListPage<Summary> {
        let rows = try await desk.database.query(
            Self.query(of: mentor, at: desk.clock.now, where: "true")
                + """
                 WHERE \(position.isAfter("x.last_at", "s.id")) ORDER BY x.last_at DESC, s.id DESC LIMIT \(limit + 1)
                """)
        return ListPage(try rows.map { try Summary(&$0) }, limit: limit) {
            ListPosition(at: $0.lastAt, id: $0.id.uuid)
        }
    }

    /// One of them. A student without a consultation with this mentor is as good as none.
    public func get(_ id: StudentID, of mentor: MentorName) async throws -> Summary {
        let rows = try await desk.database.query(
            Self.query(of: mentor, at: desk.clock.now, where: "c.student_id = \(id)"))
        guard let found = try rows.first({ try Summary(&$0) }) else { throw Refusal.notFound() }
        return found
    }

    private static func query(of mentor: MentorName, at now: Instant, where condition: SQL) -> SQL {
        """
        SELECT s.id, s.name, s.timezone, s.direction, s.graduation_year, x.first_at, x.last_at, x.next_at,
            x.total, x.open, x.requested, x.coming, x.completed, x.missed
        FROM (
            SELECT c.student_id, min(c.created_at) AS first_at, max(c.created_at) AS last_at,
                min(c.start_at) FILTER (WHERE c.status = 'confirmed' AND c.end_at > \(now)) AS next_at,
                count(*) AS total, count(*) FILTER (WHERE c.status = 'open') AS open,
                count(*) FILTER (WHERE c.status = 'requested' AND c.respond_by > \(now)) AS requested,
                count(*) FILTER (WHERE c.status = 'confirmed' AND c.end_at > \(now)) AS coming,
                count(*) FILTER (WHERE c.status = 'completed') AS completed,
                count(*) FILTER (WHERE c.status = 'no_show' AND c.absent = 'student') AS missed
            FROM consultations c WHERE c.mentor_id = \(mentor.idQuery) AND \(condition) GROUP BY c.student_id
        ) x JOIN students s ON s.id = x.student_id
        """
    }
}

extension MentorStudents.Summary {
    fileprivate init(_ row: inout PostgresRowReader) throws {
        id = try row.next()
        name = try row.next()
        timezone = try row.next()
        direction = try row.next()
        graduationYear = try row.next()
        firstAt = try row.next()
        lastAt = try row.next()
        nextAt = try row.next()
        counts = MentorStudents.Counts(
            total: try row.next(), open: try row.next(), requested: try row.next(), coming: try row.next(),
            completed: try row.next(), missed: try row.next())
    }
}
