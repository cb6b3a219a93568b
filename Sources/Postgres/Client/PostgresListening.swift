internal import Synchronization

/// A NOTIFY that arrived.
public struct PostgresNotification: Sendable, Hashable {
    /// The channel it was sent to.
    public let channel: String
    /// Its text, often empty.
    public let payload: String
    /// The server process that sent it.
    public let processID: Int
}

/// What happens on a listening connection.
public enum PostgresListenEvent: Sendable, Hashable {
    /// Listening from now on. What was notified before, or between `.lost` and this, was missed: look for it.
    case connected
    /// A notification.
    case notification(PostgresNotification)
    /// The connection broke, or the reader was too slow; a new one is being made.
    case lost
}

/// The events of some channels, for as long as it is iterated; it reconnects by itself.
///
/// It ends when the task is cancelled or the client is shut down. Each iteration has a connection of its own, outside
/// the pool.
public struct PostgresListenEvents: AsyncSequence, Sendable {
    public typealias Element = PostgresListenEvent
    public typealias Failure = Never

    let lifetime: LoopLifetime
    let channels: [String]
    private static let nextID = Atomic<Int>(1 << 40)

    init(lifetime: LoopLifetime, channels: [String]) {
        self.lifetime = lifetime
        self.channels = channels
    }

    /// Starts to listen.
    public func makeAsyncIterator() -> AsyncIterator {
        let id = Self.nextID.add(1, ordering: .relaxed).newValue
        let buffer = ListenBuffer()
        let channels = channels
        let accepted = lifetime.thread.post(
            .call { $0.start(Listener(id: id, channels: channels, buffer: buffer)) })
        if !accepted { buffer.finish() }
        return AsyncIterator(subscription: Subscription(id: id, buffer: buffer, lifetime: lifetime))
    }

    /// Stops listening when the iterator is gone.
    final class Subscription: Sendable {
        let id: Int
        let buffer: ListenBuffer
        let lifetime: LoopLifetime

        init(id: Int, buffer: ListenBuffer, lifetime: LoopLifetime) {
            self.id = id
            self.buffer = buffer
            self.lifetime = lifetime
        }

        deinit {
            let id = id
            lifetime.thread.post(
                .call { loop in
                    if let listener = loop.listeners[id] { loop.close(listener) }
                })
        }
    }

    /// Goes through the events in order.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let subscription: Subscription

        /// The next event, `nil` at the end.
        public mutating func next() async -> PostgresListenEvent? {
            await subscription.buffer.next()
        }

        /// The next event, `nil` at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> PostgresListenEvent? {
            await subscription.buffer.next()
        }
    }
}

extension PostgresClient {
    /// Listens to channels on a connection outside the pool.
    public func listen(_ channels: [String]) -> PostgresListenEvents {
        PostgresListenEvents(lifetime: lifetime, channels: channels)
    }
}
