internal import CLibPQ
internal import DequeModule
internal import Logging

extension ConnectionLoop {
    /// Somebody no longer wants this work: its task was cancelled, or its deadline passed.
    func cancel(_ work: Work, _ reason: Work.CancelReason) {
        guard work.cancelReason == nil, !work.isFinished else { return }
        work.cancelReason = reason
        switch work.place {
        case .outside, .finished:
            break
        case .waiting:
            _ = pool.withdraw { $0 === work }
            let error = Work.error(for: reason)
            if let lease = work.lease { end(lease, error) }
            work.fail(error)
        case .leaseQueue(let lease):
            lease.queue.removeAll { $0 === work }
            work.fail(Work.error(for: reason))
        case .sent(let connection):
            if work.isRead {
                // Nobody depends on what becomes of a read: the caller goes on at once, its answer is dropped.
                let isHead = connection.head === work
                work.fail(Work.error(for: reason))
                if isHead {
                    sendCancel(connection)
                } else {
                    // The server holds answers back until the Sync, so it may be at this read though an earlier one
                    // looks unanswered. A flight that is not over soon is cancelled; neighbours hit are sent again.
                    connection.cancelAgainAt = min(connection.cancelAgainAt, Self.sum(now, 10_000_000))
                    nextDeadline = min(nextDeadline, connection.cancelAgainAt)
                }
            } else if case .copyOut = work.content {
                // A COPY cannot be stopped halfway without reading the rest: a new connection is cheaper.
                abandon(connection, PostgresError(.connectionLost, "the copy was given up"))
            } else {
                sendCancel(connection)
            }
        }
    }

    /// The next answer on this connection belongs to somebody else now.
    func headChanged(_ connection: Connection) {
        // An answer came, so the server is alive: its time to obey a cancel request counts from here again.
        if connection.giveUpAt < .max { connection.giveUpAt = Self.sum(now, configuration.cancelGrace.nanoseconds) }
        if isHeadAbandoned(connection) { sendCancel(connection) }
    }

    /// Whether the server runs a read that nobody wants any more.
    private func isHeadAbandoned(_ connection: Connection) -> Bool {
        guard case .statement(let work, _)? = connection.expected.first, work.isRead else { return false }
        return work.isFinished && work.cancelReason != nil
    }

    /// Asks the server to cancel what this connection runs. The asking blocks and has a thread of its own.
    func sendCancel(_ connection: Connection) {
        if connection.giveUpAt == .max {
            connection.giveUpAt = Self.sum(now, configuration.cancelGrace.nanoseconds)
        }
        // A request that arrives between two statements is ignored by the server: ask until the flight is over.
        connection.cancelAgainAt = Self.sum(now, 250_000_000)
        nextDeadline = min(nextDeadline, connection.cancelAgainAt, connection.giveUpAt)
        guard !connection.isCancelInFlight, let request = PQgetCancel(connection.pointer) else { return }
        connection.isCancelInFlight = true
        connection.cancelTarget = connection.head
        connection.wasCancelled = true
        statistics.cancels += 1
        let handle = ConnectedHandle(pointer: request)
        let id = connection.id
        let thread = thread
        BlockingThread.start(name: "postgres-cancel") {
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(handle.pointer, &message, Int32(message.count))
            PQfreeCancel(handle.pointer)
            thread.post(.cancelSent(id))
        }
    }

    func cancelSent(_ id: Int) {
        guard let connection = connections[id] else { return }
        connection.isCancelInFlight = false
        let target = connection.cancelTarget
        connection.cancelTarget = nil
        // That request was for another read, which has been answered since.
        if isHeadAbandoned(connection), connection.head !== target { sendCancel(connection) }
        if let lease = connection.lease { runNext(in: lease, on: connection) }
        if connection.isReleasePending {
            connection.isReleasePending = false
            release(connection)
        }
    }

    /// Cancels whatever is out of time and finds the next moment to look again.
    func checkDeadlines() {
        nextDeadline = .max
        for connection in Array(connections.values) {
            if now >= connection.giveUpAt {
                lose(connection, PostgresError(.connectionLost, "the server did not obey a cancel request in time"))
                continue
            }
            for work in connection.works + Array(connection.lease?.queue ?? []) {
                guard !work.isFinished else { continue }
                if now >= work.deadlineAt { cancel(work, .deadline) }
                if work.cancelReason == nil { nextDeadline = min(nextDeadline, work.deadlineAt) }
            }
            guard connections[connection.id] === connection else { continue }
            if let lease = connection.lease, lease.running == nil {
                if now >= lease.deadlineAt {
                    // The closure took too long between two statements: its locks must not be held for it any more.
                    finishLease(lease, connection, Work.error(for: .deadline))
                    continue
                }
                nextDeadline = min(nextDeadline, lease.deadlineAt)
            }
            if now >= connection.cancelAgainAt { sendCancel(connection) }
            nextDeadline = min(nextDeadline, connection.cancelAgainAt, connection.giveUpAt)
        }
        for listener in Array(listeners.values) where listener.retryAt < .max {
            if now >= listener.retryAt { connect(listener) } else { nextDeadline = min(nextDeadline, listener.retryAt) }
        }
    }

    // MARK: Loss

    func connectionError(_ connection: Connection) -> PostgresError {
        PostgresError(.connectionLost, ServerMessage.connectionError(connection.pointer))
    }

    /// Closes a connection with work on it, and asks the server to stop that work: it would notice only when it writes.
    func abandon(_ connection: Connection, _ error: PostgresError) {
        if !connection.expected.isEmpty { sendCancel(connection) }
        lose(connection, error, expected: true)
    }

    /// The connection is gone: everybody on it is told, and the pool makes a new one.
    func lose(_ connection: Connection, _ error: PostgresError, expected isExpected: Bool = false) {
        guard connections[connection.id] === connection else { return }
        let works = connection.works
        let lease = connection.lease
        connection.expected.removeAll()
        connection.lease = nil
        pool.lost(connection.id, now: now)
        disconnect(connection)
        if !isExpected {
            statistics.connectionsLost += 1
            logger.warning("connection lost", metadata: ["connection": "\(connection.id)", "error": "\(error)"])
        }
        let cause = connection.lastServerError.map { $0.isServerGoingAway ? $0 : error } ?? error
        if let lease { end(lease, self.lost(nil, cause, on: connection)) }
        for work in works { work.fail(self.lost(work, cause, on: connection)) }
    }

    /// What a caller is told when the connection under its work broke.
    func lost(_ work: Work?, _ cause: PostgresError, on connection: Connection) -> any Error {
        if let work, work.commits, work.failure == nil || isGoingAwayDuringCommit(work) {
            return PostgresError(
                .commitOutcomeUnknown, "the connection broke while COMMIT was in flight: \(cause.message)",
                sqlState: cause.sqlState)
        }
        if let reason = work?.cancelReason { return Work.error(for: reason) }
        if cause.kind == .closed || cause.kind == .misuse { return cause }
        return PostgresError(
            .connectionLost, cause.message, sqlState: cause.sqlState, statement: cause.statement,
            privateNote: cause.detail)
    }

    /// A backend that was told to stop answered COMMIT itself with that error; all statements before had succeeded.
    private func isGoingAwayDuringCommit(_ work: Work) -> Bool {
        guard let failure = work.failure, failure.isServerGoingAway || failure.kind == .connectionLost else {
            return false
        }
        guard case .statements(_, let more) = work.content else { return false }
        return (work.firstRows == nil ? 0 : 1) + work.moreRows.count == more.count
    }
}
