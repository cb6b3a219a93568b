import AsyncHTTPClient
import NIOCore
import Synchronization

/// HTTP clients by where they lead: a name, and the address that was checked for it. Every connection of such a client
/// goes to that very address, so one that is kept open may be used again by whoever has had the same address checked.
final class OutgoingClients: Sendable {
    struct Way: Hashable, Sendable {
        let name: String
        let address: String
    }

    private struct Entry {
        let client: HTTPClient
        var users = 0
        /// Whether it has connections that may have been kept open.
        var hasAnswered = false
        var usedAt: ContinuousClock.Instant
    }

    /// As many are kept, unless more are in use.
    private static let limit = 256

    private let idleSeconds: Int
    private let connectSeconds: Int
    private let entries = Mutex<[Way: Entry]>([:])

    /// - Parameters:
    ///   - idleSeconds: how long a connection is kept that nobody uses.
    ///   - connectSeconds: how long a connection may take to be there.
    init(idleSeconds: Int, connectSeconds: Int) {
        self.idleSeconds = idleSeconds
        self.connectSeconds = connectSeconds
    }

    deinit {
        for entry in entries.withLock({ $0.values.map(\.client) }) { Self.close(entry) }
    }

    /// Lends the client of a way.
    ///
    /// - Parameter body: gets whether a connection of an earlier post may be used.
    func use<Value: Sendable>(
        _ way: Way, _ body: (HTTPClient, _ mayBeKept: Bool) async throws -> Value
    ) async throws -> Value {
        let (client, mayBeKept) = lend(way)
        do {
            let value = try await body(client, mayBeKept)
            giveBack(way, hasAnswered: true)
            return value
        } catch {
            giveBack(way, hasAnswered: false)
            throw error
        }
    }

    private func lend(_ way: Way) -> (HTTPClient, Bool) {
        entries.withLock { entries in
            var entry = entries[way] ?? Entry(client: client(way), usedAt: .now)
            entry.users += 1
            entries[way] = entry
            return (entry.client, entry.hasAnswered)
        }
    }

    private func giveBack(_ way: Way, hasAnswered: Bool) {
        let spare = entries.withLock { entries -> HTTPClient? in
            entries[way]?.users -= 1
            entries[way]?.usedAt = .now
            if hasAnswered { entries[way]?.hasAnswered = true }
            guard entries.count > Self.limit,
                let oldest = entries.filter({ $0.value.users == 0 }).min(by: { $0.value.usedAt < $1.value.usedAt })
            else { return nil }
            entries[oldest.key] = nil
            return oldest.value.client
        }
        if let spare { Self.close(spare) }
    }

    private func client(_ way: Way) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(Int64(connectSeconds))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(Int64(idleSeconds))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        configuration.httpVersion = .http1Only
        // The whole of it: with an address here the client resolves nothing, and keeps the name for Host and TLS.
        configuration.dnsOverride = [way.name: way.address]
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private static func close(_ client: HTTPClient) {
        client.shutdown { _ in }
    }
}
