import Synchronization

/// The `X-Request-Id` of a request: the client's own where it is harmless, else a new one.
enum RequestID {
    static func choose(_ offered: String?) -> String {
        if let offered, isAcceptable(offered) { return offered }
        return make()
    }

    static func isAcceptable(_ text: String) -> Bool {
        (8...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// 20 characters of Crockford's base32 that no other request has: twelve at random for the process, eight that count
    /// its requests from a random number on. Nothing is asked of the system for a request.
    static func make() -> String {
        var count = requestCount.wrappingAdd(1, ordering: .relaxed).newValue
        return String(unsafeUninitializedCapacity: 20) { buffer in
            _ = buffer.update(fromContentsOf: processPart)
            for index in 12..<20 {
                buffer[index] = alphabet[Int(count & 31)]
                count >>= 5
            }
            return 20
        }
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let processPart = (0..<12).map { _ in alphabet[Int.random(in: 0..<32)] }
    private static let requestCount = Atomic<UInt64>(UInt64.random(in: 0..<1 << 40))
}
