import HTTPAPI
import Logging
import ServiceLifecycle
import UnixSignals

/// How the service stops: first it says so to those who send it requests, then it takes no more, finishes what is at
/// work, and ends.
struct Draining: Sendable {
    /// Raised at once: `/readyz` answers 503 from then on, and every answer closes its connection.
    let flag: DrainFlag
    /// How long requests are still taken afterwards, for a load balancer to notice.
    let notice: Duration
    let logger: Logger
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// Runs the services until they end by themselves or a stop is asked for.
    /// - Parameter untilStop: returns when the service is to stop.
    func run(_ group: ServiceGroup, untilStop: @escaping @Sendable () async -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                await untilStop()
                guard !Task.isCancelled else { return }
                flag.raise()
                logger.notice("stopping: no longer ready", metadata: ["notice_seconds": "\(notice.components.seconds)"])
                try await pause(notice)
                logger.notice("stopping: finishing what is at work")
                await group.triggerGracefulShutdown()
            }
            defer { tasks.cancelAll() }
            try await group.run()
        }
    }

    /// Stops on SIGTERM and SIGINT.
    func runUntilSignal(_ group: ServiceGroup) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await run(group) {
            for await _ in signals { return }
        }
    }
}
