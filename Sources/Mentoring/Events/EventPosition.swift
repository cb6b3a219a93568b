import Postgres

/// A place in the order of events: by the transaction that wrote them, then by position.
///
/// Positions alone are no order to go by: they are given before the transaction commits, so that a lower one may become
/// visible after a higher one was read.
public struct EventPosition: Sendable, Hashable {
    /// PostgreSQL's number of the transaction, 64 bits wide.
    let transaction: String
    let position: Int64

    /// Before every event.
    static let start = EventPosition(transaction: "0", position: 0)

    /// The condition that a row of `events e` comes after this place.
    var isBefore: SQL {
        "(e.written_in, e.position) > (\(inferred: transaction), \(position))"
    }
}

/// Events that follow a place, as many as fit, in the feed's order.
public struct EventBatch: Sendable {
    public let events: [RecordedEvent]
    /// Where to go on.
    public let end: EventPosition
    /// More of them can be read already.
    public let hasMore: Bool
    /// More of them are committed, and wait for an earlier transaction to end.
    public let isHeldBack: Bool
}
