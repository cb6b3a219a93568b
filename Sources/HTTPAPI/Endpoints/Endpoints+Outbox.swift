import APIModel
import Foundation
import Mentoring

extension Endpoints {
    var outboxRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/admin/outbox", name: "listOutbox", group: Groups.administration,
                summary: Words(zh: "通知的投递，新的在前", en: "Deliveries of notifications, newest first"),
                details: Words(
                    zh: "只有去向和状态，没有内容。dead 是放弃了的，处理后可以重试。",
                    en:
                        "Where each goes and stands, never what it says. A dead one was given up; try it again when the cause "
                        + "is gone."),
                access: .admin,
                query: [
                    .optional("state", .choice(DeliveryRecord.State.allCases.map(\.rawValue))),
                    .optional(
                        "destination",
                        Schema(.text(TextRule(length: 1...64, isTrimmed: false))).described(
                            zh: "whk_… 或 chn_…", en: "whk_… or chn_…")),
                ] + QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.outboxDelivery, zh: "一页投递。", en: "One page.")]
            ) { call, _ in
                var destination: UUID?
                if let text = call.query.findString("destination") {
                    guard let id = WebhookID(text)?.uuid ?? ChannelID(text)?.uuid else {
                        throw APIFailure.invalid(
                            "?destination", .invalidFormat, arguments: ["expected": "whk_…, chn_…"])
                    }
                    destination = id
                }
                let page = try await desk.deliveries.list(
                    state: call.query.findString("state").flatMap { DeliveryRecord.State(rawValue: $0) },
                    destination: destination, after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { OutboxDelivery($0) }
            },
            Route(
                .post, "/v1/admin/outbox/{id}/retry", name: "retryDelivery", group: Groups.administration,
                summary: Words(zh: "重试一次投递", en: "Try a delivery again"), access: .admin,
                answers: [
                    .object(AnswerSchemas.queuedDelivery, status: 202, zh: "马上再试。", en: "It is tried again at once.")
                ],
                problems: [.notFound, .invalidTransition], isIdempotent: true
            ) { call, bearer in
                let id = try deliveryID(call)
                return try await call.answering(bearer) { (delivery: DeliveryID) in
                    try .json(QueuedDelivery(delivery: delivery.description), status: 202)
                } _: {
                    try await desk.deliveries.retry(id, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .post, "/v1/admin/outbox/{id}/drop", name: "dropDelivery", group: Groups.administration,
                summary: Words(zh: "丢弃一次投递", en: "Give a delivery up"), access: .admin,
                answers: [.object(AnswerSchemas.queuedDelivery, zh: "不再投递。", en: "It is not tried again.")],
                problems: [.notFound, .invalidTransition], isIdempotent: true
            ) { call, bearer in
                let id = try deliveryID(call)
                return try await call.answering(bearer) { (delivery: DeliveryID) in
                    try .json(QueuedDelivery(delivery: delivery.description))
                } _: {
                    try await desk.deliveries.drop(id, by: bearer.caller, keeping: $0)
                }
            },
        ]
    }

    private func deliveryID(_ call: Call<Bearer>) throws(APIFailure) -> DeliveryID {
        guard let id = DeliveryID(call.parameter("id")) else { throw .notFound }
        return id
    }
}
