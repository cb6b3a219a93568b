import Crypto
import Foundation

/// The secret of a token: 256 random bits behind a mark that secret scanners find. Only its SHA-256 is stored; a
/// slow hash would add nothing to 256 bits.
enum TokenSecret {
    static func make() -> String {
        let bytes = SymmetricKey(size: SymmetricKeySize(bitCount: 416)).withUnsafeBytes { Array($0) }
        return "mdt_" + CrockfordBase32.text(bytes)
    }

    static func hash(_ secret: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(secret.utf8)))
    }

    /// Whether it can be one of ours at all; saves the database a look-up.
    static func isPlausible(_ secret: String) -> Bool {
        secret.utf8.count == 56 && secret.hasPrefix("mdt_")
    }
}
