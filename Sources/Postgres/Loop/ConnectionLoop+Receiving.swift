internal import CLibPQ
internal import DequeModule
internal import Logging

extension ConnectionLoop {
    /// Takes what the socket has.
    func receive(_ connection: Connection, events: UInt32) {
        let isOpen = PQconsumeInput(connection.pointer) == 1
        if isOpen, connection.wantsWrite {
            flush(connection)
            guard connections[connection.id] === connection else { return }
        }
        // A broken socket may have left complete answers in the buffer: they count.
        drain(connection)
        guard connections[connection.id] === connection else { return }
        if !isOpen || connection.isBroken { lose(connection, connectionError(connection)) }
    }

    /// Hands out every complete result in the buffer.
    func drain(_ connection: Connection) {
        var emptyAnswers = 0
        while let head = connection.expected.first {
            if PQisBusy(connection.pointer) != 0 { return }
            if case .simple(let work) = head {
                guard drainSimple(connection, work) else { return }
            } else if let result = PQgetResult(connection.pointer) {
                emptyAnswers = 0
                handle(result, for: head, on: connection)
            } else if connection.isHeadAnswered {
                emptyAnswers = 0
                connection.isHeadAnswered = false
                connection.expected.removeFirst()
                headChanged(connection)
            } else {
                // A killed backend gives endless NULLs and no Sync.
                emptyAnswers += 1
                if connection.isBroken || emptyAnswers > 2 { return }
            }
            guard connections[connection.id] === connection else { return }
        }
        // With nothing expected, parse what the server says unasked (parameter changes, a goodbye).
        _ = PQisBusy(connection.pointer)
    }

    private func handle(_ result: OpaquePointer, for head: Connection.Expected, on connection: Connection) {
        let status = PQresultStatus(result)
        switch (status, head) {
        case (PGRES_PIPELINE_SYNC, .sync(let work)):
            PQclear(result)
            connection.isHeadAnswered = false
            connection.expected.removeFirst()
            segmentEnded(work, on: connection)
            return
        case (PGRES_PIPELINE_SYNC, _):
            PQclear(result)
            return lose(connection, PostgresError(.connectionLost, "the server's answers are out of step"))
        case (PGRES_COPY_IN, _), (PGRES_COPY_OUT, _), (PGRES_COPY_BOTH, _):
            PQclear(result)
            return lose(connection, PostgresError(.misuse, "COPY needs copyOut, not a query"))
        case (PGRES_TUPLES_OK, _), (PGRES_COMMAND_OK, _), (PGRES_EMPTY_QUERY, _):
            answered(result, head, on: connection)
        case (PGRES_PIPELINE_ABORTED, _):
            PQclear(result)
            aborted(head, on: connection)
        default:
            let error = ServerMessage.error(result, statement: text(of: head))
            PQclear(result)
            failed(error, head, on: connection)
        }
        if case .sync = head {} else { connection.isHeadAnswered = true }
    }

    private func text(of head: Connection.Expected) -> String? {
        switch head {
        case .prepare(let statement, _), .statement(_, let statement): statement.text
        case .sync, .simple: nil
        }
    }

    private func answered(_ result: OpaquePointer, _ head: Connection.Expected, on connection: Connection) {
        if case .prepare(let statement, _) = head { connection.statements.confirm(statement) }
        guard case .statement(let work, let statement) = head else { return PQclear(result) }
        statistics.queries += 1
        if PQresultMemorySize(result) > Self.largeResult { connection.isBloated = true }
        let rows = PostgresRows(storage: ResultStorage(result, statement: statement.text))
        guard work.isRead else { return work.add(rows) }
        if let caller = work.takeCaller() { answers.append((caller, rows)) }
    }

    /// libpq's buffers grow to the largest message and never shrink: a connection that carried one this large is replaced.
    private static var largeResult: Int { 16 * 1024 * 1024 }

    private func aborted(_ head: Connection.Expected, on connection: Connection) {
        switch head {
        case .prepare(let statement, _):
            connection.statements.forget(statement)
        case .statement(let work, _) where work.isRead && !work.isFinished:
            // Its own preparation failed, or a neighbour did.
            if let failure = work.failure { finishRead(work, failure, on: connection) } else { askAgain(work) }
        default:
            break
        }
    }

    func failed(_ error: PostgresError, _ head: Connection.Expected, on connection: Connection) {
        statistics.errors += 1
        if connection.lastServerError == nil { connection.lastServerError = error }
        switch head {
        case .prepare(let statement, let work):
            connection.statements.forget(statement)
            work.note(error)
        case .statement(let work, let statement):
            if error.isStalePreparedStatement {
                connection.statements.discard(statement, existsOnServer: error.sqlState != "26000")
            }
            if work.isRead {
                finishRead(work, error, on: connection)
            } else {
                work.note(error)
            }
        case .sync(let work):
            // A check deferred to the end of the implicit transaction.
            work?.note(error)
        case .simple(let work):
            work.note(error)
        }
    }

    private func finishRead(_ work: Work, _ error: PostgresError, on connection: Connection) {
        guard !work.isFinished else { return }
        // Somebody else's cancel request hit this read. One that we know nothing of may also be a server's own timeout,
        // which would only pass again.
        let isStray = error.sqlState == "57014" && (connection.wasCancelled || work.resends == 0)
        if error.kind == .connectionLost || error.isServerGoingAway {
            work.fail(lost(work, error, on: connection))
        } else if (isStray || error.isStalePreparedStatement), work.resends < 3 {
            askAgain(work)
        } else {
            statistics.queries += 1
            work.fail(error)
        }
    }

    /// A Sync was answered: the segment is over on the server's side.
    private func segmentEnded(_ work: Work?, on connection: Connection) {
        if let work { finishSegment(work, on: connection) }
        guard connections[connection.id] === connection, connection.expected.isEmpty else {
            return headChanged(connection)
        }
        flightEnded(connection, work)
    }

    func flightEnded(_ connection: Connection, _ work: Work?) {
        connection.cancelAgainAt = .max
        connection.giveUpAt = .max
        guard let lease = connection.lease else {
            // The loop's own errands go on with the release by themselves.
            if work?.isErrand != true { release(connection) }
            return
        }
        lease.running = nil
        connection.lastServerError = nil
        runNext(in: lease, on: connection)
    }

    /// Sends what queues in a lease.
    func runNext(in lease: Lease, on connection: Connection) {
        // A cancel request still on its way could hit the next segment.
        guard lease.running == nil, lease.connection === connection, !connection.isCancelInFlight,
            let next = lease.queue.popFirst()
        else { return }
        if case .endOfLease = next.content {
            endLease(next)
        } else if next.cancelReason != nil {
            next.fail(Work.error(for: .task))
            runNext(in: lease, on: connection)
        } else {
            run(next, on: connection)
        }
    }

    func finishSegment(_ work: Work, on connection: Connection) {
        guard !work.isFinished else { return }
        if let failure = work.failure {
            if failure.sqlState == "57014", let reason = work.cancelReason {
                work.fail(Work.error(for: reason))
            } else if failure.kind == .connectionLost || failure.isServerGoingAway {
                work.fail(lost(work, failure, on: connection))
            } else if failure.isStalePreparedStatement, case .segment = work.lane, work.resends < 3 {
                // The whole segment was undone: it can be sent again.
                askAgain(work)
            } else {
                statistics.queries += 1
                work.fail(failure)
            }
            return
        }
        if work.commits, work.lastRows?.commandTag != "COMMIT" {
            work.fail(
                PostgresError(
                    .rolledBack, "COMMIT answered ROLLBACK: an earlier error in the transaction was swallowed")
            )
            return
        }
        if work.endsLease, let lease = work.lease {
            end(lease, PostgresError(.misuse, "the transaction has ended"))
            connection.lease = nil
        }
        work.succeed()
    }
}
