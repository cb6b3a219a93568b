import Foundation
public import Mentoring
public import Scheduling

/// Sends to HTTP endpoints by the Standard Webhooks specification (https://www.standardwebhooks.com).
public struct WebhookSender: DeliverySender {
    private let http: OutgoingHTTP
    private let reports: ReportPapers

    public init(_ http: OutgoingHTTP, reports: ReportPapers) {
        self.http = http
        self.reports = reports
    }

    public func send(
        _ deliveries: [Delivery], to destination: DueDestination, target: DestinationTarget, at now: Instant
    ) async throws {
        for delivery in deliveries {
            guard let url = target.url else { throw DeliveryFailure("there is no URL", .refused) }
            let body: Data
            if let told = delivery.report {
                let report = try reports.json(try await reports.report(told, for: destination.owner))
                body = WebhookPayload.data(for: delivery, report: report)
            } else {
                body = try WebhookPayload.data(for: delivery)
            }
            let id = delivery.messageID
            let answer = try await http.post(
                url,
                headers: [
                    ("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", "\(now.seconds)"),
                    (
                        "webhook-signature",
                        WebhookSignature.header(
                            secrets: target.secrets(at: now), id: id, timestamp: now.seconds, body: body)
                    ),
                ], body: body)
            switch answer.status {
            case 200..<300: continue
            case 410: throw DeliveryFailure("it answered 410: it wants no more", .gone)
            default:
                throw DeliveryFailure(
                    "it answered \(answer.status)", .again(afterSeconds: answer.retryAfterSeconds))
            }
        }
    }
}
