/// The proxies whose `X-Forwarded-For` is believed.
public struct TrustedProxies: Sendable {
    private struct Network: Sendable {
        let octets: [UInt8]
        let prefixLength: Int

        func contains(_ address: NetworkAddress) -> Bool {
            guard address.octets.count == octets.count else { return false }
            var bits = prefixLength
            for (left, right) in zip(octets, address.octets) where bits > 0 {
                let mask: UInt8 = bits >= 8 ? 0xFF : ~(0xFF >> UInt8(bits))
                if left & mask != right & mask { return false }
                bits -= 8
            }
            return true
        }
    }

    /// A network that can't be read.
    public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        public let text: String
        public var description: String { "\"\(text)\" is not an address or network such as 10.0.0.0/8" }
    }

    private let networks: [Network]
    /// Trust what comes over a unix socket: only a proxy on this machine can.
    private let trustsUnixSocket: Bool

    /// - Parameter networks: addresses or networks (`10.0.0.0/8`, `::1`). - Throws: `Invalid`.
    public init(_ networks: [String] = [], trustsUnixSocket: Bool = true) throws(Invalid) {
        var parsed: [Network] = []
        for text in networks {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let address = parts.first.flatMap({ NetworkAddress($0) }) else { throw Invalid(text: text) }
            let whole = address.octets.count * 8
            guard let length = parts.count == 2 ? Int(parts[1]) : whole, (0...whole).contains(length) else {
                throw Invalid(text: text)
            }
            parsed.append(Network(octets: address.octets, prefixLength: length))
        }
        self.networks = parsed
        self.trustsUnixSocket = trustsUnixSocket
    }

    private init() {
        networks = []
        trustsUnixSocket = true
    }

    /// Believes nobody but a unix socket.
    public static let none = TrustedProxies()

    private func trusts(_ text: some StringProtocol) -> Bool {
        guard let address = NetworkAddress(text) else { return false }
        return networks.contains { $0.contains(address) }
    }

    /// The client's address: the last one in the chain that is no trusted proxy. Whatever a client writes into the
    /// header stands left of what the proxies append, so it is never reached unless every hop is trusted.
    func clientAddress(peer: String?, forwardedFor: [String]) -> String? {
        if let peer, !trusts(peer) { return peer }
        guard peer != nil || trustsUnixSocket else { return nil }
        let chain = forwardedFor.flatMap { $0.split(separator: ",") }.suffix(32).map { $0.trimmingSpaces() }
        var client = peer
        for hop in chain.reversed() {
            guard NetworkAddress(hop) != nil else { return client }
            client = String(hop)
            if !trusts(hop) { return client }
        }
        return client
    }
}
