/// A list answer: one page and the opaque cursor of the next one, null on the last page.
public struct Page<Item: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    public var data: [Item]
    @Nullable public var nextCursor: String?

    public init(data: [Item], nextCursor: String? = nil) {
        self.data = data
        self._nextCursor = Nullable(wrappedValue: nextCursor)
    }
}
