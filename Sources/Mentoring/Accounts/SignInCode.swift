import Crypto
import Foundation

/// Six digits that prove who reads an address's mail.
enum SignInCode {
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = String(Int.random(in: 0..<1_000_000, using: &generator))
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// What an address that nobody has registered gets: the hash of no code.
    static func unopenableHash() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }
}
