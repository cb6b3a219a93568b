import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var webhookRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/admin/webhooks", name: "listWebhooks", group: Groups.administration,
                summary: Words(zh: "Webhook 列表", en: "Webhooks"), access: .admin, query: QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.webhook, zh: "一页，不含密钥。", en: "One page, without secrets.")]
            ) { call, _ in
                let page = try await desk.destinations.webhooks(after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { NotificationChannel($0, isWebhook: true) }
            },
            Route(
                .post, "/v1/admin/webhooks", name: "addWebhook", group: Groups.administration,
                summary: Words(zh: "新增 Webhook", en: "Add a webhook"),
                details: Words(
                    zh: "从此刻起的每个事件按 Standard Webhooks 规范签名后投递；secret 只显示这一次。",
                    en:
                        "From now on it is sent every event, signed by the Standard Webhooks specification. The secret is shown "
                        + "this once."),
                access: .admin, body: RequestSchemas.webhook,
                answers: [.object(AnswerSchemas.webhook, status: 201, zh: "已新增。", en: "Added.")],
                isIdempotent: true
            ) { call, bearer in
                let body = call.body
                let wish = Destinations.Wish(
                    kind: .webhook, label: body.findString("label"), url: try body.getString("url"),
                    eventTypes: body.findStrings("event_types"))
                return try await call.answering(bearer, isSecret: true) {
                    try .json(NotificationChannel($0, isWebhook: true), status: 201)
                } _: {
                    try await desk.destinations.add(wish, to: .integrators, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .patch, "/v1/admin/webhooks/{id}", name: "changeWebhook", group: Groups.administration,
                summary: Words(zh: "修改 Webhook", en: "Change a webhook"),
                details: Words(
                    zh: "active 设为 true 会忘记之前的失败；停用期间放弃的投递用 outbox 重试或 replay 补发。",
                    en:
                        "Setting active to true forgets its failures; what was given up meanwhile comes back by a retry or a "
                        + "replay."),
                access: .admin, body: RequestSchemas.webhookPatch,
                answers: [.object(AnswerSchemas.webhook, zh: "修改后的样子。", en: "The webhook as it is then.")],
                problems: [.notFound]
            ) { call, bearer in
                let changed = try await desk.destinations.edit(
                    try webhookID(call), of: .integrators, by: bearer.caller, destinationChange(call.body))
                return try .json(NotificationChannel(changed, isWebhook: true))
            },
            Route(
                .delete, "/v1/admin/webhooks/{id}", name: "removeWebhook", group: Groups.administration,
                summary: Words(zh: "删除 Webhook", en: "Remove a webhook"), access: .admin,
                answers: [.noContent(zh: "已删除，连同等待中的投递。", en: "Removed, with what was on its way.")],
                problems: [.notFound]
            ) { call, bearer in
                try await desk.destinations.remove(try webhookID(call), of: .integrators, by: bearer.caller)
                return .noContent
            },
            Route(
                .post, "/v1/admin/webhooks/{id}/rotate", name: "rotateWebhookSecret", group: Groups.administration,
                summary: Words(zh: "更换密钥", en: "Replace the secret"),
                details: Words(
                    zh: "一段时间内新旧两个密钥都签名（设置 notifications.rotation_hours）。",
                    en: "For a while both secrets sign (setting notifications.rotation_hours)."),
                access: .admin,
                answers: [
                    .object(AnswerSchemas.webhook, zh: "带新密钥，只显示这一次。", en: "With the new secret, shown this once.")
                ],
                problems: [.notFound], isIdempotent: true
            ) { call, bearer in
                let id = try webhookID(call)
                return try await call.answering(bearer, isSecret: true) {
                    try .json(NotificationChannel($0, isWebhook: true))
                } _: {
                    try await desk.destinations.rotate(id, of: .integrators, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .post, "/v1/admin/webhooks/{id}/test", name: "testWebhook", group: Groups.administration,
                summary: Words(zh: "发一条测试", en: "Send a test"), access: .admin,
                answers: [.object(AnswerSchemas.queuedDelivery, status: 202, zh: "已排队。", en: "On its way.")],
                problems: [.notFound], isIdempotent: true
            ) { call, bearer in
                let id = try webhookID(call)
                return try await call.answering(bearer) { (delivery: DeliveryID) in
                    try .json(QueuedDelivery(delivery: delivery.description), status: 202)
                } _: {
                    try await desk.destinations.test(id, of: .integrators, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .post, "/v1/admin/webhooks/{id}/replay", name: "replayWebhook", group: Groups.administration,
                summary: Words(zh: "重新发送过去的事件", en: "Send past events again"),
                details: Words(
                    zh: "按原来的顺序和 webhook-id，一次最多 \(Destinations.replayLimit) 个。",
                    en: "In their order and with their webhook-id, at most \(Destinations.replayLimit) at a time."),
                access: .admin, body: RequestSchemas.replay,
                answers: [.object(AnswerSchemas.replayedEvents, status: 202, zh: "已排队。", en: "On their way.")],
                problems: [.notFound], isIdempotent: true
            ) { call, bearer in
                let id = try webhookID(call)
                guard let from = call.body.findInstant("from") else { throw APIFailure.invalid("/from", .required) }
                let to = call.body.findInstant("to") ?? desk.clock.now.adding(seconds: 1)
                return try await call.answering(bearer) { (count: Int) in
                    try .json(ReplayedEvents(events: count), status: 202)
                } _: {
                    try await desk.destinations.replay(id, from: from, to: to, by: bearer.caller, keeping: $0)
                }
            },
        ]
    }

    private func webhookID(_ call: Call<Bearer>) throws(APIFailure) -> UUID {
        guard let id = WebhookID(call.parameter("id")) else { throw .notFound }
        return id.uuid
    }

    /// What a merge patch says of a destination.
    func destinationChange(_ body: Fields) -> Destinations.Change {
        var change = Destinations.Change()
        change.label = body.findString("label")
        change.url = body.findString("url")
        change.isActive = body.findBoolean("active")
        if body.has("event_types") { change.eventTypes = .some(body.findStrings("event_types")) }
        return change
    }
}
