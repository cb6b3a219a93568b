/// The query of a request as it came: names may repeat. A route's own parameters check it before a handler runs.
public struct QueryItems: Hashable, Sendable {
    /// A name and its value, both decoded.
    public struct Item: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    /// In the order given.
    public let items: [Item]

    public init(_ items: [(name: String, value: String)] = []) {
        self.items = items.map { Item(name: $0.name, value: $0.value) }
    }

    /// The first value of a name; nil when the query doesn't have it.
    public subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }
}
