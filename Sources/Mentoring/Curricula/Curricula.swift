public import Curriculum
import Postgres
public import Scheduling

/// The curricula of the directions, by version. Reading is public; publishing is the operator's.
public struct Curricula: Sendable {
    let desk: Desk

    /// A version, without its steps.
    public struct Version: Sendable, Hashable {
        public let direction: String
        public let version: String
        public let stepCount: Int
        public let publishedAt: Instant
    }

    /// What publishing came to.
    public enum Publication: Sendable, Hashable {
        case published
        /// The same version with the same content was there already.
        case unchanged
    }

    /// The version that new plans of a direction are made from: the one published last.
    public func findCurrent(of direction: String) async throws -> DirectionCurriculum? {
        try await desk.database.read(Self.latest(of: direction)).first(Self.curriculum)
    }

    /// One version of a direction's curriculum.
    public func find(_ version: String, of direction: String) async throws -> DirectionCurriculum? {
        try await desk.database.read(
            "SELECT document FROM curricula WHERE direction = \(direction) AND version = \(version)"
        ).first(Self.curriculum)
    }

    /// Every version, by direction, those published last first.
    public func versions() async throws -> [Version] {
        try await desk.database.read(
            """
            SELECT c.direction, c.version, c.step_count, c.published_at
            FROM curricula c JOIN directions d ON d.slug = c.direction ORDER BY d.position, c.number DESC
            """
        ).map { row in
            Version(
                direction: try row.next(), version: try row.next(), stepCount: try row.next(),
                publishedAt: try row.next())
        }
    }

    /// Publishes a version: from now on new plans of its direction are made from it. Needs the database's owner.
    ///
    /// - Parameter mayAddDirection: a direction that isn't there yet is added behind the others, under the
    ///   curriculum's name; else it is refused.
    /// - Throws: ``Refusal/alreadyExists(pointer:)`` with `/version` when the version is there with another content,
    ///   ``Refusal/invalid(pointer:code:)`` with `/direction` for an unknown direction or `/steps` for a curriculum
    ///   with errors that ``CurriculumLint`` names.
    @discardableResult
    public func publish(
        _ curriculum: DirectionCurriculum, mayAddDirection: Bool = false
    ) async throws -> Publication {
        guard !CurriculumLint.problems(in: curriculum).contains(where: { $0.severity == .error }) else {
            throw Refusal.invalid(pointer: "/steps", code: .incorrect)
        }
        let now = desk.clock.now
        let direction = curriculum.direction
        return try await desk.database.transaction { transaction in
            // A statement of its own, first: what follows must see what its last holder published.
            let (_, directions, published, numbers) = try await transaction.query(
                "SELECT pg_advisory_xact_lock(hashtextextended('curricula', 0)) IS NULL",
                "SELECT count(*) FROM directions WHERE slug = \(direction)",
                "SELECT document FROM curricula WHERE direction = \(direction) AND version = \(curriculum.version)",
                "SELECT coalesce(max(number), 0) + 1 FROM curricula WHERE direction = \(direction)")
            if let before = try published.first(Self.curriculum) {
                guard before == curriculum else { throw Refusal.alreadyExists(pointer: "/version") }
                return .unchanged
            }
            if try directions.first({ try $0.next(Int.self) }) == 0 {
                guard mayAddDirection else { throw Refusal.invalid(pointer: "/direction", code: .invalidChoice) }
                transaction.enqueue(
                    """
                    INSERT INTO directions (slug, name, name_en, position)
                    SELECT \(direction), \(curriculum.name), \(curriculum.nameEN), coalesce(max(position), 0) + 1
                    FROM directions
                    """)
            }
            let number = try numbers.first { try $0.next(Int.self) } ?? 1
            transaction.enqueue(
                """
                INSERT INTO curricula (direction, version, number, document, published_at)
                VALUES (\(direction), \(curriculum.version), \(number), \(PostgresJSONCoded(curriculum)), \(now))
                """)
            desk.audit.enqueue(
                "curriculum.published", subject: "\(direction) \(curriculum.version)", by: nil, at: now,
                in: transaction)
            return .published
        }
    }
}

extension Curricula {
    /// The version of a direction published last, as a value in a statement.
    ///
    /// - Parameter column: the column that names the direction; code, never what somebody typed.
    static func latestVersion(of column: String) -> SQL {
        """
        (SELECT c.version FROM curricula c WHERE c.direction = \(unescaped: column)
         ORDER BY c.number DESC LIMIT 1)
        """
    }

    /// One row with the document published last, none for a direction without.
    static func latest(of direction: String) -> SQL {
        "SELECT document FROM curricula WHERE direction = \(direction) ORDER BY number DESC LIMIT 1"
    }

    /// The document a plan was made from.
    static func ofPlan(_ id: PlanID) -> SQL {
        """
        SELECT c.document FROM plans p
        JOIN curricula c ON (c.direction, c.version) = (p.direction, p.curriculum_version) WHERE p.id = \(id)
        """
    }

    /// The document published last for a plan's direction.
    static func latest(ofPlan id: PlanID) -> SQL {
        """
        SELECT c.document FROM plans p JOIN curricula c ON c.direction = p.direction WHERE p.id = \(id)
        ORDER BY c.number DESC LIMIT 1
        """
    }

    /// One version of the curriculum of a plan's direction.
    static func version(_ version: String, ofPlan id: PlanID) -> SQL {
        """
        SELECT c.document FROM plans p
        JOIN curricula c ON c.direction = p.direction AND c.version = \(version) WHERE p.id = \(id)
        """
    }

    static func curriculum(_ row: inout PostgresRowReader) throws -> DirectionCurriculum {
        try row.next(PostgresJSONCoded<DirectionCurriculum>.self).value
    }
}
