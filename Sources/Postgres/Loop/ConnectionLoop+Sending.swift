internal import CLibPQ
internal import DequeModule
internal import Logging

extension ConnectionLoop {
    /// Gives a connection to the caller whose turn it is and sends its first segment.
    func grant(_ id: Int, _ work: Work) {
        guard let connection = connections[id] else { return work.fail(Self.vanished) }
        if let lease = work.lease {
            lease.state = .held(connection)
            connection.lease = lease
            nextDeadline = min(nextDeadline, lease.deadlineAt)
        }
        run(work, on: connection)
    }

    /// Sends reads that share a Sync; one that was sent before gets a Sync of its own.
    func sendReads(_ works: [Work], on id: Int) {
        guard let connection = connections[id] else {
            for work in works { work.fail(Self.vanished) }
            return
        }
        statistics.readRoundTrips += 1
        var isOpen = false
        var sent = Connection.Sent.sent
        for work in works {
            guard case .statements(let bound, _) = work.content else { continue }
            if work.resends > 0, isOpen {
                sent = connection.sync(nil)
                isOpen = false
            }
            work.place = .sent(connection)
            if sent == .sent { sent = connection.send(bound, for: work, with: scratch) }
            guard sent == .sent else {
                // Those not sent yet are unharmed: they get another connection.
                if connection.works.last !== work { askAgain(work) }
                continue
            }
            isOpen = true
            if work.resends > 0 {
                sent = connection.sync(nil)
                isOpen = false
            }
        }
        if sent == .sent, isOpen { sent = connection.sync(nil) }
        flush(connection, sent)
    }

    /// Sends a segment or starts a simple-protocol operation on a connection that has nothing in flight.
    func run(_ work: Work, on connection: Connection) {
        work.place = .sent(connection)
        work.lease?.running = work
        switch work.content {
        case .statements(let first, let more):
            statistics.segments += 1
            var sent = connection.send(first, for: work, with: scratch)
            for bound in more where sent == .sent {
                sent = connection.send(bound, for: work, with: scratch)
            }
            if sent == .sent { sent = connection.sync(work) }
            flush(connection, sent)
        case .script(let text):
            startSimple(work, text, on: connection)
        case .copyOut(let text, let buffer):
            buffer.attach(connection.id)
            startSimple(work, text, on: connection)
        case .endOfLease:
            endLease(work)
        }
    }

    /// Pushes what libpq has buffered to the socket, and waits for the socket where it is full.
    func flush(_ connection: Connection, _ sent: Connection.Sent = .sent) {
        let left = sent == .sent ? PQflush(connection.pointer) : -1
        guard left >= 0 else { return lose(connection, connectionError(connection)) }
        watch(connection, writes: left == 1)
    }

    /// Asks epoll for what this connection waits for.
    func watch(_ connection: Connection, writes: Bool, pausesReading: Bool = false) {
        guard connection.wantsWrite != writes || connection.isPaused != pausesReading else { return }
        connection.wantsWrite = writes
        connection.isPaused = pausesReading
        var events: UInt32 = 0
        if writes { events |= UInt32(clibpq_writable) }
        if !pausesReading { events |= UInt32(clibpq_readable) }
        _ = clibpq_epoll_change(thread.epoll, connection.descriptor, events, UInt64(connection.id))
    }

    private func startSimple(_ work: Work, _ text: String, on connection: Connection) {
        connection.expected.append(.simple(work))
        // The simple protocol and COPY are not to be had in pipeline mode, which can be left only while idle.
        let isSent = PQexitPipelineMode(connection.pointer) == 1 && PQsendQuery(connection.pointer, text) == 1
        flush(connection, isSent ? .sent : .broken)
    }

    // MARK: Release

    /// The flight or lease is over: the connection is put in order and given back.
    func release(_ connection: Connection, afterwards: (() -> Void)? = nil) {
        guard connections[connection.id] === connection else {
            afterwards?()
            return
        }
        if connection.isInTransaction {
            let work = errand { self.release(connection, afterwards: afterwards) }
            return sendErrand(work, "ROLLBACK", on: connection)
        }
        if connection.isCancelInFlight {
            // A request that is still on its way could hit whoever comes next.
            connection.isReleasePending = true
            afterwards?()
            return
        }
        connection.statements.trim()
        let dropped = connection.statements.takeDropped()
        if !dropped.isEmpty {
            // One Sync each: a name the server does not know any more must not keep the others.
            for (index, name) in dropped.enumerated() {
                let isLast = index == dropped.count - 1
                let work = errand(afterwards: isLast ? { self.release(connection, afterwards: afterwards) } : nil)
                sendErrand(work, "DEALLOCATE \(name)", on: connection)
                guard connections[connection.id] === connection else { return }
            }
            return
        }
        connection.lease = nil
        connection.wasCancelled = false
        connection.cancelAgainAt = .max
        connection.giveUpAt = .max
        connection.lastServerError = nil
        statistics.prepares += connection.prepares
        connection.prepares = 0
        if pool.released(connection.id, now: now, discard: connection.isBloated) { disconnect(connection) }
        afterwards?()
    }

    /// Work of the loop itself, which nobody waits for.
    private func errand(afterwards: (() -> Void)?) -> Work {
        let deadline = Self.sum(now, configuration.cancelGrace.nanoseconds)
        nextDeadline = min(nextDeadline, deadline)
        let work = Work(lane: .errand, content: .endOfLease, deadlineAt: deadline)
        work.afterwards = afterwards
        return work
    }

    private func sendErrand(_ work: Work, _ text: String, on connection: Connection) {
        work.place = .sent(connection)
        let statement = Statement(text: text, types: [])
        connection.expected.append(.statement(work, statement))
        let isSent = PQsendQueryParams(connection.pointer, text, 0, nil, nil, nil, nil, 1) == 1
        flush(connection, isSent ? connection.sync(work) : .broken)
    }

    /// The end of a lease without COMMIT: rolls back, gives the connection back, then answers.
    func endLease(_ work: Work) {
        guard let lease = work.lease else { return work.succeed() }
        let ended = PostgresError(.misuse, "the transaction has ended")
        switch lease.state {
        case .new, .ended:
            lease.state = .ended(ended)
            work.succeed()
        case .waiting(let first):
            _ = pool.withdraw { $0 === first }
            end(lease, ended)
            first.fail(ended)
            work.succeed()
        case .held(let connection):
            if let running = lease.running {
                // A child task's statement is still out: it is cancelled, and the end comes after it.
                work.place = .leaseQueue(lease)
                let queued = lease.queue
                lease.queue = [work]
                for other in queued { other.fail(ended) }
                cancel(running, .task)
            } else {
                finishLease(lease, connection, ended) { work.succeed() }
            }
        }
    }

    /// Takes the connection out of the lease and releases it.
    func finishLease(
        _ lease: Lease, _ connection: Connection, _ reason: any Error, afterwards: (() -> Void)? = nil
    ) {
        end(lease, reason)
        connection.lease = nil
        if lease.discards {
            _ = pool.released(connection.id, now: now, discard: true)
            disconnect(connection)
            afterwards?()
        } else {
            release(connection, afterwards: afterwards)
        }
    }

    static var vanished: PostgresError { PostgresError(.connectionLost, "the connection broke") }
}
