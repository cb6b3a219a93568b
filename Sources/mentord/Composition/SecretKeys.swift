import Foundation
import Settings

/// The service's secrets, newest first, as the setting `secret_key` holds them: base64, 32 bytes or more each; several
/// separated by spaces or line feeds.
enum SecretKeys {
    /// - Throws: ``SettingsProblem``, without a word of the secret in it.
    static func load(_ settings: Settings) throws -> [Data] {
        let origin = settings.origin(of: SettingKeys.secretKey)
        return try parse(settings.require(SettingKeys.secretKey), origin: origin)
    }

    static func parse(_ text: String, origin: String) throws -> [Data] {
        try text.split(whereSeparator: \.isWhitespace).map { part in
            guard let data = Data(base64Encoded: String(part)), data.count >= 32 else {
                throw SettingsProblem([
                    "secret_key: the value from \(origin) is not possible; it takes base64 of 32 bytes or more, such as "
                        + "`openssl rand -base64 32` prints."
                ])
            }
            return data
        }
    }
}
