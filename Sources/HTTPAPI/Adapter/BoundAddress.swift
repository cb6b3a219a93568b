import Synchronization

/// The port a server got, for those who wait for it.
final class BoundAddress: Sendable {
    private enum State {
        case waiting([Int: CheckedContinuation<Int?, any Error>], nextWaiter: Int)
        case bound(Int?)
        case ended
    }

    private let state = Mutex<State>(.waiting([:], nextWaiter: 0))

    func set(_ port: Int?) { finish(.bound(port), .success(port)) }

    /// The server is over; those who still wait get an error.
    func end() { finish(.ended, .failure(CancellationError())) }

    private func finish(_ new: State, _ result: Result<Int?, any Error>) {
        let waiters = state.withLock { state -> [CheckedContinuation<Int?, any Error>] in
            defer { state = new }
            if case .waiting(let waiters, _) = state { return Array(waiters.values) }
            return []
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    func port() async throws -> Int? {
        let number = state.withLock { state -> Int in
            guard case .waiting(let waiters, let next) = state else { return 0 }
            state = .waiting(waiters, nextWaiter: next + 1)
            return next
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let now = state.withLock { state -> Result<Int?, any Error>? in
                    switch state {
                    case .bound(let port): return .success(port)
                    case .ended: return .failure(CancellationError())
                    case .waiting(var waiters, let next):
                        if Task.isCancelled { return .failure(CancellationError()) }
                        waiters[number] = continuation
                        state = .waiting(waiters, nextWaiter: next)
                        return nil
                    }
                }
                if let now { continuation.resume(with: now) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Int?, any Error>? in
                guard case .waiting(var waiters, let next) = state else { return nil }
                let waiter = waiters.removeValue(forKey: number)
                state = .waiting(waiters, nextWaiter: next)
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
