public import Networks

/// The proxies whose `X-Forwarded-For` is believed.
public struct TrustedProxies: Sendable {
    /// A network that can't be read.
    public typealias Invalid = Network.Invalid

    private let networks: [Network]
    /// Trust what comes over a unix socket: only a proxy on this machine can.
    private let trustsUnixSocket: Bool

    /// - Parameter networks: addresses or networks (`10.0.0.0/8`, `::1`). - Throws: `Invalid`.
    public init(_ networks: [String] = [], trustsUnixSocket: Bool = true) throws(Invalid) {
        var parsed: [Network] = []
        for text in networks { parsed.append(try Network(text)) }
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
        if let peer, networks.isEmpty || !trusts(peer) { return peer }
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
