import APIModel
import Crypto
import Foundation

/// One call of a route: the request after every check that the route declares.
public struct Call<Caller: Principal>: Sendable {
    public let request: APIRequest
    /// The checked body, normalised and with defaults; empty on a route without one.
    public let body: Fields
    /// The checked query, with defaults.
    public let query: Fields
    /// The name of the route.
    public let routeName: String
    /// The mentor a `.mentor` route is about: the one `?mentor=` names for an admin, the caller's own for a mentor.
    public let mentorHandle: String?
    /// True when an admin acts for a mentor: to be audited so.
    public let isOnBehalf: Bool
    /// The `Idempotency-Key` of a route that heeds it.
    public let idempotencyKey: String?
    /// What `If-Match` says on a route that heeds it.
    public let ifMatch: EntityTagCondition?

    let principalID: String
    /// The body is no JSON: what it means is its octets.
    let hasRawBody: Bool
    let cursors: CursorSealer

    public var language: Language { request.language }
    public var requestID: String { request.requestID }

    /// The value of a path parameter.
    public func parameter(_ name: String) -> String { request.parameter(name) }

    /// Refuses a write that names another version than the current one.
    /// - Throws: `APIFailure` with `version_mismatch`.
    public func requireMatch(_ current: EntityTag) throws(APIFailure) {
        guard let ifMatch, !ifMatch.matchesStrongly(current) else { return }
        throw APIFailure(.versionMismatch, headers: [("ETag", current.description)])
    }

    /// SHA-256 over method, path, query and body as checked: equal for requests that mean the same.
    public var fingerprint: [UInt8] {
        var hash = SHA256()
        hash.update(data: Data(request.method.utf8))
        for segment in request.path { hash.update(data: Data("/\(segment)".utf8)) }
        hash.update(data: Data([0]))
        hash.update(data: Data(query.canonicalBytes))
        hash.update(data: Data([0]))
        hash.update(data: hasRawBody ? request.body : Data(body.canonicalBytes))
        if hasRawBody { hash.update(data: Data((request.headers["Content-Type"] ?? "").utf8)) }
        return Array(hash.finalize())
    }

    // MARK: Paging

    /// `limit`, on a route with `QueryParameter.paging`.
    public var limit: Int { query.findInteger("limit") ?? 20 }

    /// The `next_cursor` that leads from this page to the next one of the same list.
    /// - Parameter position: where the next page begins; the reader can't read or change it without notice.
    public func nextCursor(after position: some Encodable) throws -> String {
        try cursors.seal(position, scope: cursorScope)
    }

    /// Where this page begins; nil on the first page.
    /// - Throws: `APIFailure` (`?cursor`, `invalid_cursor`) for one of another list, filter or caller, or a forged one.
    public func findPosition<Position: Decodable>(_ type: Position.Type = Position.self) throws(APIFailure) -> Position?
    {
        guard let text = query.findString("cursor") else { return nil }
        guard let position = cursors.open(text, as: type, scope: cursorScope) else {
            throw .invalid("?cursor", .invalidCursor)
        }
        return position
    }

    private var cursorScope: [UInt8] {
        var filters = query.members
        filters["cursor"] = nil
        filters["limit"] = nil
        let path = JSONValue.array(request.path.map(JSONValue.string))
        let scope: JSONValue = [.string(routeName), path, .string(principalID), .object(filters)]
        return scope.bytes
    }
}
