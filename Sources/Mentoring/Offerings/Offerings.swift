public import Postgres
import Scheduling

/// A mentor's offerings.
public struct Offerings: Sendable {
    let desk: Desk

    /// At most this many a mentor; the table's `position` keeps to it.
    public static let limit = 20

    /// All of a mentor's, inactive ones too, in their order. The mentor, or an admin on their behalf.
    public func list(of mentor: MentorName) async throws -> [Offering] {
        try await desk.database.query(Self.query(of: mentor)).map(Self.offering)
    }

    /// Adds one behind the others.
    ///
    /// - Throws: ``Refusal/alreadyExists(pointer:)`` for a slug in use, ``Refusal/invalid(pointer:code:)`` for one too
    ///   many, the same for an unknown direction.
    public func add(
        _ make: @escaping @Sendable (OfferingID) -> Offering, to mentor: MentorName, by caller: Caller?,
        keeping: Keeping<Offering>? = nil
    ) async throws -> Answered<Offering> {
        let now = desk.clock.now
        let offering = make(desk.newID(at: now))
        return try await Self.explaining(of: mentor, desk) {
            try await desk.write(keeping) { transaction in
                let (owner, existing) = try await transaction.query(Mentors.lock(mentor), Self.query(of: mentor))
                guard
                    let (mentorID, handle) = try owner.first({ (try $0.next(MentorID.self), try $0.next(String.self)) })
                else { throw Refusal.notFound() }
                guard existing.count < Self.limit else { throw Refusal.invalid(pointer: "/slug", code: .tooMany) }
                transaction.enqueue(
                    """
                    INSERT INTO offerings
                        (id, mentor_id, slug, position, title, direction, duration_minutes, step_minutes,
                         buffer_before_minutes, buffer_after_minutes, notice_minutes, horizon_days, max_per_day,
                         max_per_week, approval, active, price_fen, meeting, created_at, updated_at)
                    VALUES (\(offering.id), \(mentorID), \(offering.slug), \(existing.count + 1),
                        \(offering.title), \(offering.direction), \(offering.durationMinutes),
                        \(offering.stepMinutes), \(offering.bufferBeforeMinutes),
                        \(offering.bufferAfterMinutes), \(offering.noticeMinutes),
                        \(offering.horizonDays), \(offering.maxPerDay),
                        \(offering.maxPerWeek), \(offering.approval.rawValue), \(offering.isActive),
                        \(offering.priceFen), \(offering.meeting.map(PostgresJSONCoded.init)), \(now),
                        \(now))
                    """)
                desk.audit.enqueue(
                    "offering.created", onBehalfOf: handle, subject: offering.slug, by: caller, at: now,
                    in: transaction)
                return offering
            }
        }
    }

    /// Changes one; what is booked keeps what it was booked with.
    ///
    /// - Parameter change: edits the offering as it stands.
    public func edit(
        _ slug: String, of mentor: MentorName, by caller: Caller?,
        change: @escaping @Sendable (inout Offering) throws -> Void
    ) async throws -> Offering {
        let now = desk.clock.now
        return try await Self.explaining(of: mentor, desk) {
            try await desk.database.transaction { transaction in
                let (owner, existing) = try await transaction.query(Mentors.lock(mentor), Self.query(of: mentor))
                guard
                    let handle = try owner.first({ row in
                        _ = try row.next(MentorID.self); return try row.next(String.self)
                    }),
                    var offering = try existing.map(Self.offering).first(where: { $0.slug == slug })
                else { throw Refusal.notFound() }
                try change(&offering)
                transaction.enqueue(
                    """
                    UPDATE offerings SET slug = \(offering.slug), title = \(offering.title),
                        direction = \(offering.direction), duration_minutes = \(offering.durationMinutes),
                        step_minutes = \(offering.stepMinutes),
                        buffer_before_minutes = \(offering.bufferBeforeMinutes),
                        buffer_after_minutes = \(offering.bufferAfterMinutes),
                        notice_minutes = \(offering.noticeMinutes),
                        horizon_days = \(offering.horizonDays),
                        max_per_day = \(offering.maxPerDay),
                        max_per_week = \(offering.maxPerWeek),
                        approval = \(offering.approval.rawValue), active = \(offering.isActive),
                        price_fen = \(offering.priceFen),
                        meeting = \(offering.meeting.map(PostgresJSONCoded.init)), updated_at = \(now)
                    WHERE id = \(offering.id)
                    """)
                desk.audit.enqueue(
                    "offering.changed", onBehalfOf: handle, subject: offering.slug, by: caller, at: now,
                    in: transaction)
                return offering
            }
        }
    }

    static func query(of mentor: MentorName) -> SQL {
        "SELECT \(columns) FROM offerings o WHERE o.mentor_id = \(mentor.idQuery) ORDER BY o.position"
    }

    static let columns: SQL =
        """
        o.id, o.slug, o.title, o.direction, o.duration_minutes, o.step_minutes, o.buffer_before_minutes,
        o.buffer_after_minutes, o.notice_minutes, o.horizon_days, o.max_per_day, o.max_per_week, o.approval,
        o.active, o.price_fen, o.meeting
        """

    static func offering(_ row: inout PostgresRowReader) throws -> Offering {
        Offering(
            id: try row.next(), slug: try row.next(), title: try row.next(), direction: try row.next(),
            durationMinutes: try row.next(), stepMinutes: try row.next(Int.self),
            bufferBeforeMinutes: try row.next(), bufferAfterMinutes: try row.next(),
            noticeMinutes: try row.next(), horizonDays: try row.next(), maxPerDay: try row.next(),
            maxPerWeek: try row.next(), approval: try row.next(Approval.self), isActive: try row.next(),
            priceFen: try row.next(), meeting: try row.next(PostgresJSONCoded<Meeting>?.self)?.value)
    }

    private static func explaining<T: Sendable>(
        of mentor: MentorName, _ desk: Desk, _ work: () async throws -> T
    ) async throws -> T {
        do {
            return try await desk.forgettingSlots(of: mentor, work)
        } catch let error as PostgresError {
            switch error.constraint {
            case "offerings_slug_key": throw Refusal.alreadyExists(pointer: "/slug")
            case "offerings_direction_fkey": throw Refusal.invalid(pointer: "/direction", code: .invalidChoice)
            default: throw error
            }
        }
    }
}

extension Approval: PostgresCodable {}
