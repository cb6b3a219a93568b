import Foundation
import Postgres
import Synchronization

/// Wakes those who read events along, and ends their streams.
///
/// One connection listens for the whole process and says only whom something concerns; what happened is read from the
/// table, once for all streams of a person that stand at the same place. So nothing is lost with a notification: a
/// stream looks again when the connection is made anew, and with every ping.
///
/// Thread-safe; one a process.
public final class EventFeed: Sendable {
    /// How many streams there may be, and how they are kept alive.
    public struct Limits: Sendable, Hashable {
        /// Of one person at once.
        public var streamsPerPerson = 10
        /// Of everybody.
        public var streams = 2_000
        /// A stream that says nothing for so long says that it is there.
        public var pingInterval = Duration.seconds(15)
        /// The most events read at a time, and so what a slow reader keeps in memory.
        public var batchSize = 100

        public init() {}
    }

    /// The channel of the database's triggers.
    static let channel = "mentordesk_event"

    public let limits: Limits
    private let state = Mutex(State())

    struct State {
        var streams: [Int: EventStream.Waiting] = [:]
        var topics: [Events.Reader: Topic] = [:]
        var streamsOf: [String: Int] = [:]
        var lastNumber = 0
        var isListening = false
    }

    /// What the streams of one reader share.
    struct Topic {
        /// Counts the wakes: a read that began before the last one may have missed what it was about.
        var version: UInt64 = 0
        var streams: Set<Int> = []
        var reads: [ReadKey: [CheckedContinuation<EventBatch?, Never>]] = [:]
        var latest: (key: ReadKey, batch: EventBatch)?
    }

    struct ReadKey: Hashable {
        let from: EventPosition
        let version: UInt64
    }

    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How many streams are open.
    public var streamCount: Int { state.withLock { $0.streams.count } }

    /// Listens until the task is cancelled or the client is shut down. Without it streams get no pings and no news.
    public func run(_ desk: Desk) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let tick = max(.milliseconds(10), min(.seconds(1), self.limits.pingInterval / 4))
                while (try? await Task.sleep(for: tick)) != nil { self.ping() }
            }
            for await event in desk.database.listen([Self.channel]) {
                switch event {
                case .connected:
                    // A database that was restored while nobody was connected.
                    _ = try? await desk.events.settleRestored()
                    state.withLock { $0.isListening = true }
                    wakeAll()
                case .lost: state.withLock { $0.isListening = false }
                case .notification(let notification): hear(notification.payload)
                }
            }
            group.cancelAll()
        }
        state.withLock { $0.isListening = false }
    }

    /// `MENTOR STUDENT` with their UUIDs or `-`, or `token ID`.
    private func hear(_ payload: String) {
        let words = payload.split(separator: " ")
        guard words.count == 2 else { return }
        if words[0] == "token" {
            if let id = UUID(uuidString: String(words[1])) { end(TokenID(uuid: id)) }
            return
        }
        var readers: [Events.Reader] = [.everybody]
        if let id = UUID(uuidString: String(words[0])) { readers.append(.mentor(MentorID(uuid: id))) }
        if let id = UUID(uuidString: String(words[1])) { readers.append(.student(StudentID(uuid: id))) }
        wake(readers)
    }

    private func wake(_ readers: [Events.Reader]) {
        resume { state in
            readers.flatMap { reader -> [Int] in
                guard state.topics[reader] != nil else { return [] }
                state.topics[reader]?.version += 1
                return Array(state.topics[reader]?.streams ?? [])
            }.map { ($0, .news) }
        }
    }

    private func wakeAll() {
        wake(Array(state.withLock { Array($0.topics.keys) }))
    }

    private func ping() {
        let now = ContinuousClock.now
        resume { state in
            // While nobody listens, the table is asked more often than pings are due.
            let due = state.isListening ? now : now + limits.pingInterval
            return state.streams.filter { $0.value.pingAt <= due }.map { ($0.key, .ping) }
        }
    }

    /// Ends every stream of a token.
    private func end(_ token: TokenID) {
        resume { state in
            state.streams.filter { $0.value.token == token }.map { ($0.key, .end(.tokenStopped)) }
        }
    }

    /// Changes something and wakes streams outside the lock.
    private func resume(_ choose: (inout State) -> [(Int, EventStream.Signal)]) {
        let woken = state.withLock { state in
            choose(&state).compactMap { number, signal in
                state.streams[number]?.take(signal).map { ($0, signal) }
            }
        }
        for (continuation, signal) in woken { continuation.resume(returning: signal) }
    }
}

// MARK: Streams

extension EventFeed {
    /// Opens a stream for a caller. It counts until it is gone.
    ///
    /// - Throws: ``Refusal/tooManyStreams``, ``Refusal/streamsExhausted``.
    public func open(
        _ reader: Events.Reader, after position: EventPosition, for caller: Caller, desk: Desk
    ) throws(Refusal) -> EventStream {
        let outcome = state.withLock { state -> Result<Int, Refusal> in
            guard state.streams.count < limits.streams else { return .failure(.streamsExhausted) }
            guard state.streamsOf[caller.key, default: 0] < limits.streamsPerPerson else {
                return .failure(.tooManyStreams)
            }
            state.lastNumber += 1
            state.streamsOf[caller.key, default: 0] += 1
            state.streams[state.lastNumber] = EventStream.Waiting(
                token: caller.token, pingAt: .now + limits.pingInterval)
            state.topics[reader, default: Topic()].streams.insert(state.lastNumber)
            return .success(state.lastNumber)
        }
        return EventStream(
            feed: self, desk: desk, number: try outcome.get(), reader: reader, caller: caller, position: position)
    }

    func close(_ number: Int, _ reader: Events.Reader, _ caller: Caller) {
        state.withLock { state in
            guard state.streams.removeValue(forKey: number) != nil else { return }
            let left = state.streamsOf[caller.key, default: 1] - 1
            state.streamsOf[caller.key] = left > 0 ? left : nil
            state.topics[reader]?.streams.remove(number)
            if let topic = state.topics[reader], topic.streams.isEmpty, topic.reads.isEmpty {
                state.topics[reader] = nil
            }
        }
    }

    /// Ends one stream; the first reason counts.
    func end(_ number: Int, _ reason: EventStream.Ending) {
        resume { _ in [(number, .end(reason))] }
    }

    func ending(of number: Int) -> EventStream.Ending? {
        state.withLock { $0.streams[number]?.ending }
    }

    /// Waits for news, or until a ping is due.
    func wait(_ number: Int, seen version: UInt64, _ reader: Events.Reader, wroteAt: ContinuousClock.Instant) async
        -> EventStream.Signal
    {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state -> EventStream.Signal? in
                    guard state.streams[number] != nil else { return .end(.clientLeft) }
                    if let ending = state.streams[number]?.ending { return .end(ending) }
                    if Task.isCancelled { return .end(.clientLeft) }
                    if state.topics[reader]?.version != version { return .news }
                    state.streams[number]?.pingAt = wroteAt + limits.pingInterval
                    state.streams[number]?.continuation = continuation
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            end(number, .clientLeft)
        }
    }

    /// The version of a reader's news at this moment.
    func version(_ reader: Events.Reader) -> UInt64 {
        state.withLock { $0.topics[reader]?.version ?? 0 }
    }

    /// What follows a place, read once for all who stand there.
    ///
    /// - Parameter fresh: asks the table whatever was read before.
    func batch(
        after position: EventPosition, _ reader: Events.Reader, version: UInt64, fresh: Bool, desk: Desk
    ) async throws -> EventBatch {
        let key = ReadKey(from: position, version: version)
        enum Way {
            case there(EventBatch)
            case underWay
            case ours
        }
        if !fresh {
            let shared: EventBatch? = await withCheckedContinuation { continuation in
                let way = state.withLock { state -> Way in
                    guard var topic = state.topics[reader] else { return .ours }
                    if let latest = topic.latest, latest.key == key { return .there(latest.batch) }
                    if topic.reads[key] != nil {
                        topic.reads[key]?.append(continuation)
                        state.topics[reader] = topic
                        return .underWay
                    }
                    topic.reads[key] = []
                    state.topics[reader] = topic
                    return .ours
                }
                switch way {
                case .there(let batch): continuation.resume(returning: batch)
                case .ours: continuation.resume(returning: nil)
                case .underWay: break
                }
            }
            if let shared { return shared }
        }
        do {
            let batch = try await desk.events.list(after: position, limit: limits.batchSize, for: reader)
            finish(key, reader, batch)
            return batch
        } catch {
            finish(key, reader, nil)
            throw error
        }
    }

    /// Hands what was read to those who wait for it. Without a result each of them reads for itself.
    private func finish(_ key: ReadKey, _ reader: Events.Reader, _ batch: EventBatch?) {
        let waiting = state.withLock { state -> [CheckedContinuation<EventBatch?, Never>] in
            guard state.topics[reader] != nil else { return [] }
            // What is held back may come without another word: it isn't kept.
            if let batch, !batch.isHeldBack { state.topics[reader]?.latest = (key, batch) }
            let waiting = state.topics[reader]?.reads.removeValue(forKey: key) ?? []
            if let topic = state.topics[reader], topic.streams.isEmpty, topic.reads.isEmpty {
                state.topics[reader] = nil
            }
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: batch) }
    }
}
