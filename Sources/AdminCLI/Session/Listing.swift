import APIModel
import Foundation

/// Items of one or more pages of a list, and the JSON they came as.
struct Listing<Item: Codable & Hashable & Sendable>: Sendable {
    var items: [Item] = []
    var elements: [JSON] = []
    /// Where the next page begins when there is more than was asked for.
    var nextCursor: String?

    /// Adds a page.
    ///
    /// - Returns: the cursor of the next one.
    mutating func add(_ answer: APIAnswer) throws -> String? {
        let page: Page<Item> = try answer.decoded()
        items += page.data
        elements += try answer.json()["data"]?.elements ?? []
        // A page without items could go on for ever.
        return page.data.isEmpty ? nil : page.nextCursor
    }

    /// The list as one answer.
    var json: JSON {
        ["data": .array(elements), "next_cursor": nextCursor.map { .string($0) } ?? .null]
    }
}
