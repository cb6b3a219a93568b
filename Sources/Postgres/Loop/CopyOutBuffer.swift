internal import DequeModule
internal import Synchronization

/// Chunks of a COPY on their way from the loop's thread to their reader.
final class CopyOutBuffer: Sendable {
    static let chunkSize = 64 * 1024
    private static let highWater = 1024 * 1024

    private struct State {
        var chunks: Deque<[UInt8]> = []
        var bytes = 0
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var connection: Int?
        var isPaused = false
    }

    private let state = Mutex(State())
    private let thread: LoopThread

    init(thread: LoopThread) {
        self.thread = thread
    }

    func attach(_ connection: Int) {
        state.withLock { $0.connection = connection }
    }

    /// Adds a chunk; false when the loop should stop reading until the reader has caught up.
    func append(_ chunk: [UInt8]) -> Bool {
        let (reader, wantsMore) = state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>?, Bool) in
            if let reader = state.reader {
                state.reader = nil
                return (reader, true)
            }
            state.chunks.append(chunk)
            state.bytes += chunk.count
            state.isPaused = state.bytes >= Self.highWater
            return (nil, !state.isPaused)
        }
        reader?.resume(returning: chunk)
        return wantsMore
    }

    func finish(_ error: (any Error)?) {
        let reader = state.withLock { state in
            state.end = error.map { .failure($0) } ?? .success(())
            defer { state.reader = nil }
            return state.reader
        }
        guard let reader else { return }
        if let error { reader.resume(throwing: error) } else { reader.resume(returning: nil) }
    }

    /// The next chunk, `nil` at the end.
    func next() async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            var resumed: Int?
            let answer = state.withLock { state -> Result<[UInt8]?, any Error>? in
                if let chunk = state.chunks.popFirst() {
                    state.bytes -= chunk.count
                    if state.isPaused, state.bytes < Self.highWater / 2 {
                        state.isPaused = false
                        resumed = state.connection
                    }
                    return .success(chunk)
                }
                switch state.end {
                case .success: return .success(nil)
                case .failure(let error): return .failure(error)
                case nil:
                    state.reader = continuation
                    return nil
                }
            }
            if let resumed { thread.post(.call { $0.resumeCopy(resumed) }) }
            if let answer { continuation.resume(with: answer) }
        }
    }
}
