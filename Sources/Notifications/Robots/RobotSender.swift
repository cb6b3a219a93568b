import Crypto
import Foundation
public import Mentoring
public import Scheduling

/// Writes to the group robots of 企业微信, 飞书 and 钉钉, each in its own format. They answer 200 whatever happens: the
/// body tells.
public struct RobotSender: DeliverySender {
    private let http: OutgoingHTTP

    public init(_ http: OutgoingHTTP) {
        self.http = http
    }

    public func send(
        _ deliveries: [Delivery], to destination: DueDestination, target: DestinationTarget, at now: Instant
    ) async throws {
        guard let url = target.url, let format = Self.format(of: destination.kind) else {
            throw DeliveryFailure("there is no URL", .refused)
        }
        let message = RobotMessage(deliveries, for: destination)
        let request = try format.request(
            message, url: url, secret: target.secret, language: destination.reader.language, at: now)
        let body = try JSONSerialization.data(
            withJSONObject: request.body, options: [.sortedKeys, .withoutEscapingSlashes])
        let answer = try await http.post(request.url, headers: [("Content-Type", "application/json")], body: body)
        guard (200..<300).contains(answer.status) else {
            throw DeliveryFailure("it answered \(answer.status)", .again(afterSeconds: answer.retryAfterSeconds))
        }
        guard let members = try? JSONSerialization.jsonObject(with: answer.body) as? [String: Any],
            let code = format.code(in: members)
        else { throw DeliveryFailure("its answer makes no sense") }
        if code == 0 { return }
        throw DeliveryFailure("it answered with the code \(code)", format.verdict(on: code))
    }

    private static func format(of kind: DestinationKind) -> (any RobotFormat)? {
        switch kind {
        case .wecom: WeComFormat()
        case .feishu: FeishuFormat()
        case .dingtalk: DingTalkFormat()
        case .email, .webhook: nil
        }
    }
}

/// How one kind of robot is written to.
protocol RobotFormat: Sendable {
    func request(
        _ message: RobotMessage, url: String, secret: String?, language: EmailLanguage, at now: Instant
    ) throws -> (url: String, body: [String: Any])
    /// The code in an answer; 0 is success, nil an answer of another shape.
    func code(in answer: [String: Any]) -> Int?
    func verdict(on code: Int) -> DeliveryFailure.Verdict
}

/// 企业微信 (https://developer.work.weixin.qq.com/document/path/91770): its key stands in the URL.
struct WeComFormat: RobotFormat {
    func request(
        _ message: RobotMessage, url: String, secret: String?, language: EmailLanguage, at now: Instant
    ) -> (url: String, body: [String: Any]) {
        // A text has at most 2,048 octets.
        (url, ["msgtype": "text", "text": ["content": message.text(maximumBytes: 2_048, language: language)]])
    }

    func code(in answer: [String: Any]) -> Int? { answer["errcode"] as? Int }

    func verdict(on code: Int) -> DeliveryFailure.Verdict {
        switch code {
        // Written to too often: the next minute.
        case 45_009: .again(afterSeconds: 60)
        // No such robot.
        case 93_000: .gone
        // A bad body.
        case 40_008, 40_058, 44_004, 45_002: .refused
        default: .again(afterSeconds: nil)
        }
    }
}

/// 飞书 (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot).
struct FeishuFormat: RobotFormat {
    func request(
        _ message: RobotMessage, url: String, secret: String?, language: EmailLanguage, at now: Instant
    ) -> (url: String, body: [String: Any]) {
        // Rich text, whose elements are no markup: a plain text's `<at>` would be one.
        let lines = message.text(maximumBytes: 15_000, language: language).split(separator: "\n").dropFirst()
        let content = lines.map { [["tag": "text", "text": String($0)]] }
        let post: [String: Any] = ["title": message.title, "content": content]
        var body: [String: Any] = ["msg_type": "post", "content": ["post": ["zh_cn": post]]]
        if let secret {
            body["timestamp"] = "\(now.seconds)"
            body["sign"] = Self.signature(secret, timestamp: now.seconds)
        }
        return (url, body)
    }

    /// HMAC-SHA256 of nothing, under timestamp and secret as the key.
    static func signature(_ secret: String, timestamp: Int64) -> String {
        let key = SymmetricKey(data: Data("\(timestamp)\n\(secret)".utf8))
        return Data(HMAC<SHA256>.authenticationCode(for: Data(), using: key)).base64EncodedString()
    }

    func code(in answer: [String: Any]) -> Int? { answer["code"] as? Int ?? answer["StatusCode"] as? Int }

    func verdict(on code: Int) -> DeliveryFailure.Verdict {
        switch code {
        case 11_232: .again(afterSeconds: 60)
        case 19_001: .gone
        case 9_499: .refused
        default: .again(afterSeconds: nil)
        }
    }
}

/// 钉钉 (https://open.dingtalk.com/document/orgapp/custom-robot-access).
struct DingTalkFormat: RobotFormat {
    func request(
        _ message: RobotMessage, url: String, secret: String?, language: EmailLanguage, at now: Instant
    ) throws -> (url: String, body: [String: Any]) {
        var signed = url
        if let secret {
            let timestamp = now.microseconds / 1_000
            let sign = Self.signature(secret, timestamp: timestamp)
            let escaped = sign.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            signed += (url.contains("?") ? "&" : "?") + "timestamp=\(timestamp)&sign=\(escaped)"
        }
        let body: [String: Any] = [
            "msgtype": "text", "text": ["content": message.text(maximumBytes: 15_000, language: language)],
            "at": ["isAtAll": false],
        ]
        return (signed, body)
    }

    /// HMAC-SHA256 of timestamp and secret, under the secret.
    static func signature(_ secret: String, timestamp: Int64) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(timestamp)\n\(secret)".utf8), using: key)
        return Data(code).base64EncodedString()
    }

    func code(in answer: [String: Any]) -> Int? { answer["errcode"] as? Int }

    func verdict(on code: Int) -> DeliveryFailure.Verdict {
        switch code {
        // Too many in a minute, which closes the robot for ten.
        case 130_101, 410_100: .again(afterSeconds: 600)
        case 300_001, 300_005: .gone
        case 400_101, 400_102, 40_035: .refused
        default: .again(afterSeconds: nil)
        }
    }
}
