import HTTPAPI
import Logging
import Mentoring
import Postgres
import ServiceLifecycle

/// What a cache did, in order; tests wait for it.
final class SlotsCacheEvents: Sendable {
    let sink: AsyncStream<SlotCache.Event>.Continuation
    private let stream: AsyncStream<SlotCache.Event>

    init() {
        (stream, sink) = AsyncStream.makeStream(of: SlotCache.Event.self)
    }

    /// Waits for the next event of this kind; those before it are passed over.
    func next(_ wanted: SlotCache.Event) async {
        for await event in stream where event == wanted { return }
    }
}

extension Service {
    /// Runs a second instance on the same database and clock, which caches slots.
    ///
    /// Writes by `self` are to it those of another instance.
    func withCache<Result: Sendable>(
        limits: SlotCache.Limits = SlotCache.Limits(),
        _ body:
            @escaping @Sendable (
                _ cached: Service, _ cache: SlotCache, _ events: SlotsCacheEvents
            ) async throws -> Result
    ) async throws -> Result {
        let events = SlotsCacheEvents()
        let cache = SlotCache(limits: limits) { events.sink.yield($0) }
        let cachedDesk = Desk(
            database: desk.database, clock: desk.clock, zones: desk.zones, holidays: desk.holidays.builtIn,
            policy: desk.policy, vault: desk.vault, identifiers: desk.identifiers, slotCache: cache)
        var settings = HTTPSettings(address: .host("127.0.0.1", port: 0))
        // As the instance beside it: a packed answer has a tag of its own.
        settings.compression = nil
        let http = try HTTPService(
            Endpoints(desk: cachedDesk, settableClock: clock).definition(version: "test"), settings: settings,
            logger: Self.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await cache.run(desk.database) }
            group.addTask { try await http.run() }
            defer { group.cancelAll() }
            guard let port = try await http.boundPort() else { throw ZonesMissing() }
            await events.next(.connected)
            return try await body(
                Service(url: "http://127.0.0.1:\(port)", desk: cachedDesk, clock: clock, adminToken: adminToken),
                cache, events)
        }
    }
}
