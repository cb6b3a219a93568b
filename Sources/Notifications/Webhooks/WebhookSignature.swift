import Crypto
import Foundation
import Mentoring

/// The signature of the Standard Webhooks specification: `v1,` and HMAC-SHA256 in base64, over id, timestamp and body.
enum WebhookSignature {
    /// One signature for each secret, separated by spaces: while a secret is being replaced, both sign.
    static func header(secrets: [String], id: String, timestamp: Int64, body: Data) -> String {
        let content = Data("\(id).\(timestamp).".utf8) + body
        return secrets.compactMap(WebhookSecret.key).map { key in
            let code = HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: key))
            return "v1,\(Data(code).base64EncodedString())"
        }.joined(separator: " ")
    }
}
