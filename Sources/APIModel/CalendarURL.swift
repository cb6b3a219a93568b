/// Where a person's calendar can be subscribed to.
public struct CalendarURL: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}
