/// What is known of a request when its answer is out: for metrics and the log. No token, query value or body is in it.
public struct RequestRecord: Sendable {
    /// `OTHER` for a method that no route can have.
    public let method: String
    /// The pattern, never the path: `/v1/mentors/{handle}`; nil where no route fits.
    public let route: String?
    /// The route's name; nil where no route fits.
    public let routeName: String?
    public let status: Int
    /// Until the answer was made, for a stream until its end.
    public let duration: Duration
    public let requestID: String
    public let role: Role?
    /// Of the body, as read.
    public let bytesIn: Int
    public let bytesOut: Int

    /// `2xx`, `4xx`, …
    public var statusClass: String { "\(status / 100)xx" }
}
