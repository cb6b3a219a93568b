import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var notificationRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/me/notifications", name: "getNotificationSettings", group: Groups.notifications,
                summary: Words(zh: "我的通知设置", en: "How I am told"), access: .anyRole,
                answers: [.object(AnswerSchemas.notificationSettings, zh: "设置。", en: "The settings.")]
            ) { _, bearer in
                let person = person(bearer)
                return try .json(
                    NotificationSettings(
                        try await desk.destinations.preferences(of: person), timezone: timezone(bearer)))
            },
            Route(
                .patch, "/v1/me/notifications", name: "changeNotificationSettings", group: Groups.notifications,
                summary: Words(zh: "修改通知设置", en: "Change how I am told"),
                details: Words(
                    zh: "免打扰时段按你的时区；其间的通知等到结束时再发，快要开始的咨询除外。",
                    en:
                        "Quiet hours are read in your zone; what comes in them waits for their end, unless it is about a session "
                        + "that is near."),
                access: .anyRole, body: RequestSchemas.notificationSettings,
                answers: [
                    .object(AnswerSchemas.notificationSettings, zh: "修改后的设置。", en: "The settings as they are then.")
                ]
            ) { call, bearer in
                let person = person(bearer)
                let body = call.body
                let quiet = try quietHours(body)
                let wishes = try await desk.destinations.editPreferences(of: person) { wishes in
                    wishes.language = body.stringChange("language").applied(to: wishes.language?.rawValue)
                        .flatMap { EmailLanguage(rawValue: $0) }
                    if body.has("quiet_hours") { wishes.quietHours = quiet }
                    if body.has("reminder_minutes") {
                        wishes.reminderMinutes = body["reminder_minutes"]?.array?.compactMap(\.integer)
                    }
                    wishes.wantsWeeklyAgenda = body.findBoolean("weekly_agenda") ?? wishes.wantsWeeklyAgenda
                    wishes.wantsWeeklyReport = body.findBoolean("weekly_report") ?? wishes.wantsWeeklyReport
                }
                return try .json(NotificationSettings(wishes, timezone: timezone(bearer)))
            },
            Route(
                .get, "/v1/me/channels", name: "listChannels", group: Groups.notifications,
                summary: Words(zh: "我的通知渠道", en: "My channels"), access: .anyRole,
                answers: [.object(AnswerSchemas.channels, zh: "全部渠道。", en: "All of them.")]
            ) { _, bearer in
                let channels = try await desk.destinations.list(of: person(bearer))
                return try .json(NotificationChannels(data: channels.map { channel($0, bearer) }))
            },
            Route(
                .post, "/v1/me/channels", name: "addChannel", group: Groups.notifications,
                summary: Words(zh: "新增渠道", en: "Add a channel"),
                details: Words(
                    zh: "企业微信、飞书、钉钉的群机器人要 url；飞书和钉钉开了签名的再给 secret。webhook 的密钥由服务生成，只显示这一次。"
                        + "email 会收到一封带验证码的邮件，用 /confirm 确认之后才发送通知。",
                    en:
                        "A group robot of 企业微信, 飞书 or 钉钉 needs its url, and the secret where 飞书 or 钉钉 asks for signatures. A "
                        + "webhook's secret is made by the service and shown this once. An e-mail address is sent a code, "
                        + "and told nothing else before the code comes back to /confirm."),
                access: .anyRole, body: RequestSchemas.channel,
                answers: [.object(AnswerSchemas.channel, status: 201, zh: "已新增。", en: "Added.")],
                problems: [.alreadyExists], isIdempotent: true
            ) { call, bearer in
                let person = person(bearer)
                let body = call.body
                guard let kind = DestinationKind(rawValue: try body.getString("kind")) else {
                    throw APIFailure.invalid("/kind", .invalidChoice)
                }
                let wish = Destinations.Wish(
                    kind: kind, label: body.findString("label"), address: body.findString("address"),
                    url: body.findString("url"), secret: body.findString("secret"),
                    eventTypes: body.findStrings("event_types"))
                let language = EmailLanguage(call.language)
                return try await call.answering(bearer, isSecret: true) {
                    try .json(channel($0, bearer), status: 201)
                } _: {
                    try await desk.destinations.add(
                        wish, to: person, by: bearer.caller, language: language, keeping: $0)
                }
            },
            Route(
                .patch, "/v1/me/channels/{id}", name: "changeChannel", group: Groups.notifications,
                summary: Words(zh: "修改渠道", en: "Change a channel"), access: .anyRole,
                body: RequestSchemas.channelPatch,
                answers: [.object(AnswerSchemas.channel, zh: "修改后的渠道。", en: "The channel as it is then.")],
                problems: [.notFound]
            ) { call, bearer in
                let changed = try await desk.destinations.edit(
                    try channelID(call), of: person(bearer), by: bearer.caller, destinationChange(call.body))
                return try .json(channel(changed, bearer))
            },
            Route(
                .delete, "/v1/me/channels/{id}", name: "removeChannel", group: Groups.notifications,
                summary: Words(zh: "删除渠道", en: "Remove a channel"),
                details: Words(
                    zh: "账号自己的邮箱不能删除，可以停用。", en: "The address of the account itself is switched off, not removed."),
                access: .anyRole, answers: [.noContent(zh: "已删除。", en: "Removed.")],
                problems: [.notFound]
            ) { call, bearer in
                try await desk.destinations.remove(
                    try channelID(call), of: person(bearer), by: bearer.caller)
                return .noContent
            },
            Route(
                .post, "/v1/me/channels/{id}/code", name: "requestChannelCode", group: Groups.notifications,
                summary: Words(zh: "再发一个确认邮箱的验证码", en: "Send another code to confirm an address"),
                details: Words(
                    zh: "只有最新的验证码有效；一小时内的次数有限，超过时不再发送。",
                    en:
                        "Only the newest code counts, and an address gets a limited number an hour: none is sent beyond."
                ),
                access: .roles([.student, .mentor]),
                answers: [.object(AnswerSchemas.codeSent, status: 202, zh: "验证码已发出。", en: "A code is on its way.")],
                problems: [.notFound], isIdempotent: true
            ) { call, bearer in
                let (id, person, language) = (try channelID(call), person(bearer), EmailLanguage(call.language))
                return try await call.answering(bearer) {
                    try .json(
                        CodeSent($0, verify: "/v1/me/channels/\(ChannelID(uuid: id).description)/confirm"), status: 202)
                } _: {
                    try await desk.destinations.requestCode(for: id, of: person, language: language, keeping: $0)
                }
            },
            Route(
                .post, "/v1/me/channels/{id}/confirm", name: "confirmChannel", group: Groups.notifications,
                summary: Words(zh: "用验证码确认邮箱", en: "Confirm an address with its code"),
                details: Words(
                    zh: "确认之后才向这个邮箱发送通知。验证码用一次即失效，试错次数有限。",
                    en: "From then on the address is told what happens. A code works once and may be tried a few times."
                ),
                access: .roles([.student, .mentor]), body: RequestSchemas.confirmation,
                answers: [.object(AnswerSchemas.channel, zh: "已确认的渠道。", en: "The channel, confirmed.")],
                problems: [.notFound], isIdempotent: true
            ) { call, bearer in
                let (id, person, code) = (try channelID(call), person(bearer), try call.body.getString("code"))
                return try await call.answering(bearer) {
                    try .json(channel($0, bearer))
                } _: {
                    try await desk.destinations.confirm(id, of: person, code: code, keeping: $0)
                }
            },
            Route(
                .post, "/v1/me/channels/{id}/test", name: "testChannel", group: Groups.notifications,
                summary: Words(zh: "发一条测试", en: "Send a test"), access: .anyRole,
                answers: [.object(AnswerSchemas.queuedDelivery, status: 202, zh: "已排队。", en: "On its way.")],
                problems: [.notFound, .invalidTransition], isIdempotent: true
            ) { call, bearer in
                let (id, person) = (try channelID(call), person(bearer))
                return try await call.answering(bearer) { (delivery: DeliveryID) in
                    try .json(QueuedDelivery(delivery: delivery.description), status: 202)
                } _: {
                    try await desk.destinations.test(id, of: person, by: bearer.caller, keeping: $0)
                }
            },
        ]
    }

    /// Whose channels and wishes are meant: an admin's token is nobody in particular, so the operators have theirs
    /// together.
    private func person(_ bearer: Bearer) -> Recipient {
        switch bearer.caller.subject {
        case .student(let id): .student(id)
        case .mentor(let id, _): .mentor(id)
        case .admin: .operators
        }
    }

    /// The zone that quiet hours are read in.
    private func timezone(_ bearer: Bearer) -> String {
        bearer.caller.role == .admin ? desk.reportPolicy.timezone : bearer.caller.timezone
    }

    private func channel(_ destination: Destination, _ bearer: Bearer) -> NotificationChannel {
        NotificationChannel(destination, isWebhook: false, in: zone(named: timezone(bearer)))
    }

    private func channelID(_ call: Call<Bearer>) throws(APIFailure) -> UUID {
        guard let id = ChannelID(call.parameter("id")) else { throw .notFound }
        return id.uuid
    }

    private func quietHours(_ body: Fields) throws -> QuietHours? {
        guard let hours = body.findFields("quiet_hours") else { return nil }
        guard let from = WallTime(try hours.getString("from")), let until = WallTime(try hours.getString("until")),
            let quiet = QuietHours(from: from, until: until)
        else { throw APIFailure.invalid("/quiet_hours/until", .invalidOrder) }
        return quiet
    }
}
