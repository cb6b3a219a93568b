public import Foundation
import Postgres
public import Scheduling

/// A place in a newest-first list: after the row that was made at `at` with `id`.
public struct ListPosition: Sendable, Hashable {
    public let at: Instant
    public let id: UUID

    public init(at: Instant, id: UUID) {
        self.at = at
        self.id = id
    }
}

/// One page of a list and where the next one begins.
public struct ListPage<Item: Sendable>: Sendable {
    public let items: [Item]
    /// Nil on the last page.
    public let next: ListPosition?

    /// - Parameter rows: up to one row more than the limit; the extra one only tells that there is more.
    init(_ rows: [Item], limit: Int, position: (Item) -> ListPosition) {
        items = Array(rows.prefix(limit))
        next = rows.count > limit ? items.last.map(position) : nil
    }
}

extension ListPosition? {
    /// The condition that a newest-first list goes on after this place; true without one.
    func isAfter(_ at: String, _ id: String) -> SQL {
        guard let self else { return "true" }
        return "(\(unescaped: at), \(unescaped: id)) < (\(self.at), \(self.id))"
    }
}
