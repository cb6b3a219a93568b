import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOHTTP1
import Networks

/// Posts to places that users have named.
///
/// A name is resolved once for each post, every address it has is checked, and the connection, new or kept open, is one to
/// the first of those very addresses: what the name leads to a moment later doesn't matter. Host and TLS keep the name.
/// Redirects are not followed, no proxy is asked, and neither time nor the answer's size has a way to grow.
public struct OutgoingHTTP: Sendable {
    /// What came back.
    public struct Answer: Sendable {
        public let status: Int
        /// At most ``OutgoingHTTP/maximumAnswerBytes`` of it.
        public let body: Data
        /// What `Retry-After` or the like says, in seconds.
        public let retryAfterSeconds: Int?
    }

    private let rules: AddressRules
    private let resolver: NameResolver
    private let clients: OutgoingClients
    /// The limit for one post, from resolving the name to the answer's end.
    public var timeoutSeconds = 15
    public static let maximumAnswerBytes = 65_536

    /// - Parameters:
    ///   - idleSeconds: how long a connection is kept open that nobody uses; the default is shorter than most servers
    ///     keep one, so that few posts meet one that is being closed.
    ///   - connectSeconds: how long a connection may take to be there.
    public init(
        rules: AddressRules, resolver: NameResolver = .system, idleSeconds: Int = 4, connectSeconds: Int = 5
    ) {
        self.rules = rules
        self.resolver = resolver
        clients = OutgoingClients(idleSeconds: idleSeconds, connectSeconds: connectSeconds)
    }

    /// - Throws: ``DeliveryFailure``: for an address that may not be reached, nobody answering, an endless answer.
    public func post(_ url: String, headers: [(String, String)], body: Data) async throws -> Answer {
        let limit = timeoutSeconds
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await post(url, headers, body) }
            group.addTask {
                try await Task.sleep(for: .seconds(limit))
                throw DeliveryFailure("it took longer than \(limit) seconds")
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func post(_ text: String, _ headers: [(String, String)], _ body: Data) async throws -> Answer {
        guard let url = URL(string: text), let host = url.host, !host.isEmpty, let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http"
        else { throw DeliveryFailure("the URL can't be used", .refused) }
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let address = try await permitted(name, isProtected: scheme == "https")
        do {
            return try await clients.use(OutgoingClients.Way(name: name, address: address.text)) { client, mayBeKept in
                do {
                    return try await execute(text, headers, body, on: client)
                } catch  where mayBeKept && Self.isClosedConnection(error) && !Task.isCancelled {
                    // The receiver closed what was kept open just as the post was on its way. What it may have read
                    // all the same carries the same id.
                    return try await execute(text, headers, body, on: client)
                }
            }
        } catch let failure as DeliveryFailure {
            throw failure
        } catch {
            throw DeliveryFailure("it can't be reached: \(Self.words(for: error))")
        }
    }

    private static func isClosedConnection(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .remoteConnectionClosed }
        if let error = error as? IOError { return [ECONNRESET, EPIPE].contains(error.errnoCode) }
        return false
    }

    private func execute(
        _ url: String, _ headers: [(String, String)], _ body: Data, on client: HTTPClient
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        request.headers.replaceOrAdd(name: "User-Agent", value: "MentorDesk")
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await client.execute(request, timeout: .seconds(Int64(timeoutSeconds)))
        var read = Data()
        for try await part in response.body {
            read.append(contentsOf: part.readableBytesView.prefix(Self.maximumAnswerBytes - read.count))
            if read.count >= Self.maximumAnswerBytes { break }
        }
        return Answer(
            status: Int(response.status.code), body: read,
            // 飞书 says the same by a header of its own.
            retryAfterSeconds: ["Retry-After", "x-ogw-ratelimit-reset"].lazy
                .compactMap { response.headers.first(name: $0).flatMap { Int($0) } }
                .first.map { min(max(0, $0), 86_400) })
    }

    /// The address to connect to. - Throws: ``DeliveryFailure`` where any of the name's addresses is closed.
    private func permitted(_ name: String, isProtected: Bool) async throws -> NetworkAddress {
        let addresses: [NetworkAddress]
        if let literal = NetworkAddress(name) {
            addresses = [literal]
        } else {
            addresses = try await resolver.resolve(name)
        }
        guard let first = addresses.first else { throw DeliveryFailure("the name has no address") }
        guard addresses.allSatisfy(rules.allows) else {
            throw DeliveryFailure("it leads to an address that may not be reached")
        }
        guard isProtected || addresses.allSatisfy(rules.isNamed) else {
            throw DeliveryFailure("nothing is sent there without TLS", .refused)
        }
        return first
    }

    /// An error's kind without what it carries: a URL may hold a key.
    private static func words(for error: any Error) -> String {
        if let error = error as? HTTPClientError { return error.shortDescription }
        if let error = error as? IOError { return "errno \(error.errnoCode)" }
        return String(describing: type(of: error))
    }
}
