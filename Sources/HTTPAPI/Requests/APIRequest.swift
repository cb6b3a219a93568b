public import Foundation
public import Scheduling

/// A request as handlers see it: decoded once, in plain types.
public struct APIRequest: Sendable {
    /// As received: `GET`, `POST`, …; a `HEAD` stays `HEAD`.
    public let method: String
    /// The decoded segments of the path.
    public let path: [String]
    /// The path's parameters by the names of the route's pattern: `handle` of `/v1/mentors/{handle}`.
    public let parameters: [String: String]
    /// The query as it came; the checked one is `Call.query`.
    public let query: QueryItems
    public let headers: RequestHeaders
    /// The body's octets; empty where there is none or the route has none.
    public let body: Data
    /// What `X-Request-Id` of the answer says.
    public let requestID: String
    /// The language of problems and prose.
    public let language: Language
    /// The client's address: the peer's, or the one a trusted proxy reports. Nil on a unix socket.
    public let remoteAddress: String?
    /// The injected clock's time when the request arrived.
    public let receivedAt: Instant
    /// The media type chosen by `Accept` among those the route can give.
    public let mediaType: String

    /// The value of a path parameter; empty when the pattern has no such name.
    public func parameter(_ name: String) -> String { parameters[name] ?? "" }
}
