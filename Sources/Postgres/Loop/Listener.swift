internal import CLibPQ
internal import DequeModule
internal import Logging
internal import Synchronization

/// A connection that listens, as the loop's thread sees it.
final class Listener {
    let id: Int
    let channels: [String]
    let buffer: ListenBuffer
    var pointer: OpaquePointer?
    var descriptor: Int32 = -1
    var isSubscribed = false
    var isConnecting = false
    var failures = 0
    var retryAt = Int64.max

    init(id: Int, channels: [String], buffer: ListenBuffer) {
        self.id = id
        self.channels = channels
        self.buffer = buffer
    }
}

/// Events of a listener on their way to their reader.
final class ListenBuffer: Sendable {
    private static let capacity = 4096

    private struct State {
        var events: Deque<PostgresListenEvent> = []
        var isFinished = false
        var reader: CheckedContinuation<PostgresListenEvent?, Never>?
    }

    private let state = Mutex(State())

    func append(_ event: PostgresListenEvent) {
        let reader = state.withLock { state -> CheckedContinuation<PostgresListenEvent?, Never>? in
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            if state.events.count >= Self.capacity {
                // A reader this far behind has to look for itself anyway: that is what a new connection means to it.
                state.events = [.lost, .connected]
            }
            state.events.append(event)
            return nil
        }
        reader?.resume(returning: event)
    }

    func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    func next() async -> PostgresListenEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> PostgresListenEvent?? in
                    if let event = state.events.popFirst() { return .some(event) }
                    if state.isFinished { return .some(nil) }
                    state.reader = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            finish()
        }
    }
}

extension ConnectionLoop {
    func start(_ listener: Listener) {
        guard pool.phase != .draining else { return listener.buffer.finish() }
        listeners[listener.id] = listener
        if pool.phase == .running { connect(listener) }
    }

    func connect(_ listener: Listener) {
        guard !listener.isConnecting else { return }
        listener.isConnecting = true
        listener.retryAt = .max
        let connector = connector
        let thread = thread
        let id = listener.id
        BlockingThread.start(name: "postgres-connect") {
            let outcome = connector.connect(pipeline: false)
            if !thread.post(.call { $0.listenerConnected(id, outcome) }), case .connected(let handle) = outcome {
                PQfinish(handle.pointer)
            }
        }
    }

    private func listenerConnected(_ id: Int, _ outcome: ConnectOutcome) {
        guard let listener = listeners[id] else {
            if case .connected(let handle) = outcome { PQfinish(handle.pointer) }
            return
        }
        listener.isConnecting = false
        switch outcome {
        case .failed(let error):
            logger.warning("cannot connect to listen", metadata: ["error": "\(error)"])
            retry(listener)
        case .connected(let handle):
            listener.pointer = handle.pointer
            listener.descriptor = PQsocket(handle.pointer)
            _ = clibpq_epoll_add(thread.epoll, listener.descriptor, UInt32(clibpq_readable), UInt64(id))
            let script = listener.channels.map { "LISTEN \(Self.quoted($0))" }.joined(separator: "; ")
            guard PQsendQuery(handle.pointer, script) == 1, PQflush(handle.pointer) == 0 else { return lose(listener) }
        }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.filter { $0 != "\0" }.replacing("\"", with: "\"\"") + "\""
    }

    func receive(_ listener: Listener) {
        guard let pointer = listener.pointer else { return }
        guard PQconsumeInput(pointer) == 1 else { return lose(listener) }
        while !listener.isSubscribed, PQisBusy(pointer) == 0 {
            guard let result = PQgetResult(pointer) else {
                listener.isSubscribed = true
                listener.failures = 0
                listener.buffer.append(.connected)
                break
            }
            let failed = PQresultStatus(result) == PGRES_FATAL_ERROR
            PQclear(result)
            if failed { return lose(listener) }
        }
        _ = PQisBusy(pointer)
        while let notice = PQnotifies(pointer) {
            let event = PostgresNotification(
                channel: String(cString: notice.pointee.relname), payload: String(cString: notice.pointee.extra),
                processID: Int(notice.pointee.be_pid))
            PQfreemem(notice)
            listener.buffer.append(.notification(event))
        }
    }

    private func lose(_ listener: Listener) {
        let wasSubscribed = listener.isSubscribed
        disconnect(listener)
        if wasSubscribed {
            statistics.connectionsLost += 1
            listener.buffer.append(.lost)
        }
        retry(listener)
    }

    private func retry(_ listener: Listener) {
        listener.failures += 1
        let longest = max(configuration.backoff.first.nanoseconds, configuration.backoff.longest.nanoseconds)
        let full = min(longest, configuration.backoff.first.nanoseconds << Int64(min(listener.failures - 1, 20)))
        listener.retryAt = Self.sum(now, full / 2 + Int64.random(in: 0...max(1, full / 2)))
        nextDeadline = min(nextDeadline, listener.retryAt)
    }

    private func disconnect(_ listener: Listener) {
        guard let pointer = listener.pointer else { return }
        _ = clibpq_epoll_remove(thread.epoll, listener.descriptor)
        PQfinish(pointer)
        listener.pointer = nil
        listener.isSubscribed = false
    }

    /// Stops listening for good.
    func close(_ listener: Listener) {
        listeners[listener.id] = nil
        disconnect(listener)
        listener.buffer.finish()
    }
}
