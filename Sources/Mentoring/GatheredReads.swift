import Synchronization

/// Answers many who ask for the same kind of thing at once with few reads: whoever comes while as many reads as may be
/// are under way is gathered, and the next read fetches for all of them.
///
/// Every read begins after those it answers had asked, so nobody gets what was read before they came. Nobody waits
/// while there is room. The reads are made by the tasks of those who ask, in turns. Thread-safe.
final class GatheredReads<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Reads what some keys stand for; what isn't there is left out.
    typealias Read = @Sendable ([Key]) async throws -> [Key: Value]

    private enum Turn {
        case answer(Result<Value?, any Error>)
        /// Reads for itself and for those.
        case lead([Waiting])
    }

    private struct Waiting {
        let key: Key
        let continuation: UnsafeContinuation<Turn, Never>
    }

    private struct State {
        var running = 0
        var waiting: [Waiting] = []
    }

    private let maximumReads: Int
    private let maximumKeys: Int
    private let read: Read
    private let endsAll: @Sendable (any Error) -> Bool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - maximumReads: how many are under way at once.
    ///   - maximumKeys: how many one read is for.
    ///   - endsAll: whether an error would meet everybody who waits now, and so is theirs, too.
    init(
        maximumReads: Int, maximumKeys: Int, endsAll: @escaping @Sendable (any Error) -> Bool, read: @escaping Read
    ) {
        self.maximumReads = maximumReads
        self.maximumKeys = maximumKeys
        self.endsAll = endsAll
        self.read = read
    }

    /// How many are gathered for the next read.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// What a key stands for; nil where there is nothing.
    ///
    /// - Throws: what the read threw; `CancellationError` only where the asking task was cancelled itself.
    func find(_ key: Key) async throws -> Value? {
        let turn = await withUnsafeContinuation { (continuation: UnsafeContinuation<Turn, Never>) in
            let leads = state.withLock { state in
                guard state.running >= maximumReads else {
                    state.running += 1
                    return true
                }
                state.waiting.append(Waiting(key: key, continuation: continuation))
                return false
            }
            if leads { continuation.resume(returning: .lead([])) }
        }
        switch turn {
        case .answer(let result): return try result.get()
        case .lead(let others): return try await lead(key, others)
        }
    }

    private func lead(_ key: Key, _ others: [Waiting]) async throws -> Value? {
        var keys = [key]
        if !others.isEmpty {
            var seen: Set = [key]
            for other in others where seen.insert(other.key).inserted { keys.append(other.key) }
        }
        do {
            let found = try await read(keys)
            next(before: [])
            for other in others { other.continuation.resume(returning: .answer(.success(found[other.key]))) }
            return found[key]
        } catch let error as CancellationError {
            // Only the one who led was cancelled: the others go on under the next.
            next(before: others)
            throw error
        } catch {
            let also = endsAll(error) ? takeWaiting() : []
            next(before: [])
            for other in others + also { other.continuation.resume(returning: .answer(.failure(error))) }
            throw error
        }
    }

    private func takeWaiting() -> [Waiting] {
        state.withLock { state in
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
    }

    /// Ends a read: the first of those who wait makes the next one.
    ///
    /// - Parameter first: who goes before them.
    private func next(before first: [Waiting]) {
        let leader = state.withLock { state -> (Waiting, [Waiting])? in
            if !first.isEmpty { state.waiting.insert(contentsOf: first, at: 0) }
            guard let leader = state.waiting.first else {
                state.running -= 1
                return nil
            }
            let others = Array(state.waiting[1..<min(maximumKeys, state.waiting.count)])
            state.waiting.removeFirst(1 + others.count)
            return (leader, others)
        }
        if let (leader, others) = leader { leader.continuation.resume(returning: .lead(others)) }
    }
}
