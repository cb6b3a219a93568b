import APIModel
import Foundation

/// A request as the adapter hands it over: headers read, body not yet.
struct IncomingRequest: Sendable {
    let method: String
    /// Path and query, still encoded.
    let target: String
    let headers: RequestHeaders
    /// The other end of the connection; nil on a unix socket.
    let peerAddress: String?
    /// What the connection's guard found wrong before there was a request to route.
    var refusal: ProblemCode?
    /// All octets of the body. - Throws: `BodyFailure`.
    let readBody: @Sendable (_ maximumBytes: Int) async throws -> Data
}

/// Why a body did not arrive.
enum BodyFailure: Error, Hashable, Sendable {
    case tooLarge
    case tooSlow
    case malformed
    case disconnected
}
