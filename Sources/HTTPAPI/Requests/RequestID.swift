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

    /// 20 random characters of Crockford's base32: 100 bits.
    static func make() -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var generator = SystemRandomNumberGenerator()
        return String(unsafeUninitializedCapacity: 20) { buffer in
            var bits: UInt64 = 0
            for index in 0..<20 {
                if index % 10 == 0 { bits = generator.next() }
                buffer[index] = alphabet[Int(bits & 31)]
                bits >>= 5
            }
            return 20
        }
    }
}
