import Foundation
import NIOPosix
public import Networks

/// Asks the system for the addresses of a name.
public struct NameResolver: Sendable {
    let resolve: @Sendable (String) async throws -> [NetworkAddress]

    /// - Parameter resolve: throws or gives none for a name that has no address.
    public init(_ resolve: @escaping @Sendable (String) async throws -> [NetworkAddress]) {
        self.resolve = resolve
    }

    /// `getaddrinfo`, off the threads that everybody shares: it blocks.
    public static let system = NameResolver { name in
        try await NIOThreadPool.singleton.runIfActive { try addresses(of: name) }
    }

    private static func addresses(of name: String) throws -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &first) == 0, let first else {
            throw DeliveryFailure("the name has no address")
        }
        defer { freeaddrinfo(first) }
        var found: [NetworkAddress] = []
        for entry in sequence(first: first, next: { $0.pointee.ai_next }) {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let isRead = getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            guard isRead == 0 else { continue }
            let address = NetworkAddress(
                String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            if let address, !found.contains(address) { found.append(address) }
        }
        return found
    }
}
