public import Postgres
public import Scheduling

/// What happened, to whom it concerns: read in order, to be gone on with at any place.
public struct Events: Sendable {
    let desk: Desk

    /// Whose events are read.
    public enum Reader: Sendable, Hashable {
        case mentor(MentorID)
        case student(StudentID)
        /// For administrators.
        case everybody

        var condition: SQL {
            switch self {
            case .mentor(let id): "e.mentor_id = \(id)"
            case .student(let id): "e.student_id = \(id)"
            case .everybody: "true"
            }
        }
    }

    /// Whose events a caller reads: their own; an administrator all, or one mentor's.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `?mentor` for an unknown mentor or, to anybody else, another one.
    public func reader(for caller: Caller, mentor: MentorName?) async throws -> Reader {
        let own: Reader =
            switch caller.subject {
            case .student(let id): .student(id)
            case .mentor(let id, _): .mentor(id)
            case .admin: .everybody
            }
        guard let mentor else { return own }
        let ids = try await desk.database.read("SELECT id FROM mentors WHERE \(mentor.condition)").decode(MentorID.self)
        guard let id = ids.first, own == .everybody || own == .mentor(id) else {
            throw Refusal.notFound(pointer: "?mentor")
        }
        return .mentor(id)
    }

    /// Where an event stands in the order of a reader's; the start for nil.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` for an event that isn't one of theirs.
    public func position(
        after id: EventID?, of reader: Reader, pointer: String = "?after"
    ) async throws -> EventPosition {
        guard let id else { return .start }
        let rows = try await desk.database.query(
            "SELECT e.written_in::text, e.position FROM events e WHERE e.id = \(id) AND \(reader.condition)")
        guard
            let position = try rows.first({ EventPosition(transaction: try $0.next(), position: try $0.next()) })
        else { throw Refusal.notFound(pointer: pointer) }
        return position
    }

    /// The events that follow a place, oldest first.
    ///
    /// Given are those of transactions below every one of this database that is still at work: what comes to be later
    /// comes later in the order too, so that going on from the last one misses nothing. A transaction that has written
    /// something and stays open (not one that only reads, such as a dump) holds back what was committed after it.
    public func list(after position: EventPosition, limit: Int, for reader: Reader) async throws -> EventBatch {
        let batch = try await batch(
            after: position, below: "pg_snapshot_xmin(pg_current_snapshot())", limit: limit, for: reader)
        guard batch.isHeldBack else { return batch }
        // The snapshot's horizon is that of all databases of the server; those of others don't write here. It is
        // asked for before the rows are read: whoever is not among the open ones then is seen by the later statement.
        let horizon = try await desk.database.query(Self.horizon).first { try $0.next(String.self) } ?? "0"
        return try await self.batch(after: position, below: "\(inferred: horizon)", limit: limit, for: reader)
    }

    /// The same for somebody who asks once: waits a moment for what is about to be given.
    public func page(after position: EventPosition, limit: Int, for reader: Reader) async throws -> EventBatch {
        var batch = try await list(after: position, limit: limit, for: reader)
        var pause = Duration.milliseconds(2)
        while batch.isHeldBack, pause < .milliseconds(200) {
            try await Task.sleep(for: pause)
            pause *= 2
            batch = try await list(after: position, limit: limit, for: reader)
        }
        return batch
    }

    private func batch(
        after position: EventPosition, below horizon: SQL, limit: Int, for reader: Reader
    ) async throws -> EventBatch {
        let rows = try await desk.database.query(
            """
            SELECT \(RecordedEvent.columns), e.written_in::text, e.position, e.written_in < \(horizon)
            FROM events e WHERE \(reader.condition) AND \(position.isBefore)
            ORDER BY e.written_in, e.position LIMIT \(limit + 1)
            """)
        let found = try rows.map { row in
            (
                event: try RecordedEvent(&row),
                place: EventPosition(transaction: try row.next(), position: try row.next()),
                isSettled: try row.next(Bool.self)
            )
        }
        let settled = found.prefix(while: \.isSettled)
        let given = settled.prefix(limit)
        return EventBatch(
            events: given.map(\.event), end: given.last?.place ?? position, hasMore: settled.count > limit,
            isHeldBack: settled.count < found.count)
    }

    /// The lowest transaction of this database that is still at work, 64 bits wide; without one, the next there will be.
    /// Activity shows the lower 32 bits, which count on from the snapshot's horizon.
    private static let horizon: SQL =
        """
        WITH base AS (
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::numeric AS low,
                pg_snapshot_xmax(pg_current_snapshot())::text::numeric AS next),
        open AS (
            SELECT backend_xid::text::numeric AS number FROM pg_stat_activity
            WHERE datname = current_database() AND backend_xid IS NOT NULL
            UNION ALL
            SELECT transaction::text::numeric FROM pg_prepared_xacts WHERE database = current_database())
        SELECT CASE WHEN pg_is_in_recovery() THEN base.low
            ELSE least(base.next, (
                SELECT min(base.low + mod(open.number - mod(base.low, 4294967296) + 4294967296, 4294967296))
                FROM open)) END::text
        FROM base
        """

    /// Events that are committed and held back by a transaction that is still at work.
    ///
    /// - Parameter before: those that happened before it; the younger ones are nothing to speak of.
    /// - Returns: how many, and since when the first of them waits.
    public static func heldBack(
        before: Instant, in database: PostgresClient
    ) async throws -> (count: Int, since: Instant?) {
        let horizon = try await database.query(Self.horizon).first { try $0.next(String.self) } ?? "0"
        let held = try await database.query(
            """
            SELECT count(*)::int, min(e.occurred_at) FROM events e
            WHERE e.written_in >= \(inferred: horizon) AND e.occurred_at < \(before)
            """
        ).first(as: (Int, Instant?).self)
        return held ?? (0, nil)
    }

    /// The place an event of a page has, for the next page's cursor.
    public func text(of position: EventPosition) -> String { "\(position.transaction) \(position.position)" }

    /// Reads what ``text(of:)`` wrote.
    public func position(_ text: String) -> EventPosition? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, UInt64(parts[0]) != nil, let position = Int64(parts[1]) else { return nil }
        return EventPosition(transaction: String(parts[0]), position: position)
    }

    /// Gives events that came with a dump from another cluster a place below everything that is written from now on.
    ///
    /// - Returns: how many those were.
    @discardableResult
    func settleRestored() async throws -> Int {
        try await desk.database.query(
            "SELECT settle_restored_events()", deadline: .seconds(600)
        ).first { try $0.next(Int.self) } ?? 0
    }
}
