internal import Synchronization

/// How much a transaction sees of others.
public enum PostgresIsolation: String, Sendable, Hashable, CaseIterable {
    /// Each statement sees what was committed before it began.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first began.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after another; expect retries.
    case serializable = "SERIALIZABLE"
}

/// The handle of a running transaction. It is good only inside the closure it was given to.
///
/// Nothing is sent before the first `query`: BEGIN travels with it, and COMMIT with the enqueued writes, so that
/// "read under locks, decide, write" takes two round trips.
public final class PostgresTransaction: Sendable, PostgresQuerying {
    private enum Ahead {
        case prelude(BoundStatement, @Sendable (PostgresRows) throws -> Void)
        case enqueued(BoundStatement)

        var statement: BoundStatement {
            switch self {
            case .prelude(let statement, _), .enqueued(let statement): statement
            }
        }

        var isPrelude: Bool {
            if case .prelude = self { true } else { false }
        }
    }

    private struct State {
        var hasBegun = false
        var isEnded = false
        /// What ends the transaction whatever the closure does: a prelude's refusal, an enqueued write's error, a
        /// lost connection.
        var fatal: (any Error)?
        /// Whether an error was seen that running everything again may heal.
        var mayRetry = false
        var ahead: [Ahead] = []
    }

    private let thread: LoopThread
    private let registry: StatementRegistry
    private let lease: Lease
    private let begin: SQL
    private let segmentLimit: Duration
    private let state = Mutex(State())

    init(
        client: PostgresClient, isolation: PostgresIsolation, readOnly: Bool, deadlineAt: Int64
    ) {
        thread = client.thread
        registry = client.registry
        lease = Lease(deadlineAt: deadlineAt, discards: false)
        segmentLimit = client.configuration.queryDeadline
        begin = SQL(unescaped: "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : "")")
    }

    /// Runs one statement, with everything enqueued before it in front, in one round trip.
    @discardableResult
    public func query(_ sql: SQL) async throws -> PostgresRows {
        try await query([sql])[0]
    }

    /// Runs statements, with everything enqueued before them in front, in one round trip.
    @discardableResult
    public func query(_ statements: [SQL]) async throws -> [PostgresRows] {
        let bound = try statements.map(registry.bind)
        return try await send(bound)
    }

    /// Puts a statement in front of the next segment; `check` sees its rows before that segment's are handed out.
    ///
    /// What `check` throws aborts the transaction and comes out of `transaction`, whatever the closure does with it.
    public func prelude(_ sql: SQL, check: @escaping @Sendable (PostgresRows) throws -> Void) {
        put { .prelude(try registry.bind(sql), check) }
    }

    /// Puts a write whose result nobody needs in front of the next segment, or in front of COMMIT if none follows.
    ///
    /// Its error comes out of `transaction`.
    public func enqueue(_ sql: SQL) {
        put { .enqueued(try registry.bind(sql)) }
    }

    private func put(_ make: () throws -> Ahead) {
        do {
            let ahead = try make()
            state.withLock { state in
                if state.isEnded {
                    state.fatal = state.fatal ?? Self.ended
                } else {
                    state.ahead.append(ahead)
                }
            }
        } catch {
            state.withLock { $0.fatal = $0.fatal ?? error }
        }
    }

    private static var ended: PostgresError {
        PostgresError(.misuse, "the transaction's handle was used after its closure had ended")
    }

    // MARK: Segments

    private func send(
        _ statements: [BoundStatement], commits: Bool = false, atEnd: Bool = false
    ) async throws -> [PostgresRows] {
        // A write enqueued behind a prelude must neither fail before the check has spoken nor be committed before.
        let checked = state.withLock { state in
            let end = state.ahead.lastIndex(where: \.isPrelude).map { $0 + 1 } ?? 0
            return commits || end < state.ahead.count ? end : 0
        }
        if checked > 0 { _ = try await transmit([], ahead: checked, atEnd: atEnd) }
        return try await transmit(statements, commits: commits, atEnd: atEnd)
    }

    /// Sends one segment.
    /// - Parameter count: how many of those put ahead go with it; nil is all.
    private func transmit(
        _ statements: [BoundStatement], ahead count: Int? = nil, commits: Bool = false, atEnd: Bool = false
    ) async throws -> [PostgresRows] {
        let (begins, ahead) = try state.withLock { state in
            if let fatal = state.fatal { throw fatal }
            guard !state.isEnded || atEnd else { throw Self.ended }
            let ahead = state.ahead.prefix(count ?? state.ahead.count)
            defer {
                state.hasBegun = true
                state.ahead.removeFirst(ahead.count)
            }
            return (!state.hasBegun, Array(ahead))
        }
        var all = begins ? [try registry.bind(begin)] : []
        all += ahead.map(\.statement)
        let own = all.count
        all += statements
        guard let first = all.first else { return [] }
        let work = Work(
            lane: .leased(lease), content: .statements(first, more: Array(all.dropFirst())),
            deadlineAt: min(lease.deadlineAt, MonotonicClock.time(after: segmentLimit)), commits: commits,
            endsLease: commits)
        let rows: [PostgresRows]
        do {
            rows = try await thread.performAll(work)
        } catch {
            note(error, isOwn: work.failedIndex.map { $0 >= own } ?? false)
            throw error
        }
        for (index, item) in ahead.enumerated() {
            guard case .prelude(_, let check) = item else { continue }
            do {
                try check(rows[own - ahead.count + index])
            } catch {
                state.withLock { $0.fatal = $0.fatal ?? error }
                throw error
            }
        }
        return Array(rows.dropFirst(own))
    }

    private func note(_ error: any Error, isOwn: Bool) {
        let error = error as? PostgresError
        state.withLock { state in
            if let error, error.isSerializationConflict || error.isStalePreparedStatement { state.mayRetry = true }
            // The closure may catch a refused statement of its own and go on (to a savepoint); nothing else heals.
            if !isOwn || error?.kind != .server, state.fatal == nil { state.fatal = error ?? CancellationError() }
        }
    }

    // MARK: The end

    /// Sends what is enqueued together with COMMIT; nothing when nothing was ever sent or enqueued.
    func commit() async throws {
        let isEmpty = state.withLock { state in
            state.isEnded = true
            return !state.hasBegun && state.ahead.isEmpty && state.fatal == nil
        }
        guard !isEmpty else { return }
        _ = try await send([try registry.bind("COMMIT")], commits: true, atEnd: true)
    }

    /// Rolls back, waits for it, and says what the caller of `transaction` gets.
    func abandon(_ error: any Error) async -> any Error {
        let (hasBegun, fatal) = state.withLock { state in
            state.isEnded = true
            return (state.hasBegun, state.fatal)
        }
        if hasBegun { await thread.endLease(lease) }
        let reason = fatal ?? error
        guard Task.isCancelled, let known = reason as? PostgresError, known.kind != .commitOutcomeUnknown else {
            return reason
        }
        // Whatever the server said first: the caller has asked to stop.
        return CancellationError()
    }

    /// Whether running the closure again may succeed.
    var mayRetry: Bool { state.withLock(\.mayRetry) }
}
