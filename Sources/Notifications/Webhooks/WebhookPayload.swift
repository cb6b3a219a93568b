import Foundation
import Mentoring
import Scheduling

/// What a webhook says: type, timestamp and data, as the specification recommends; the data of an event is the event as
/// `GET /v1/events` gives it.
enum WebhookPayload {
    static func data(for delivery: Delivery) throws -> Data {
        let members: [String: Any]
        switch delivery.content {
        case .event(let event):
            members = [
                "type": event.type, "timestamp": event.occurredAt.rfc3339UTC,
                "data": [
                    "id": event.id.description, "type": event.type, "occurred_at": event.occurredAt.rfc3339UTC,
                    "actor": ["role": event.actorRole, "id": orNull(event.actorID)],
                    "consultation": orNull(event.consultation?.description), "plan": orNull(event.plan?.description),
                    "data": try JSONSerialization.jsonObject(with: event.data),
                ] as [String: Any],
            ]
        case .notice(let notice):
            members = [
                "type": notice.topic.rawValue, "timestamp": delivery.createdAt.rfc3339UTC,
                "data": [
                    "id": delivery.id.description, "consultation": orNull(notice.consultation),
                    "at": orNull(notice.moment), "lead_minutes": notice.leadMinutes.map { $0 as Any } ?? NSNull(),
                ] as [String: Any],
            ]
        }
        return try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
    }

    /// A report's data are the very octets that the API answers, without rows.
    static func data(for delivery: Delivery, report: Data) -> Data {
        Data("{\"data\":".utf8) + report
            + Data(",\"timestamp\":\"\(delivery.createdAt.rfc3339UTC)\",\"type\":\"\(delivery.topic)\"}".utf8)
    }

    private static func orNull(_ text: String?) -> Any { text.map { $0 as Any } ?? NSNull() }
}
