extension PostgresClient {
    /// Runs a closure as a transaction: commits when it returns, rolls back when it throws.
    ///
    /// A serialization failure or deadlock (40001, 40P01), wherever it comes up, runs the whole closure again after a
    /// short random wait, up to `attempts` times: the closure must not have effects outside the database.
    /// Cancelling the task cancels what runs and rolls back; a COMMIT that got through all the same counts.
    /// - Parameters:
    ///   - attempts: how often the closure may run in all.
    ///   - deadline: the limit for everything, waiting and retries included; the configuration's
    ///     `transactionDeadline` if absent.
    /// - Throws: what the closure threw, or `PostgresError`: `.rolledBack` when the closure swallowed a server error,
    ///   `.commitOutcomeUnknown` when the connection broke during COMMIT.
    public func transaction<T: Sendable>(
        _ isolation: PostgresIsolation = .readCommitted, readOnly: Bool = false, attempts: Int = 3,
        deadline: Duration? = nil, _ body: @Sendable (PostgresTransaction) async throws -> T
    ) async throws -> T {
        let deadlineAt = MonotonicClock.time(after: deadline ?? configuration.transactionDeadline)
        var attempt = 1
        while true {
            try Task.checkCancellation()
            let transaction = PostgresTransaction(
                client: self, isolation: isolation, readOnly: readOnly, deadlineAt: deadlineAt)
            do {
                let value = try await body(transaction)
                try Task.checkCancellation()
                try await transaction.commit()
                return value
            } catch {
                let reason = await transaction.abandon(error)
                let isUnknown = (reason as? PostgresError)?.kind == .commitOutcomeUnknown
                guard transaction.mayRetry, !isUnknown, attempt < attempts, !Task.isCancelled else { throw reason }
                // Those that collided must not meet again at once.
                let longest = Int64(2) << Int64(min(attempt, 6))
                let wait = Duration.milliseconds(Int64.random(in: 0...longest))
                guard MonotonicClock.time(after: wait) < deadlineAt else { throw reason }
                try await Task.sleep(for: wait)
                attempt += 1
            }
        }
    }

    /// Lends a connection with a session of its own, for what outlives a transaction: `SET`, session-level advisory
    /// locks, temporary tables. The connection is closed afterwards.
    ///
    /// Statements of a session have no deadline unless `deadline`, the limit for all of it, is given.
    public func withSession<T: Sendable>(
        deadline: Duration? = nil, _ body: @Sendable (PostgresSession) async throws -> T
    ) async throws -> T {
        let session = PostgresSession(
            client: self, deadlineAt: deadline.map { MonotonicClock.time(after: $0) } ?? .max)
        do {
            let value = try await body(session)
            await session.end()
            return value
        } catch {
            await session.end()
            throw error
        }
    }

    /// Runs a text of many statements by the simple protocol, on a connection that is closed afterwards.
    ///
    /// Without BEGIN in it, the text is one implicit transaction. Results are dropped.
    public func script(_ text: String) async throws {
        try await withSession { try await $0.script(text) }
    }
}
