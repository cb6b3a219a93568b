/// All addresses that begin alike: `10.0.0.0/8`.
public struct Network: Hashable, Sendable {
    /// A text that is no network.
    public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        public let text: String
        public var description: String { "\"\(text)\" is not an address or network such as 10.0.0.0/8" }

        public init(text: String) {
            self.text = text
        }
    }

    private let octets: [UInt8]
    private let prefixLength: Int

    /// - Parameter text: an address, alone or with the number of bits that its neighbours share.
    /// - Throws: `Invalid`.
    public init(_ text: String) throws(Invalid) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ NetworkAddress($0) }) else { throw Invalid(text: text) }
        let whole = address.octets.count * 8
        guard let length = parts.count == 2 ? Int(parts[1]) : whole, (0...whole).contains(length) else {
            throw Invalid(text: text)
        }
        octets = address.octets
        prefixLength = length
    }

    public func contains(_ address: NetworkAddress) -> Bool {
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
