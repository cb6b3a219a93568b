public import Foundation
import Postgres
public import Scheduling

/// A delivery as administrators see it: where it stands, never what it says.
public struct DeliveryRecord: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        case waiting, sent
        /// Tried too often, or refused for good.
        case dead
        /// An administrator's decision, or of no use any more.
        case dropped
    }

    public let id: DeliveryID
    public let state: State
    public let topic: String
    public let event: EventID?
    public let destination: UUID
    public let kind: DestinationKind
    public let owner: Recipient
    public let label: String
    public let attempts: Int
    public let createdAt: Instant
    public let triedAt: Instant?
    /// When its destination is worked at next; nil unless it waits.
    public let nextTryAt: Instant?
    public let lastError: String?
    public let finishedAt: Instant?
}

/// How much is on its way.
public struct DeliveryFigures: Sendable, Hashable {
    /// Rows of the outbox that nobody has spread yet.
    public let outbox: Int
    public let waiting: Int
    public let dead: Int
    /// E-mails with codes that wait to be sent.
    public let emails: Int
    /// Since when the longest waiting delivery has waited.
    public let oldestWaitingSince: Instant?
}

extension Deliveries {
    /// Deliveries, newest first. Admins only.
    ///
    /// - Parameter destination: narrows the list to one.
    public func list(
        state: DeliveryRecord.State?, destination: UUID?, after position: ListPosition?, limit: Int
    ) async throws -> ListPage<DeliveryRecord> {
        var conditions: [SQL] = [position.isAfter("x.created_at", "x.id")]
        if let state { conditions.append("x.state = \(state.rawValue)") }
        if let destination { conditions.append("x.destination_id = \(destination)") }
        let rows = try await desk.database.query(
            """
            SELECT x.id, x.state, coalesce(e.type, x.notice ->> 'topic'), x.event_id, d.id, d.kind, d.owner_role,
                d.owner_id, d.label, x.attempts, x.created_at, x.tried_at,
                CASE WHEN x.state = 'waiting' AND d.active THEN d.work_at END, x.last_error, x.finished_at
            FROM deliveries x JOIN destinations d ON d.id = x.destination_id LEFT JOIN events e ON e.id = x.event_id
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY x.created_at DESC, x.id DESC LIMIT \(limit + 1)
            """)
        let records = try rows.map { row -> DeliveryRecord in
            DeliveryRecord(
                id: try row.next(), state: try row.next(), topic: try row.next(), event: try row.next(),
                destination: try row.next(), kind: try row.next(),
                owner: try Recipient(role: try row.next(), uuid: try row.next()), label: try row.next(),
                attempts: try row.next(), createdAt: try row.next(), triedAt: try row.next(),
                nextTryAt: try row.next(), lastError: try row.next(), finishedAt: try row.next())
        }
        return ListPage(records, limit: limit) { ListPosition(at: $0.createdAt, id: $0.id.uuid) }
    }

    /// Gives a delivery another chance: a dead or dropped one waits again with all its tries, and a waiting one's
    /// destination is worked at now. Admins only.
    ///
    /// - Throws: ``Refusal/alreadyDelivered`` for one that has arrived.
    public func retry(
        _ id: DeliveryID, by caller: Caller, keeping: Keeping<DeliveryID>? = nil
    ) async throws -> Answered<DeliveryID> {
        let now = desk.clock.now
        return try await change(id, "delivery.retried", by: caller, keeping: keeping) { destination in
            [
                """
                UPDATE deliveries SET state = 'waiting', finished_at = NULL,
                    attempts = CASE state WHEN 'waiting' THEN attempts ELSE 0 END
                WHERE id = \(id)
                """,
                "UPDATE destinations SET work_at = \(now) WHERE id = \(destination)",
            ]
        }
    }

    /// Gives a delivery up: it is not tried again, and what is behind it goes on. Admins only. Again changes nothing.
    ///
    /// - Throws: ``Refusal/alreadyDelivered`` for one that has arrived.
    public func drop(
        _ id: DeliveryID, by caller: Caller, keeping: Keeping<DeliveryID>? = nil
    ) async throws -> Answered<DeliveryID> {
        let now = desk.clock.now
        return try await change(id, "delivery.dropped", by: caller, unless: .dropped, keeping: keeping) { _ in
            ["UPDATE deliveries SET state = 'dropped', finished_at = \(now) WHERE id = \(id)"]
        }
    }

    /// - Parameters:
    ///   - done: the state in which nothing is left to do.
    ///   - statements: what is to be done, given the delivery's destination.
    private func change(
        _ id: DeliveryID, _ action: String, by caller: Caller, unless done: DeliveryRecord.State? = nil,
        keeping: Keeping<DeliveryID>?, _ statements: @escaping @Sendable (UUID) -> [SQL]
    ) async throws -> Answered<DeliveryID> {
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let found = try await transaction.query(
                "SELECT destination_id, state FROM deliveries WHERE id = \(id)"
            ).first(as: (UUID, DeliveryRecord.State).self)
            guard let (destination, state) = found else { throw Refusal.notFound() }
            guard state != .sent else { throw Refusal.alreadyDelivered }
            guard state != done else { return id }
            transaction.enqueue(Self.lock([destination]))
            for statement in statements(destination) { transaction.enqueue(statement) }
            desk.audit.enqueue(action, subject: id.description, by: caller, at: now, in: transaction)
            return id
        }
    }

    /// What is on its way now: for metrics and the examination.
    public func figures() async throws -> DeliveryFigures {
        let rows = try await desk.database.query(
            """
            SELECT (SELECT count(*) FROM outbox),
                (SELECT count(*) FROM deliveries WHERE state = 'waiting'),
                (SELECT count(*) FROM deliveries WHERE state = 'dead'),
                (SELECT count(*) FROM emails),
                (SELECT min(created_at) FROM deliveries WHERE state = 'waiting')
            """)
        let found = try rows.first { row in
            DeliveryFigures(
                outbox: try row.next(), waiting: try row.next(), dead: try row.next(), emails: try row.next(),
                oldestWaitingSince: try row.next())
        }
        return found ?? DeliveryFigures(outbox: 0, waiting: 0, dead: 0, emails: 0, oldestWaitingSince: nil)
    }
}

extension DeliveryRecord.State: PostgresCodable {}
