import Crypto
import Foundation
import Mentoring
import Scheduling

/// 钉钉 (https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages): 20 messages a minute are taken, of
/// 20,000 octets each; whoever sends more is not heard for ten minutes.
struct DingTalkFormat: RobotFormat {
    func body(of message: RobotMessage, language: EmailLanguage) -> [String: Any] {
        [
            "msgtype": "text", "text": ["content": message.text(maximumBytes: 15_000, language: language)],
            "at": ["isAtAll": false],
        ]
    }

    func body(of report: RobotReport) -> [String: Any] {
        // The body has at most 20,000 octets, but readers cut a text silently long before that. It knows lists and no
        // tables, and a title is what the list of chats shows.
        let style = RobotReport.Style(titlePrefix: "### ", linePrefix: "- ")
        let text = report.text(maximumBytes: 5_000, style: style)
        return [
            "msgtype": "markdown", "markdown": ["title": report.title, "text": text], "at": ["isAtAll": false],
        ]
    }

    func signed(
        _ body: [String: Any], url: String, secret: String?, at now: Instant
    ) -> (url: String, body: [String: Any]) {
        guard let secret else { return (url, body) }
        let timestamp = now.microseconds / 1_000
        let sign = Self.signature(secret, timestamp: timestamp)
        let escaped = sign.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return (url + (url.contains("?") ? "&" : "?") + "timestamp=\(timestamp)&sign=\(escaped)", body)
    }

    /// HMAC-SHA256 of timestamp and secret, under the secret. It holds for an hour.
    static func signature(_ secret: String, timestamp: Int64) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(timestamp)\n\(secret)".utf8), using: key)
        return Data(code).base64EncodedString()
    }

    func code(in answer: [String: Any]) -> Int? { answer["errcode"] as? Int }
    func message(in answer: [String: Any]) -> String { answer["errmsg"] as? String ?? "" }

    /// By the same page; 130101, 300001 and 300005 are what older and newer servers answer instead.
    func meaning(of code: Int, message: String) -> RobotRefusal {
        switch code {
        case 410_100, 130_101: .tooOften(seconds: 600)
        // What a robot may be sent in a longer time is used up.
        case 90_030: .tooOften(seconds: 3_600)
        // The group is dissolved; no such token, twice more; switched off; not in the group.
        case 400_013, 400_101, 300_001, 300_005, 400_102, 400_106: .gone
        // This machine's clock may be wrong, which its operator mends.
        case 310_000 where message.lowercased().contains("timestamp"): .other
        // The keywords, the signature, the sender's address.
        case 310_000: .closed
        // No JSON, another Content-Type, no such kind of message, links or words that aren't allowed, too long.
        case 40_035, 43_004, 400_105, 430_101, 430_102, 430_103, 430_104, 460_101: .unwanted
        // -1 among them: the maker is busy.
        default: .other
        }
    }
}
