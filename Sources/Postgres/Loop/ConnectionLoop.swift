internal import CLibPQ
internal import DequeModule
internal import Logging
internal import Synchronization

/// Owns all connections of one client. Everything here happens on its own thread.
///
/// One turn takes what arrived from the server and from callers, asks the pool what to do, and does it. Reads that
/// arrived in one turn share a Sync.
actor ConnectionLoop {
    nonisolated let thread: LoopThread
    nonisolated let logger: Logger
    nonisolated let figures = Mutex(PostgresStatistics())
    let configuration: PostgresConfiguration
    let connector: Connector

    var pool: PoolMachine<Work>
    var connections: [Int: Connection] = [:]
    var listeners: [Int: Listener] = [:]
    var statistics = PostgresStatistics()
    let scratch = BindScratch()
    var now: Int64 = 0
    /// When some deadline passes, at the earliest.
    var nextDeadline = Int64.max
    /// Reads answered in this turn, whose callers go on at its end.
    var answers: [(UnsafeContinuation<PostgresRows, any Error>, PostgresRows)] = []
    private var actions: [PoolMachine<Work>.Action] = []
    private var lastConnectError: PostgresError?
    private var closeWaiters: [CheckedContinuation<Void, Never>] = []
    private var hasClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    init(configuration: PostgresConfiguration, logger: Logger, thread: LoopThread) {
        self.configuration = configuration
        self.logger = logger
        self.thread = thread
        connector = Connector(
            url: configuration.url, applicationName: configuration.applicationName,
            timeout: configuration.connectTimeout)
        var limits = PoolMachine<Work>.Limits()
        limits.maximum = max(1, configuration.maxConnections)
        limits.minimum = min(max(0, configuration.minConnections), limits.maximum)
        limits.maxReaders = min(max(1, configuration.maxReadConnections), limits.maximum)
        limits.maxReadBatch = max(1, configuration.maxReadsPerRoundTrip)
        limits.maxWaiting = max(0, configuration.maxWaiting)
        limits.maxAge = configuration.maxConnectionAge.nanoseconds
        limits.idleLimit = configuration.idleLimit.nanoseconds
        limits.backoffFirst = max(1_000_000, configuration.backoff.first.nanoseconds)
        limits.backoffLongest = max(limits.backoffFirst, configuration.backoff.longest.nanoseconds)
        pool = PoolMachine(limits: limits, seed: UInt64.random(in: 0 ... .max))
    }

    // MARK: Life

    /// Starts to make connections, and returns when all of them are closed again.
    func keep() async {
        pool.start()
        for listener in listeners.values { connect(listener) }
        await untilClosed()
    }

    func untilClosed() async {
        guard !hasClosed else { return }
        await withCheckedContinuation { closeWaiters.append($0) }
    }

    /// Takes no new work. What runs comes to its end, or with `immediately` is broken off.
    func drain(immediately: Bool) {
        pool.drain(refusingWaiting: immediately)
        for listener in listeners.values { close(listener) }
        guard immediately else { return }
        for connection in Array(connections.values) {
            abandon(connection, PostgresError(.closed, "the client was shut down"))
        }
    }

    /// The thread ends: whoever still waits is answered.
    func stopped(_ late: [LoopMessage]) {
        drain(immediately: true)
        for message in late { handle(message) }
        decide()
        handOut()
        finishClosingIfDrained()
    }

    // MARK: One turn

    /// Handles what is ready and what was posted; gives the time of the next turn that must happen.
    func turn(ready: ArraySlice<clibpq_ready>, messages: [LoopMessage]) -> Int64 {
        now = MonotonicClock.now()
        for item in ready {
            if let connection = connections[Int(item.token)] {
                receive(connection, events: item.events)
            } else if let listener = listeners[Int(item.token)] {
                receive(listener)
            }
        }
        for message in messages { handle(message) }
        decide()
        if now >= nextDeadline {
            checkDeadlines()
            decide()
        }
        handOut()
        finishClosingIfDrained()
        publish()
        return min(nextDeadline, pool.nextTimer(now: now))
    }

    /// Wakes the callers of answered reads: last in the turn, so that the server already works on the next ones.
    private func handOut() {
        for (continuation, rows) in answers { continuation.resume(returning: rows) }
        answers.removeAll(keepingCapacity: true)
    }

    private func handle(_ message: LoopMessage) {
        switch message {
        case .work(let work): accept(work)
        case .cancel(let work): cancel(work, .task)
        case .endLease(let work): endLease(work)
        case .connected(let id, let outcome): connected(id, outcome)
        case .cancelSent(let id): cancelSent(id)
        case .job(let job): job.runSynchronously(on: thread.asUnownedSerialExecutor())
        case .call(let body): body(self)
        case .stop: break
        }
    }

    private func decide() {
        // Acting can break a connection, which is an event again; each round has fewer connections to break.
        repeat {
            actions.removeAll(keepingCapacity: true)
            pool.decide(now: now, into: &actions)
            let decided = actions
            for action in decided { perform(action) }
        } while !actions.isEmpty
    }

    private func perform(_ action: PoolMachine<Work>.Action) {
        switch action {
        case .open(let id): open(id)
        case .close(let id): close(id)
        case .lease(let id, let work): grant(id, work)
        case .read(let id, let works): sendReads(works, on: id)
        case .refuse(let work, let reason): refuse(work, reason)
        }
    }

    private func finishClosingIfDrained() {
        guard pool.isDrained, !hasClosed, listeners.isEmpty else { return }
        hasClosed = true
        for waiter in closeWaiters { waiter.resume() }
        closeWaiters.removeAll()
    }

    private func publish() {
        statistics.idleConnections = pool.idleCount
        statistics.busyConnections = pool.busyCount
        statistics.connectingConnections = pool.connecting
        statistics.waiting = pool.waitingCount
        let current = statistics
        figures.withLock { $0 = current }
    }

    // MARK: Opening and closing

    private func open(_ id: Int) {
        let connector = connector
        let thread = thread
        BlockingThread.start(name: "postgres-connect") {
            let outcome = connector.connect(pipeline: true)
            if !thread.post(.connected(id, outcome)), case .connected(let handle) = outcome {
                PQfinish(handle.pointer)
            }
        }
    }

    private func connected(_ id: Int, _ outcome: ConnectOutcome) {
        switch outcome {
        case .connected(let handle):
            let connection = Connection(
                id: id, pointer: handle.pointer, usesNames: configuration.preparedStatements == .named,
                maxStatements: configuration.maxPreparedStatements)
            guard clibpq_epoll_add(thread.epoll, connection.descriptor, UInt32(clibpq_readable), UInt64(id)) == 0 else {
                PQfinish(handle.pointer)
                pool.openFailed(id, now: now)
                return
            }
            connections[id] = connection
            guard pool.opened(id, now: now) else { return disconnect(connection) }
            statistics.connectionsOpened += 1
            lastConnectError = nil
            logger.debug("connection opened", metadata: ["connection": "\(id)"])
        case .failed(let error):
            statistics.connectFailures += 1
            lastConnectError = error
            pool.openFailed(id, now: now)
            // Every attempt of a long outage would fill the log: the 1st, 2nd, 4th, 8th… failure in a row says enough.
            let failures = pool.consecutiveFailures
            if failures & (failures - 1) == 0 {
                logger.warning("cannot connect", metadata: ["error": "\(error)", "failures": "\(failures)"])
            }
        }
    }

    private func close(_ id: Int) {
        guard let connection = connections[id] else { return }
        disconnect(connection)
    }

    /// Ends the descriptor's and libpq's part of a connection; the pool must have forgotten it already, or be told.
    func disconnect(_ connection: Connection) {
        connections[connection.id] = nil
        _ = clibpq_epoll_remove(thread.epoll, connection.descriptor)
        PQfinish(connection.pointer)
        statistics.prepares += connection.prepares
        connection.prepares = 0
    }

    // MARK: Work coming in

    private func accept(_ work: Work) {
        if work.cancelReason != nil { return work.fail(Work.error(for: .task)) }
        nextDeadline = min(nextDeadline, work.deadlineAt)
        let waitUntil = min(work.deadlineAt, Self.sum(now, configuration.waitLimit.nanoseconds))
        switch work.lane {
        case .read:
            work.place = .waiting
            pool.askRead(work, expiresAt: waitUntil)
        case .segment:
            work.place = .waiting
            pool.askLease(work, expiresAt: waitUntil)
        case .leased(let lease):
            switch lease.state {
            case .new:
                lease.state = .waiting(work)
                work.place = .waiting
                pool.askLease(work, expiresAt: waitUntil)
            case .waiting:
                work.place = .leaseQueue(lease)
                lease.queue.append(work)
            case .held(let connection):
                if lease.running == nil, !connection.isCancelInFlight {
                    run(work, on: connection)
                } else {
                    work.place = .leaseQueue(lease)
                    lease.queue.append(work)
                }
            case .ended(let error):
                work.fail(error)
            }
        case .errand:
            work.fail(PostgresError(.misuse, "an errand comes from the loop itself"))
        }
    }

    /// Sends work again that did nothing because of a neighbour or a forgotten statement.
    func askAgain(_ work: Work) {
        work.reset()
        work.place = .waiting
        statistics.resentReads += 1
        pool.askAgain(
            work, isRead: work.isRead,
            expiresAt: min(work.deadlineAt, Self.sum(now, configuration.waitLimit.nanoseconds)))
    }

    private func refuse(_ work: Work, _ reason: PoolMachine<Work>.Refusal) {
        let error: PostgresError
        switch reason {
        case .closed:
            error = PostgresError(.closed, "the client is shut down")
        case .tooManyWaiting:
            error = PostgresError(.unavailable, "too many callers wait for a connection")
        case .waitedTooLong where now >= work.deadlineAt:
            error = PostgresError(.deadlineExceeded, "the deadline passed before a connection was free")
        case .waitedTooLong:
            let cause = lastConnectError.map { "; the last attempt to connect: \($0.message)" } ?? ""
            error = PostgresError(.unavailable, "no connection was free within \(configuration.waitLimit)\(cause)")
        }
        if error.kind == .unavailable { statistics.refused += 1 }
        if let lease = work.lease { end(lease, error) }
        work.fail(error)
    }

    /// Ends a lease without a connection; what queues in it fails with the error.
    func end(_ lease: Lease, _ error: any Error) {
        lease.state = .ended(error)
        lease.running = nil
        let queue = lease.queue
        lease.queue.removeAll()
        for work in queue { work.fail(error) }
    }

    static func sum(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? .max : sum
    }
}
