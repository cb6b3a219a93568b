import Postgres
import Scheduling

/// One reader's way through the events, from a place on and without an end of its own.
///
/// Used by one task: `next()` again and again until it says why it ends.
public final class EventStream: Sendable {
    /// Why a stream is over.
    public enum Ending: Sendable, Hashable {
        case clientLeft
        /// Revoked, expired or erased with its owner.
        case tokenStopped
        /// The service is about to stop: the reader should come again.
        case draining
    }

    /// What a stream is woken for.
    enum Signal: Sendable {
        case news
        case ping
        case end(Ending)
    }

    /// What comes next.
    public enum Turn: Sendable {
        case events([RecordedEvent])
        /// Nothing for a while.
        case ping
    }

    /// What the feed holds of a stream.
    struct Waiting {
        let token: TokenID
        var pingAt: ContinuousClock.Instant
        var continuation: CheckedContinuation<Signal, Never>?
        var ending: Ending?

        /// The one to wake with a signal, if it waits; an end is remembered.
        mutating func take(_ signal: Signal) -> CheckedContinuation<Signal, Never>? {
            if case .end(let reason) = signal { ending = ending ?? reason }
            defer { continuation = nil }
            return continuation
        }
    }

    private let feed: EventFeed
    private let desk: Desk
    private let number: Int
    private let reader: Events.Reader
    private let caller: Caller
    private let expiresAt: Instant?
    private let start: EventPosition

    init(
        feed: EventFeed, desk: Desk, number: Int, reader: Events.Reader, caller: Caller, position: EventPosition
    ) {
        self.feed = feed
        self.desk = desk
        self.number = number
        self.reader = reader
        self.caller = caller
        expiresAt = caller.expiresAt.flatMap { Instant(rfc3339: $0) }
        start = position
    }

    deinit {
        feed.close(number, reader, caller)
    }

    /// Ends it from outside, soon.
    public func end(_ reason: Ending) {
        feed.end(number, reason)
    }

    /// Gives every turn to `write` until the stream ends or `write` throws.
    ///
    /// While the database can't be reached, it pings and waits.
    /// - Returns: why it ended.
    public func run(_ write: (Turn) async throws -> Void) async throws -> Ending {
        var position = start
        var wroteAt = ContinuousClock.now
        var pause = Self.firstPause
        var isFresh = false
        while true {
            if let ending = feed.ending(of: number) ?? expiry { return ending }
            let version = feed.version(reader)
            var batch: EventBatch?
            do {
                batch = try await feed.batch(
                    after: position, reader, version: version, fresh: isFresh, desk: desk)
            } catch let error as PostgresError where error.isUnavailable {}
            if let batch, !batch.events.isEmpty {
                if let ending = feed.ending(of: number) ?? expiry { return ending }
                try await write(.events(batch.events))
                position = batch.end
                wroteAt = .now
                pause = Self.firstPause
                isFresh = false
                if batch.hasMore { continue }
            }
            if let batch, !batch.isHeldBack {
                pause = Self.firstPause
                switch await feed.wait(number, seen: version, reader, wroteAt: wroteAt) {
                case .news: isFresh = false
                case .end(let reason): return reason
                case .ping:
                    isFresh = true
                    guard try await isTokenLive() else { return .tokenStopped }
                }
            } else {
                // Held back by a transaction that won't say when it ends, or no database: look again soon.
                try await Task.sleep(for: pause * Double.random(in: 0.75...1.25))
                pause = min(pause * 2, .seconds(1))
                isFresh = true
            }
            if ContinuousClock.now - wroteAt >= feed.limits.pingInterval {
                try await write(.ping)
                wroteAt = .now
            }
        }
    }

    private static let firstPause = Duration.milliseconds(10)

    private var expiry: Ending? {
        expiresAt.map { $0 <= desk.clock.now } == true ? .tokenStopped : nil
    }

    /// Whether the token still holds; yes while the database can't be asked.
    private func isTokenLive() async throws -> Bool {
        do {
            return try await desk.database.read(
                "SELECT 1 FROM tokens WHERE id = \(caller.token) AND revoked_at IS NULL"
            ).count == 1
        } catch let error as PostgresError where error.isUnavailable {
            return true
        }
    }
}
