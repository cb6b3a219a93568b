import Postgres
import Scheduling

/// The mentors: public reading, and the administrators' writing.
public struct Mentors: Sendable {
    let desk: Desk

    /// The directions, in their own order. Public.
    public func directions() async throws -> [Direction] {
        try await desk.database.read(
            """
            SELECT d.slug, d.name, d.name_en,
                coalesce((SELECT c.step_count FROM curricula c WHERE c.direction = d.slug
                          ORDER BY c.number DESC LIMIT 1), 0)
            FROM directions d ORDER BY d.position
            """
        ).map { row in
            Direction(
                slug: try row.next(), name: try row.next(), nameEn: try row.next(), stepCount: try row.next())
        }
    }

    /// Mentors, newest first, all or those of one direction. Public.
    ///
    /// An unknown direction has no mentors.
    public func list(direction: String?, after position: ListPosition?, limit: Int) async throws -> ListPage<Mentor> {
        let chosen: SQL =
            direction.map {
                "EXISTS (SELECT FROM mentor_directions d WHERE d.mentor_id = m.id AND d.direction = \($0))"
            } ?? "true"
        let rows = try await desk.database.read(
            """
            SELECT \(Self.columns) FROM mentors m
            WHERE \(chosen) AND \(position.isAfter("m.created_at", "m.id"))
            ORDER BY m.created_at DESC, m.id DESC LIMIT \(limit + 1)
            """)
        return ListPage(try rows.map(Self.mentor), limit: limit) { ListPosition(at: $0.createdAt, id: $0.id.uuid) }
    }

    /// One mentor. Public.
    public func find(_ name: MentorName) async throws -> Mentor? {
        try await desk.database.read("SELECT \(Self.columns) FROM mentors m WHERE \(name.condition)")
            .first(Self.mentor)
    }

    /// Adds a mentor with an empty schedule. Admins only.
    ///
    /// - Throws: ``Refusal/alreadyExists(pointer:)`` for a handle in use, ``Refusal/invalid(pointer:code:)`` for an
    ///   unknown direction.
    public func add(
        _ profile: MentorProfile, by caller: Caller?, keeping: Keeping<Mentor>? = nil
    ) async throws -> Answered<Mentor> {
        let now = desk.clock.now
        let id: MentorID = desk.newID(at: now)
        return try await Self.explaining {
            try await desk.write(keeping) { transaction in
                transaction.enqueue(
                    """
                    INSERT INTO mentors
                        (id, handle, name, headline, school, employer, region, timezone, bio, created_at, updated_at)
                    VALUES (\(id), \(profile.handle), \(profile.name), \(profile.headline), \(profile.school),
                        \(profile.employer), \(profile.region), \(profile.timezone), \(profile.bio), \(now), \(now))
                    """)
                enqueueDirections(profile.directions, of: id, in: transaction)
                desk.schedules.enqueue(
                    .empty(timezone: profile.timezone), version: 1, of: id, by: caller, at: now, in: transaction)
                desk.audit.enqueue("mentor.created", subject: profile.handle, by: caller, at: now, in: transaction)
                return Mentor(
                    id: id, handle: profile.handle, name: profile.name, headline: profile.headline,
                    school: profile.school, employer: profile.employer, region: profile.region,
                    directions: profile.directions, timezone: profile.timezone, bio: profile.bio, createdAt: now,
                    offerings: [])
            }
        }
    }

    /// Changes what an administrator may change of a mentor. A new zone is a new version of the schedule.
    ///
    /// - Parameter change: edits the profile as it stands.
    /// - Throws: as ``add(_:by:keeping:)``, and ``Refusal/notFound(pointer:)``.
    public func edit(
        _ name: MentorName, by caller: Caller?, change: @escaping @Sendable (inout MentorProfile) -> Void
    ) async throws -> Mentor {
        let now = desk.clock.now
        let changed = try await Self.explaining {
            try await desk.database.transaction { transaction in
                let (_, found) = try await transaction.query(
                    Self.lock(name), "SELECT \(Self.columns) FROM mentors m WHERE \(name.condition)")
                guard let mentor = try found.first(Self.mentor) else { throw Refusal.notFound() }
                var profile = MentorProfile(
                    handle: mentor.handle, name: mentor.name, timezone: mentor.timezone,
                    directions: mentor.directions, headline: mentor.headline, school: mentor.school,
                    employer: mentor.employer, region: mentor.region, bio: mentor.bio)
                change(&profile)
                transaction.enqueue(
                    """
                    UPDATE mentors SET handle = \(profile.handle), name = \(profile.name),
                        headline = \(profile.headline), school = \(profile.school), employer = \(profile.employer),
                        region = \(profile.region), timezone = \(profile.timezone), bio = \(profile.bio),
                        updated_at = \(now)
                    WHERE id = \(mentor.id)
                    """)
                if profile.directions != mentor.directions {
                    transaction.enqueue("DELETE FROM mentor_directions WHERE mentor_id = \(mentor.id)")
                    enqueueDirections(profile.directions, of: mentor.id, in: transaction)
                }
                if profile.timezone != mentor.timezone {
                    var (schedule, version) = try await desk.schedules.current(of: mentor.id, in: transaction)
                    schedule.timezone = profile.timezone
                    desk.schedules.enqueue(
                        schedule, version: version + 1, of: mentor.id, by: caller, at: now, in: transaction)
                }
                desk.audit.enqueue("mentor.changed", subject: mentor.handle, by: caller, at: now, in: transaction)
                return Mentor(
                    id: mentor.id, handle: profile.handle, name: profile.name, headline: profile.headline,
                    school: profile.school, employer: profile.employer, region: profile.region,
                    directions: profile.directions, timezone: profile.timezone, bio: profile.bio,
                    createdAt: mentor.createdAt, offerings: mentor.offerings)
            }
        }
        desk.forgetSlots(of: changed.id)
        return changed
    }

    /// Holds off everything else that decides or changes what the mentor offers, until the transaction's end. A
    /// statement of its own: only a statement that begins after it sees what its last holder did. No row for an
    /// unknown mentor.
    static func lock(_ name: MentorName) -> SQL {
        "SELECT id, handle, name, timezone, pg_advisory_xact_lock(lock_key) IS NULL FROM mentors WHERE \(name.condition)"
    }

    private func enqueueDirections(
        _ directions: [String], of id: MentorID, in transaction: PostgresTransaction
    ) {
        transaction.enqueue(
            """
            INSERT INTO mentor_directions (mentor_id, direction, position)
            SELECT \(id), slug, place FROM unnest(\(directions)) WITH ORDINALITY AS chosen (slug, place)
            """)
    }

    /// A mentor with their active offerings in one statement.
    private static let columns: SQL =
        """
        m.id, m.handle, m.name, m.headline, m.school, m.employer, m.region,
        ARRAY(SELECT d.direction FROM mentor_directions d WHERE d.mentor_id = m.id ORDER BY d.position),
        m.timezone, m.bio, m.created_at,
        (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.position), '[]')
         FROM offerings o WHERE o.mentor_id = m.id AND o.active)
        """

    private static func mentor(_ row: inout PostgresRowReader) throws -> Mentor {
        Mentor(
            id: try row.next(), handle: try row.next(), name: try row.next(), headline: try row.next(),
            school: try row.next(), employer: try row.next(), region: try row.next(), directions: try row.next(),
            timezone: try row.next(), bio: try row.next(), createdAt: try row.next(),
            offerings: try row.next(PostgresJSONCoded<[OfferingDocument]>.self).value.map(\.offering))
    }

    /// Says in the domain's words what the constraints refused.
    private static func explaining<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let error as PostgresError {
            switch error.constraint {
            case "mentors_handle_key": throw Refusal.alreadyExists(pointer: "/handle")
            case "mentor_directions_direction_fkey": throw Refusal.invalid(pointer: "/directions", code: .invalidChoice)
            default: throw error
            }
        }
    }
}
