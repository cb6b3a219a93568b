import Crypto
import Foundation
import Mentoring
import Scheduling

/// 飞书 (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot): 5 messages a second and 100 a minute are taken,
/// of 20 KB each.
struct FeishuFormat: RobotFormat {
    func body(of message: RobotMessage, language: EmailLanguage) -> [String: Any] {
        // Rich text, whose elements are no markup: a plain text's `<at>` would be one.
        let lines = message.text(maximumBytes: 15_000, language: language).split(separator: "\n").dropFirst()
        let content = lines.map { [["tag": "text", "text": String($0)]] }
        let post: [String: Any] = ["title": message.title, "content": content]
        return ["msg_type": "post", "content": ["post": ["zh_cn": post]]]
    }

    func body(of report: RobotReport) -> [String: Any] {
        // A card, whose title is no markup. The whole body has at most 20 KB, and newlines are two octets in JSON.
        let text = report.text(maximumBytes: 15_000, style: RobotReport.Style(), hasTitle: false)
        let card: [String: Any] = [
            "config": ["wide_screen_mode": true],
            "header": ["template": "turquoise", "title": ["tag": "plain_text", "content": report.title]],
            "elements": [["tag": "markdown", "content": text]],
        ]
        return ["msg_type": "interactive", "card": card]
    }

    func signed(
        _ body: [String: Any], url: String, secret: String?, at now: Instant
    ) -> (url: String, body: [String: Any]) {
        guard let secret else { return (url, body) }
        let proof = ["timestamp": "\(now.seconds)", "sign": Self.signature(secret, timestamp: now.seconds)]
        return (url, body.merging(proof) { $1 })
    }

    /// HMAC-SHA256 of nothing, under timestamp and secret as the key. It holds for an hour.
    static func signature(_ secret: String, timestamp: Int64) -> String {
        let key = SymmetricKey(data: Data("\(timestamp)\n\(secret)".utf8))
        return Data(HMAC<SHA256>.authenticationCode(for: Data(), using: key)).base64EncodedString()
    }

    /// Older answers have `StatusCode`, which stays 0 beside the `code` of an error.
    func code(in answer: [String: Any]) -> Int? { answer["code"] as? Int ?? answer["StatusCode"] as? Int }
    func message(in answer: [String: Any]) -> String { answer["msg"] as? String ?? "" }

    /// By the same page, and for 9499 by what is answered: it has two meanings, which its words tell apart.
    func meaning(of code: Int, message: String) -> RobotRefusal {
        switch code {
        // Over the limit, also that of the whole platform.
        case 11_232, 99_991_400: .tooOften(seconds: 60)
        case 9_499 where message.lowercased().contains("too many"): .tooOften(seconds: 60)
        // No such robot; not enabled.
        case 19_001, 19_007: .gone
        // The signature, the sender's address, the keywords.
        case 19_021, 19_022, 19_024: .closed
        // A body that isn't understood, a missing type.
        case 9_499, 19_002: .unwanted
        default: .other
        }
    }
}
