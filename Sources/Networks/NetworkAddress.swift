import Foundation

/// An IPv4 or IPv6 address as octets. An IPv4 address in IPv6 clothes (`::ffff:1.2.3.4`) is the IPv4 address.
public struct NetworkAddress: Hashable, Sendable {
    /// Four or sixteen.
    public let octets: [UInt8]

    /// Nil for anything that is no numeric address.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            text = String(text[text.index(after: text.startIndex)..<end])
        }
        if let percent = text.firstIndex(of: "%") { text = String(text[..<percent]) }
        var octets = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &octets) == 1 {
            self.octets = Array(octets.prefix(4))
        } else if inet_pton(AF_INET6, text, &octets) == 1 {
            let isMapped = octets.prefix(10).allSatisfy { $0 == 0 } && octets[10] == 0xFF && octets[11] == 0xFF
            self.octets = isMapped ? Array(octets.suffix(4)) : octets
        } else {
            return nil
        }
    }

    /// Nil unless there are four or sixteen.
    public init?(octets: [UInt8]) {
        guard octets.count == 4 || octets.count == 16 else { return nil }
        self.octets = octets
    }

    /// As people write it.
    public var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = octets.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, octets, &buffer, socklen_t(buffer.count)) != nil else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
