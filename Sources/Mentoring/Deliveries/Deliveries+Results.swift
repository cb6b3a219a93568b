import Foundation
import Postgres
public import Scheduling

extension Deliveries {
    /// Writes down that deliveries have arrived, or need not go out. A destination that works has failed never.
    public func finish(_ deliveries: [Delivery], of destination: DueDestination, isDropped: Bool = false) async throws {
        let now = desk.clock.now
        let ids = deliveries.map(\.id.uuid)
        let state = isDropped ? "dropped" : "sent"
        var statements: [SQL] = [
            """
            UPDATE deliveries SET state = \(state), attempts = attempts + \(isDropped ? 0 : 1), tried_at = \(now),
                last_error = NULL, finished_at = \(now)
            WHERE id = ANY(\(ids)) AND state = 'waiting'
            """
        ]
        if !isDropped, destination.failures > 0 {
            statements.append(
                """
                UPDATE destinations SET failures = 0, failing_since = NULL
                WHERE id = \(destination.id) AND failures > 0
                """)
        }
        try await desk.database.query(statements)
    }

    /// What becomes of deliveries that could not be handed over.
    public enum Failure: Sendable, Hashable {
        /// To be tried again: the destination waits so long, and with it all that is behind.
        case again(afterSeconds: Int)
        /// Not again: they are dead letters, and the next one's turn comes.
        case dead
        /// The destination is switched off, and what waits for it is dead.
        case disable(reason: String)
    }

    /// Writes a failure down, and gives the destination back. Nothing where the lease is somebody else's by now: it is for
    /// them to say.
    ///
    /// - Parameter error: what went wrong, in words without secrets.
    public func fail(
        _ deliveries: [Delivery], of destination: DueDestination, error: String, _ failure: Failure
    ) async throws {
        let now = desk.clock.now
        let ids = deliveries.map(\.id.uuid)
        let text = String(error.prefix(500))
        let isOurs: SQL = "id = \(destination.id) AND lease = \(destination.lease)"
        let ours: SQL = "destination_id = (SELECT id FROM destinations WHERE \(isOurs)) AND state = 'waiting'"
        try await desk.database.transaction { transaction in
            transaction.enqueue(Self.lock([destination.id]))
            let isDead = if case .again = failure { false } else { true }
            transaction.enqueue(
                """
                UPDATE deliveries SET attempts = attempts + 1, tried_at = \(now), last_error = \(text),
                    state = \(isDead ? "dead" : "waiting"), finished_at = \(isDead ? now : nil)
                WHERE id = ANY(\(ids)) AND \(ours)
                """)
            switch failure {
            case .again(let seconds):
                transaction.enqueue(
                    """
                    UPDATE destinations SET failures = failures + 1, failing_since = coalesce(failing_since, \(now))
                    WHERE \(isOurs)
                    """)
                transaction.enqueue(giveBack(destination, workAt: now.adding(seconds: seconds)))
            case .dead:
                transaction.enqueue(giveBack(destination, workAt: now))
            case .disable(let reason):
                transaction.enqueue(
                    "UPDATE deliveries SET state = 'dead', last_error = \(reason), finished_at = \(now) WHERE \(ours)")
                transaction.enqueue(
                    """
                    UPDATE destinations SET active = false, disabled_at = \(now), disabled_reason = \(reason),
                        failures = failures + 1, updated_at = \(now)
                    WHERE \(isOurs)
                    """)
                transaction.enqueue(giveBack(destination, workAt: now))
            }
        }
    }

    /// Makes the lease of a destination that is worked at longer.
    ///
    /// - Returns: whether it is still this one's.
    public func renew(_ destination: DueDestination, leaseSeconds: Int) async throws -> Bool {
        let until = desk.clock.now.adding(seconds: leaseSeconds)
        return try await !desk.database.query(
            """
            UPDATE destinations SET leased_until = \(until)
            WHERE id = \(destination.id) AND lease = \(destination.lease) AND leased_until IS NOT NULL RETURNING id
            """
        ).isEmpty
    }

    /// Gives a destination back.
    ///
    /// - Parameter workAt: when there is something to do again, if anything waits; nil is at once.
    public func giveBack(_ destination: DueDestination, workAt: Instant? = nil) async throws {
        let at = workAt ?? desk.clock.now
        try await desk.database.transaction { transaction in
            // A statement of its own: what is asked after it sees what was written while it waited.
            transaction.enqueue(Self.lock([destination.id]))
            transaction.enqueue(giveBack(destination, workAt: at))
        }
    }

    /// Nothing if the lease is somebody else's by now.
    private func giveBack(_ destination: DueDestination, workAt: Instant) -> SQL {
        """
        UPDATE destinations d SET leased_until = NULL, work_at = CASE WHEN EXISTS (
            SELECT FROM deliveries w WHERE w.destination_id = d.id AND w.state = 'waiting') THEN \(workAt) END
        WHERE d.id = \(destination.id) AND d.lease = \(destination.lease)
        """
    }

    /// How often a robot may be written to: so many in so many seconds.
    public struct RobotLimit: Sendable, Hashable {
        public let count: Int
        public let seconds: Int

        public init(count: Int, seconds: Int) {
            self.count = count
            self.seconds = seconds
        }
    }

    /// Takes one of a robot's turns, for all instances and whoever's destination it is.
    ///
    /// - Returns: nil when the turn is taken; else when there may be one.
    public func takeTurn(of robot: [UInt8], within limits: [RobotLimit]) async throws -> Instant? {
        let now = desk.clock.now
        let longest = limits.map(\.seconds).max() ?? 0
        let since = now.adding(seconds: -longest)
        return try await desk.database.transaction { transaction in
            let (_, rows) = try await transaction.query(
                """
                INSERT INTO robots (hash, sent_at) VALUES (\(robot), '{}')
                ON CONFLICT ON CONSTRAINT robots_pkey DO NOTHING
                """,
                "SELECT sent_at FROM robots WHERE hash = \(robot) FOR UPDATE")
            let sent = try rows.first { try $0.next([Instant].self) } ?? []
            let recent = sent.filter { $0 > since }.sorted()
            var free: Instant?
            for limit in limits {
                let within = recent.filter { $0 > now.adding(seconds: -limit.seconds) }
                guard within.count >= limit.count else { continue }
                // The oldest of the last so many has to leave the window.
                let leaves = within[within.count - limit.count].adding(seconds: limit.seconds)
                free = max(free ?? leaves, leaves)
            }
            if let free { return free }
            transaction.enqueue(
                "UPDATE robots SET sent_at = \(recent + [now]) WHERE hash = \(robot)")
            return nil
        }
    }
}
