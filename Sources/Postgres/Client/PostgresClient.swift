public import Logging
internal import Synchronization

/// A client of one PostgreSQL database: a pool of connections that one I/O thread drives in pipeline mode.
///
/// Somebody must call `run()`; until then, callers wait (up to `waitLimit`).
///
/// There are two lanes. `read` shares round trips with the reads of other callers and is the fast one. `query` and
/// `transaction` have a connection to themselves for as long as they need it.
public final class PostgresClient: Sendable, PostgresQuerying {
    let configuration: PostgresConfiguration
    let loop: ConnectionLoop
    let registry = StatementRegistry()
    let lifetime: LoopLifetime

    var thread: LoopThread { lifetime.thread }

    /// Makes a client. No connection is opened before `run()`.
    public init(_ configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        let thread = LoopThread()
        loop = ConnectionLoop(configuration: configuration, logger: logger, thread: thread)
        lifetime = LoopLifetime(thread)
        thread.start(loop)
    }

    /// Keeps the pool; returns when the client was shut down, or its task cancelled, and all connections are closed.
    ///
    /// Cancelling breaks off what runs. For a clean end, call `shutdown()`.
    public func run() async {
        await withTaskCancellationHandler {
            await loop.keep()
        } onCancel: {
            thread.post(.call { $0.drain(immediately: true) })
        }
    }

    /// Takes no new work, waits for the work that was accepted, and closes the connections.
    ///
    /// New calls throw an error of kind `.closed`. Running work is bounded by its own deadlines.
    public func shutdown() async {
        await loop.drain(immediately: false)
        await loop.untilClosed()
    }

    /// Runs one read-only statement, sharing a round trip with the reads of other callers.
    ///
    /// The statement must not write and must not depend on the session's settings: it shares an implicit transaction
    /// with strangers, and is sent again when one of them fails.
    /// - Parameter deadline: how long it may take, waiting included; the configuration's `queryDeadline` if absent.
    /// - Throws: `PostgresError`, or `CancellationError` when the task was cancelled.
    public func read(_ sql: SQL, deadline: Duration? = nil) async throws -> PostgresRows {
        try await thread.perform(
            Work(
                lane: .read, content: .statements(try registry.bind(sql), more: []),
                deadlineAt: MonotonicClock.time(after: deadline ?? configuration.queryDeadline)))
    }

    /// Runs one statement as a transaction of its own.
    /// - Parameter deadline: how long it may take, waiting included; the configuration's `queryDeadline` if absent.
    /// - Throws: `PostgresError`, or `CancellationError` when the task was cancelled. After `.connectionLost` a
    ///   statement that writes may or may not have happened.
    @discardableResult
    public func query(_ sql: SQL, deadline: Duration? = nil) async throws -> PostgresRows {
        try await thread.perform(
            Work(
                lane: .segment, content: .statements(try registry.bind(sql), more: []),
                deadlineAt: MonotonicClock.time(after: deadline ?? configuration.queryDeadline)))
    }

    /// Runs several statements as one implicit transaction in one round trip: all of them happen, or none.
    /// - Parameter deadline: how long they may take, waiting included; the configuration's `queryDeadline` if absent.
    /// - Returns: the rows of each statement, in order.
    /// - Throws: the first statement's error; `PostgresError` or `CancellationError` as for one statement.
    @discardableResult
    public func query(_ statements: [SQL], deadline: Duration?) async throws -> [PostgresRows] {
        guard let first = statements.first else { return [] }
        return try await thread.performAll(
            Work(
                lane: .segment,
                content: .statements(
                    try registry.bind(first), more: try statements.dropFirst().map(registry.bind)),
                deadlineAt: MonotonicClock.time(after: deadline ?? configuration.queryDeadline)))
    }

    /// Runs several statements as one implicit transaction in one round trip: all of them happen, or none.
    @discardableResult
    public func query(_ statements: [SQL]) async throws -> [PostgresRows] {
        try await query(statements, deadline: nil)
    }

    /// Figures of the client at this moment.
    public var statistics: PostgresStatistics {
        loop.figures.withLock { $0 }
    }

    /// How often which statements ran since the client was made, and for how long; by name.
    public var statementFigures: [StatementFigures] { thread.journal.all }
}
