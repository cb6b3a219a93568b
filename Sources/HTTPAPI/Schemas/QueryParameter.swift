/// One parameter of a route's query. A name that the route doesn't list is refused, and so is a second one.
public struct QueryParameter: Sendable {
    public let name: String
    public let schema: Schema
    public let isRequired: Bool

    /// A parameter that must be there.
    public static func required(_ name: String, _ schema: Schema) -> QueryParameter {
        QueryParameter(name: name, schema: schema, isRequired: true)
    }

    /// A parameter that may be left out.
    public static func optional(_ name: String, _ schema: Schema) -> QueryParameter {
        QueryParameter(name: name, schema: schema, isRequired: false)
    }

    /// How many items a page holds: 1 to 100, 20 when left out.
    public static let limit = optional(
        "limit",
        Schema.integer(1...100).defaulting(to: 20).described(zh: "每页条数。", en: "How many items a page holds."))

    /// The `next_cursor` of the page before.
    public static let cursor = optional(
        "cursor",
        Schema.text(
            .matching(pattern: "^[A-Za-z0-9_-]+$", expected: "next_cursor") { text in
                text.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                    default: false
                    }
                }
            }, length: 1...1_000
        )
        .described(zh: "上一页的 next_cursor。", en: "The next_cursor of the page before."))

    /// `limit` and `cursor`.
    public static let paging = [limit, cursor]
}
