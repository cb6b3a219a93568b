import Synchronization

/// Holds handlers back until a test lets them go, and tells the test that they have arrived.
final class Gate: Sendable {
    private let arrivals = AsyncStream<Void>.makeStream()
    private let departures = AsyncStream<Void>.makeStream()

    /// For the handler: says that it is here, and waits.
    func pass() async {
        arrivals.continuation.yield()
        for await _ in departures.stream { return }
    }

    /// For the test: waits for a handler.
    func waitForArrival() async {
        for await _ in arrivals.stream { return }
    }

    /// For the test: lets one handler go.
    func open() { departures.continuation.yield() }
}

/// Collects what happened, in order, and lets a test wait for it.
final class Journal<Entry: Sendable>: Sendable {
    private let stream = AsyncStream<Entry>.makeStream()
    private let written = Mutex<[Entry]>([])

    func write(_ entry: Entry) {
        written.withLock { $0.append(entry) }
        stream.continuation.yield(entry)
    }

    var entries: [Entry] { written.withLock { $0 } }

    /// The next entry that nobody has waited for yet.
    func next() async -> Entry? {
        for await entry in stream.stream { return entry }
        return nil
    }
}
