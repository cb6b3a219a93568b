import Mentoring
import Scheduling

/// 企业微信 (https://developer.work.weixin.qq.com/document/path/99110): its key stands in the URL, and 20 messages a minute
/// are taken.
struct WeComFormat: RobotFormat {
    func body(of message: RobotMessage, language: EmailLanguage) -> [String: Any] {
        // A text has at most 2,048 octets.
        ["msgtype": "text", "text": ["content": message.text(maximumBytes: 2_048, language: language)]]
    }

    func body(of report: RobotReport) -> [String: Any] {
        // 4,096 octets. Of lists its Markdown knows nothing, and of tables only in its second version, which older
        // readers show raw; quotes keep lines apart in both.
        let style = RobotReport.Style(titlePrefix: "## ", linePrefix: "> ")
        return ["msgtype": "markdown", "markdown": ["content": report.text(maximumBytes: 4_096, style: style)]]
    }

    func signed(
        _ body: [String: Any], url: String, secret: String?, at now: Instant
    ) -> (url: String, body: [String: Any]) { (url, body) }

    func code(in answer: [String: Any]) -> Int? { answer["errcode"] as? Int }
    func message(in answer: [String: Any]) -> String { answer["errmsg"] as? String ?? "" }

    /// By the maker's list (https://developer.work.weixin.qq.com/document/path/90313).
    func meaning(of code: Int, message: String) -> RobotRefusal {
        switch code {
        // Over the frequency, and too many at once.
        case 45_009, 45_033: .tooOften(seconds: 60)
        // No such URL or taken out of the group; switched off; not in the group.
        case 93_000, 93_004, 93_008: .gone
        // A type or a parameter that doesn't exist, no content, too much of it, no JSON.
        case 40_008, 40_058, 44_004, 45_002, 47_001: .unwanted
        // -1 among them: the maker is busy.
        default: .other
        }
    }
}
