extension LoopThread {
    /// Hands work of one statement to the loop and waits for its rows. Cancelling the task cancels the work.
    func perform(_ work: Work) async throws -> PostgresRows {
        let startedAt = MonotonicClock.now()
        do {
            let rows = try await withTaskCancellationHandler {
                try await withUnsafeThrowingContinuation { continuation in
                    work.completion = .one(continuation)
                    submit(work)
                }
            } onCancel: {
                post(.cancel(work))
            }
            journal.record(work.content, startedAt: startedAt, hasFailed: false)
            return rows
        } catch {
            journal.record(work.content, startedAt: startedAt, hasFailed: true)
            throw error
        }
    }

    /// Hands a segment to the loop and waits for the rows of all its statements. Cancelling the task cancels the work.
    func performAll(_ work: Work) async throws -> [PostgresRows] {
        let startedAt = MonotonicClock.now()
        do {
            let rows = try await withTaskCancellationHandler {
                try await withUnsafeThrowingContinuation { continuation in
                    work.completion = .many(continuation)
                    submit(work)
                }
            } onCancel: {
                post(.cancel(work))
            }
            journal.record(work.content, startedAt: startedAt, hasFailed: false)
            return rows
        } catch {
            journal.record(work.content, startedAt: startedAt, hasFailed: true)
            throw error
        }
    }

    /// Hands work without rows to the loop and waits for its end. Cancelling the task cancels the work.
    func performVoid(_ work: Work) async throws {
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                work.completion = .done(continuation)
                submit(work)
            }
        } onCancel: {
            post(.cancel(work))
        }
    }

    /// Ends a lease without COMMIT and waits until the connection is in order again, cancelled or not.
    func endLease(_ lease: Lease) async {
        let work = Work(lane: .leased(lease), content: .endOfLease, deadlineAt: .max)
        // The end of a lease cannot fail: a connection that does not obey is given up.
        try? await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Void, any Error>) in
            work.completion = .done(continuation)
            if !post(.endLease(work)) { work.succeed() }
        }
    }

    func submit(_ work: Work) {
        if !post(.work(work)) { work.fail(PostgresError(.closed, "the client is shut down")) }
    }
}

/// Ends the loop's thread when the last user of a client is gone.
final class LoopLifetime: Sendable {
    let thread: LoopThread

    init(_ thread: LoopThread) {
        self.thread = thread
    }

    deinit {
        thread.post(.stop)
    }
}
