import AsyncHTTPClient
import Foundation
import HTTPAPI
import NIOCore
import NIOHTTP1

/// A client of server-sent events: one connection, from a place on, until its reader has had enough.
struct EventSource: Sendable {
    /// What comes on a stream.
    enum Part: Sendable, Equatable {
        case event(id: String, type: String, data: JSONValue)
        case comment(String)
        case retry(Int)
    }

    /// An answer that is no stream.
    struct Refused: Error, Equatable {
        let status: Int
        let retryAfter: String?
        let json: JSONValue
    }

    /// What came of a stream that was opened.
    struct Head: Sendable {
        let headers: [String: String]
    }

    /// Many connections to one server, unlike the shared client.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 5_000
        configuration.timeout.connect = .seconds(300)
        return HTTPClient(configuration: configuration)
    }()

    let url: String
    let token: String

    /// Opens a stream and hands over what comes.
    ///
    /// - Parameters:
    ///   - take: says with false that it is enough; the connection is then dropped.
    /// - Returns: whether the server ended it.
    /// - Throws: ``Refused``, or what broke the connection.
    @discardableResult
    func read(
        _ path: String = "/v1/events", after lastEventID: String? = nil,
        opened: (Head) throws -> Void = { _ in }, _ take: (Part) async throws -> Bool
    ) async throws -> Bool {
        var request = HTTPClientRequest(url: url + path)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Accept", value: "text/event-stream")
        if let lastEventID { request.headers.add(name: "Last-Event-ID", value: lastEventID) }
        let response = try await Self.client.execute(request, deadline: .now() + .seconds(600))
        guard response.status == .ok, response.headers.first(name: "Content-Type") == "text/event-stream" else {
            let body = Data(try await response.body.collect(upTo: 1 << 20).readableBytesView)
            throw Refused(
                status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"),
                json: (try? JSONDecoder().decode(JSONValue.self, from: body)) ?? .null)
        }
        try opened(
            Head(headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { $0 + ", " + $1 }))
        var rest = ByteBuffer()
        for try await buffer in response.body {
            rest.writeImmutableBuffer(buffer)
            while let end = rest.readableBytesView.firstRange(of: Array("\n\n".utf8)) {
                let length = rest.readableBytesView.distance(from: rest.readerIndex, to: end.lowerBound)
                let block = rest.readString(length: length) ?? ""
                rest.moveReaderIndex(forwardBy: 2)
                guard try await take(try Self.part(block)) else { return false }
            }
        }
        return true
    }

    /// The first events of a stream.
    func events(_ count: Int, _ path: String = "/v1/events", after lastEventID: String? = nil) async throws -> [Part] {
        var events: [Part] = []
        try await read(path, after: lastEventID) { part in
            if case .event = part { events.append(part) }
            return events.count < count
        }
        return events
    }

    private struct Malformed: Error { let block: String }

    private static func part(_ block: String) throws -> Part {
        var fields: [String: String] = [:]
        for line in block.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Malformed(block: block) }
            fields[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        if let comment = fields[""] { return .comment(comment) }
        if let retry = fields["retry"].flatMap({ Int($0) }) { return .retry(retry) }
        guard let id = fields["id"], let type = fields["event"], let data = fields["data"] else {
            throw Malformed(block: block)
        }
        return .event(id: id, type: type, data: try JSONDecoder().decode(JSONValue.self, from: Data(data.utf8)))
    }
}

extension EventSource.Part {
    var data: JSONValue? {
        if case .event(_, _, let data) = self { data } else { nil }
    }

    var id: String? {
        if case .event(let id, _, _) = self { id } else { nil }
    }
}
