import Foundation

/// Douglas Crockford's base 32 (https://www.crockford.com/base32.html) in lower case: no i, l, o or u to misread.
enum CrockfordBase32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() {
            values[Int(character)] = UInt8(value)
            if character >= UInt8(ascii: "a") { values[Int(character) - 32] = UInt8(value) }
        }
        return values
    }()

    /// The 26 characters of a UUID: 130 bits, the first two of them zero.
    static func text(_ uuid: UUID) -> String {
        let number = self.number(uuid)
        return String(unsafeUninitializedCapacity: 26) { buffer in
            var rest = number
            for index in stride(from: 25, through: 0, by: -1) {
                buffer[index] = alphabet[Int(rest & 31)]
                rest >>= 5
            }
            return 26
        }
    }

    /// Reads 26 characters, in either case. Nil for anything else and for values over 128 bits.
    static func uuid(_ text: some Collection<UInt8>) -> UUID? {
        guard text.count == 26, let first = text.first, values[Int(first)] < 8 else { return nil }
        var number: UInt128 = 0
        for character in text {
            let value = values[Int(character)]
            guard value != 0xFF else { return nil }
            number = number << 5 | UInt128(value)
        }
        return withUnsafeBytes(of: number.bigEndian) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// A random text of 5 bits a character, for secrets.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }

    private static func number(_ uuid: UUID) -> UInt128 {
        withUnsafeBytes(of: uuid.uuid) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
    }
}
