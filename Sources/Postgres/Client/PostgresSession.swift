internal import Synchronization

/// A connection with a session of its own. It is good only inside the closure it was given to.
public final class PostgresSession: Sendable, PostgresQuerying {
    private let thread: LoopThread
    private let registry: StatementRegistry
    private let lease: Lease
    private let isEnded = Mutex(false)
    private let hasStarted = Mutex(false)

    init(client: PostgresClient, deadlineAt: Int64) {
        thread = client.thread
        registry = client.registry
        lease = Lease(deadlineAt: deadlineAt, discards: true)
    }

    /// Runs one statement; outside a transaction it is one of its own.
    @discardableResult
    public func query(_ sql: SQL) async throws -> PostgresRows {
        try await query([sql])[0]
    }

    /// Runs statements in one round trip; outside a transaction they are one of their own.
    @discardableResult
    public func query(_ statements: [SQL]) async throws -> [PostgresRows] {
        guard let first = statements.first else { return [] }
        return try await thread.performAll(
            work(.statements(try registry.bind(first), more: try statements.dropFirst().map(registry.bind))))
    }

    /// Runs a text of many statements by the simple protocol; results are dropped.
    public func script(_ text: String) async throws {
        guard !text.utf8.contains(0) else { throw PostgresError(.misuse, "a script holds U+0000") }
        try await thread.performVoid(work(.script(text)))
    }

    private func work(_ content: Work.Content) throws -> Work {
        guard !isEnded.withLock({ $0 }) else {
            throw PostgresError(.misuse, "the session's handle was used after its closure had ended")
        }
        hasStarted.withLock { $0 = true }
        return Work(lane: .leased(lease), content: content, deadlineAt: lease.deadlineAt)
    }

    func end() async {
        isEnded.withLock { $0 = true }
        if hasStarted.withLock({ $0 }) { await thread.endLease(lease) }
    }
}
