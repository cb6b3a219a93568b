import Foundation
public import Mentoring
import Reports
public import Scheduling

/// Writes to the group robots of 企业微信, 飞书 and 钉钉, each in its own format. Whatever the status of their answer, its
/// body tells.
public struct RobotSender: DeliverySender {
    private let http: OutgoingHTTP
    private let reports: ReportPapers

    public init(_ http: OutgoingHTTP, reports: ReportPapers) {
        self.http = http
        self.reports = reports
    }

    public func send(
        _ deliveries: [Delivery], to destination: DueDestination, target: DestinationTarget, at now: Instant
    ) async throws {
        guard let url = target.url, let format = Self.format(of: destination.kind) else {
            throw DeliveryFailure("there is no URL", .refused)
        }
        let language = destination.reader.language
        let content: [String: Any]
        if let told = deliveries.first?.report {
            let digest = try await reports.report(told, for: destination.owner).digest(in: ReportLanguage(language))
            content = format.body(of: RobotReport(digest: digest, language: language))
        } else {
            content = format.body(of: RobotMessage(deliveries, for: destination), language: language)
        }
        let request = format.signed(content, url: url, secret: target.secret, at: now)
        let body = try JSONSerialization.data(
            withJSONObject: request.body, options: [.sortedKeys, .withoutEscapingSlashes])
        let answer = try await http.post(
            request.url, headers: [("Content-Type", "application/json; charset=utf-8")], body: body)
        let members = (try? JSONSerialization.jsonObject(with: answer.body)) as? [String: Any]
        let isSuccess = (200..<300).contains(answer.status)
        guard let members, let code = format.code(in: members), isSuccess || code != 0 else {
            let words = isSuccess ? "its answer makes no sense" : "it answered \(answer.status)"
            throw DeliveryFailure(words, .again(afterSeconds: answer.retryAfterSeconds))
        }
        if code == 0 { return }
        throw format.meaning(of: code, message: format.message(in: members))
            .failure(code: code, retryAfterSeconds: answer.retryAfterSeconds)
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
