import Logging
import Mentoring
import Postgres
import PrivatePostgres
import ServiceLifecycle

/// The pool of connections as a service: on shutdown it waits for what is at work.
struct DatabaseService: Service, CustomStringConvertible {
    let client: PostgresClient
    var description: String { "database" }

    init(_ client: PostgresClient) {
        self.client = client
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await client.run()
        } onGracefulShutdown: {
            Task { await client.shutdown() }
        }
    }
}

/// The ear of the slots cache: what it holds is right while this listens.
struct SlotCacheService: Service, CustomStringConvertible {
    let cache: SlotCache
    let client: PostgresClient
    var description: String { "slots cache" }

    init(_ cache: SlotCache, client: PostgresClient) {
        self.cache = cache
        self.client = client
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await cache.run(client) }
    }
}

/// The ear of the event streams.
struct EventFeedService: Service, CustomStringConvertible {
    let desk: Desk
    var description: String { "event feed" }

    init(_ desk: Desk) {
        self.desk = desk
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await desk.eventFeed.run(desk) }
    }
}

/// Writes down what time alone decides, well within a minute of it.
struct SweeperService: Service, CustomStringConvertible {
    let desk: Desk
    let logger: Logger
    /// Told of each run: how many rows it changed; nil for one that failed.
    let observe: @Sendable (Int?) -> Void
    var description: String { "sweeper" }

    init(_ desk: Desk, logger: Logger, observe: @escaping @Sendable (Int?) -> Void = { _ in }) {
        self.desk = desk
        self.logger = logger
        self.observe = observe
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let changes = try await desk.consultations.sweep()
                    try await desk.reminders.write()
                    try await desk.removeExpired()
                    // Last: what was due is written down by now and counts.
                    try await desk.reports.closeLastWeek()
                    try await desk.reports.announceLastWeek()
                    observe(changes)
                } catch is CancellationError {
                    return
                } catch {
                    observe(nil)
                    logger.warning("sweeping failed, will be tried again", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(20))
            }
        }
    }
}

/// Reads from time to time how much is on its way to people: what one instance sends says nothing of it.
struct DeliveryFiguresService: Service, CustomStringConvertible {
    let desk: Desk
    let observe: @Sendable (DeliveryFigures) -> Void
    var description: String { "delivery figures" }

    init(_ desk: Desk, observe: @escaping @Sendable (DeliveryFigures) -> Void) {
        self.desk = desk
        self.observe = observe
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // A database that can't be reached has figures of its own.
                if let figures = try? await desk.deliveries.figures() { observe(figures) }
                try? await Task.sleep(for: .seconds(15))
            }
        }
    }
}

/// The watch over a private PostgreSQL: starts it again should it end.
struct PrivateClusterService: Service, CustomStringConvertible {
    let cluster: PrivateCluster
    var description: String { "private PostgreSQL" }

    init(_ cluster: PrivateCluster) {
        self.cluster = cluster
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await cluster.run() }
    }
}
