/// The data of a `COPY … TO STDOUT`, in chunks of about 64 KiB that end with a whole row.
///
/// It is read only as fast as it is taken. Ending the iteration early closes the connection. It can be iterated once
/// at a time; each iteration runs the statement anew.
public struct PostgresCopyChunks: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    let lifetime: LoopLifetime
    let text: String
    let deadline: Duration?

    /// Starts the statement.
    public func makeAsyncIterator() -> AsyncIterator {
        let buffer = CopyOutBuffer(thread: lifetime.thread)
        let work = Work(
            lane: .segment, content: .copyOut(text, buffer),
            deadlineAt: deadline.map { MonotonicClock.time(after: $0) } ?? .max)
        work.completion = .copy(buffer)
        if text.utf8.contains(0) {
            work.fail(PostgresError(.misuse, "the statement's text holds U+0000"))
        } else {
            lifetime.thread.submit(work)
        }
        return AsyncIterator(run: Run(work: work, buffer: buffer, lifetime: lifetime))
    }

    /// Ends the statement when the iterator is gone.
    final class Run: Sendable {
        let work: Work
        let buffer: CopyOutBuffer
        let lifetime: LoopLifetime

        init(work: Work, buffer: CopyOutBuffer, lifetime: LoopLifetime) {
            self.work = work
            self.buffer = buffer
            self.lifetime = lifetime
        }

        func cancel() {
            lifetime.thread.post(.cancel(work))
        }

        deinit {
            cancel()
        }
    }

    /// Goes through the chunks in order.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let run: Run

        /// The next chunk, `nil` after the last; a server error or a lost connection is thrown.
        public mutating func next() async throws -> [UInt8]? {
            let run = run
            return try await withTaskCancellationHandler {
                try await run.buffer.next()
            } onCancel: {
                run.cancel()
            }
        }
    }
}

extension PostgresClient {
    /// Runs a `COPY … TO STDOUT` and gives its data as it comes, with back-pressure.
    /// - Parameter deadline: the limit for all of it; none if absent.
    public func copyOut(_ text: String, deadline: Duration? = nil) -> PostgresCopyChunks {
        PostgresCopyChunks(lifetime: lifetime, text: text, deadline: deadline)
    }
}
