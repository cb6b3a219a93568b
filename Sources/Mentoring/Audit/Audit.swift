import Postgres
public import Scheduling

/// What administrators did, and on whose behalf.
public struct Audit: Sendable {
    let desk: Desk

    /// One act.
    public struct Entry: Sendable, Hashable {
        public let id: AuditEntryID
        public let occurredAt: Instant
        /// The label of the token that acted; `operator` for an act at the database's side.
        public let actor: String
        public let action: String
        /// The handle of the mentor acted for.
        public let onBehalfOf: String?
        public let subject: String?
    }

    /// All acts, newest first. Admins only.
    public func entries(after position: ListPosition?, limit: Int) async throws -> ListPage<Entry> {
        let rows = try await desk.database.query(
            """
            SELECT id, occurred_at, actor, action, on_behalf_of, subject FROM audit
            WHERE \(position.isAfter("occurred_at", "id"))
            ORDER BY occurred_at DESC, id DESC LIMIT \(limit + 1)
            """)
        let entries = try rows.map { row in
            Entry(
                id: try row.next(), occurredAt: try row.next(), actor: try row.next(), action: try row.next(),
                onBehalfOf: try row.next(), subject: try row.next())
        }
        return ListPage(entries, limit: limit) { ListPosition(at: $0.occurredAt, id: $0.id.uuid) }
    }

    /// Records an act that writes nothing else.
    public func record(
        _ action: String, onBehalfOf handle: String?, subject: String?, by caller: Caller
    ) async throws {
        let now = desk.clock.now
        try await desk.database.transaction { transaction in
            enqueue(action, onBehalfOf: handle, subject: subject, by: caller, at: now, in: transaction)
        }
    }

    /// Records an act in the transaction that does it. Only admins' acts (and the operator's, nil) are recorded.
    func enqueue(
        _ action: String, onBehalfOf handle: String? = nil, subject: String? = nil, by caller: Caller?,
        at now: Instant, in transaction: PostgresTransaction
    ) {
        guard caller == nil || caller?.role == .admin else { return }
        let id: AuditEntryID = desk.newID(at: now)
        transaction.enqueue(
            """
            INSERT INTO audit (id, occurred_at, token_id, actor, action, on_behalf_of, subject)
            VALUES (\(id), \(now), \(caller?.token), \(caller?.label ?? "operator"), \(action), \(handle), \(subject))
            """)
    }
}
