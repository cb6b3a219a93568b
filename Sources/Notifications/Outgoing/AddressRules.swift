public import Networks

/// Which addresses may be written to. Where things are sent is users' input, and this service stands inside a network
/// that users don't: nothing but the public internet is reached unless the operator says so.
public struct AddressRules: Sendable {
    private let allowed: [Network]

    /// - Parameter allowed: networks that may be reached although they are private.
    /// - Throws: `Network.Invalid`.
    public init(allowing allowed: [String] = []) throws(Network.Invalid) {
        var networks: [Network] = []
        for text in allowed { networks.append(try Network(text)) }
        self.allowed = networks
    }

    /// What isn't the public internet, by the registries of IANA: this network, private ones, CGNAT, loopback, link-local
    /// (with the metadata services of clouds), documentation, benchmarks, 6to4 relays, multicast, reserved.
    private static let closed: [Network] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        // Of IPv6 everything but 2000::/3 is closed anyway; inside it, protocol assignments with Teredo and
        // documentation.
        "2001::/23", "2001:db8::/32", "3fff::/20",
    ].compactMap { try? Network($0) }

    private static let global = try? Network("2000::/3")
    /// IPv6 addresses that carry an IPv4 address at an offset: the one behind decides.
    private static let carriers: [(network: Network?, offset: Int)] = [
        (try? Network("64:ff9b::/96"), 12), (try? Network("2002::/16"), 2),
    ]

    /// Whether the operator has named the address: it may then be reached without TLS too.
    func isNamed(_ address: NetworkAddress) -> Bool {
        allowed.contains { $0.contains(address) }
    }

    func allows(_ address: NetworkAddress) -> Bool {
        if isNamed(address) { return true }
        for (network, offset) in Self.carriers where network?.contains(address) ?? false {
            return NetworkAddress(octets: Array(address.octets[offset..<offset + 4])).map(allows) ?? false
        }
        if address.octets.count == 16, !(Self.global?.contains(address) ?? false) { return false }
        return !Self.closed.contains { $0.contains(address) }
    }
}
