extension AnswerSchemas {
    private static let text = Schema(.text(TextRule(length: 0...8_000, isMultiline: true, mayBeBlank: true)))
    private static let kind = Schema.choice(["email", "webhook", "wecom", "feishu", "dingtalk"])

    static let webhook = channel("Webhook", id: "whk_", example: "whk_01kawx8c5efz8r4t2m0pq9v7nj", kind: "webhook")
    static let channel = channel("Channel", id: "chn_", example: "chn_01kawx8c5efz8r4t2m0pq9v7nk", kind: "wecom")

    private static func channel(_ name: String, id: String, example: String, kind word: String) -> ObjectSchema {
        ObjectSchema(
            name,
            fields: [
                .required("id", .id(id)), .required("kind", kind), .required("label", text),
                .required(
                    "target",
                    text.nullable.described(
                        zh: "打码的地址，或 URL 的主机。", en: "The address with its name hidden, or the URL's host.")
                ),
                .required("event_types", RequestSchemas.eventTypes), .required("active", .boolean),
                .required("disabled_at", Schema.instant.nullable), .required("disabled_reason", text.nullable),
                .required("failing_since", Schema.instant.nullable), .required("created_at", .instant),
                .optional("secret", text.described(zh: "只显示这一次。", en: "Shown this once.")),
                .optional(
                    "confirmed",
                    Schema.boolean.described(
                        zh: "仅 email：是否已用验证码确认；确认之前不发送通知。",
                        en: "For email alone: whether a code has confirmed it; it is told nothing before.")),
            ],
            example: [
                "id": .string(example), "kind": .string(word), "label": "CRM", "target": "https://hooks.example.com",
                "event_types": nil, "active": true, "disabled_at": nil, "disabled_reason": nil,
                "failing_since": nil, "created_at": "2026-11-23T02:00:00Z",
            ])
    }

    static let channels = ObjectSchema(
        "Channels", fields: [.required("data", .array(of: .object(channel), count: 0...1_000))],
        example: ["data": .array([channel.example ?? [:]])])

    static let notificationSettings = ObjectSchema(
        "NotificationSettings",
        fields: [
            .required("language", Schema.choice(["zh-Hans", "en"]).nullable), .required("timezone", .zone),
            .required(
                "quiet_hours",
                Schema.object(
                    ObjectSchema(
                        "QuietHoursAnswer",
                        fields: [.required("from", .windowStart), .required("until", .windowStart)])
                ).nullable),
            .required("reminder_minutes", Schema.array(of: .integer(5...20_160), count: 0...5).nullable),
            .required("weekly_agenda", .boolean),
            .required(
                "weekly_report",
                Schema.boolean.described(
                    zh: "周一发送上一周的周报：导师收到自己的，运营方收到全部。",
                    en: "Whether the closed week's report is sent on Monday: a mentor's own, to operators the whole.")
            ),
        ],
        example: [
            "language": "zh-Hans", "timezone": "Asia/Shanghai", "quiet_hours": ["from": "22:30", "until": "08:00"],
            "reminder_minutes": nil, "weekly_agenda": true, "weekly_report": true,
        ])

    static let outboxDelivery = ObjectSchema(
        "OutboxDelivery",
        fields: [
            .required("id", .id("dlv_")), .required("state", .choice(["waiting", "sent", "dead", "dropped"])),
            .required("topic", text), .required("event", Schema.id("evt_").nullable),
            .required(
                "destination",
                .object(
                    ObjectSchema(
                        "OutboxDestination",
                        fields: [
                            .required("id", text), .required("kind", kind), .required("label", text),
                            .required("owner", text.nullable),
                        ]))),
            .required("attempts", .integer(0...1_000_000)), .required("created_at", .instant),
            .required("tried_at", Schema.instant.nullable), .required("next_try_at", Schema.instant.nullable),
            .required("last_error", text.nullable), .required("finished_at", Schema.instant.nullable),
        ],
        example: [
            "id": "dlv_01kawx8c5efz8r4t2m0pq9v7nm", "state": "dead", "topic": "consultation.confirmed",
            "event": "evt_01kawx8c5efz8r4t2m0pq9v7nn",
            "destination": [
                "id": "whk_01kawx8c5efz8r4t2m0pq9v7nj", "kind": "webhook", "label": "CRM", "owner": nil,
            ],
            "attempts": 20, "created_at": "2026-11-23T02:00:00Z", "tried_at": "2026-11-23T15:00:00Z",
            "next_try_at": nil, "last_error": "it answered 500", "finished_at": "2026-11-23T15:00:00Z",
        ])

    static let reportRoute = ObjectSchema(
        "ReportRoute",
        fields: [
            .required("week", .week), .required("mentor", Schema.handle.nullable),
            .required(
                "closed", Schema.boolean.described(zh: "是否已封存；未封存的不能发送。", en: "Whether it can be sent.")),
            .required("language", .choice(["zh-Hans", "en"])),
            .required(
                "data",
                .array(
                    of: .object(
                        ObjectSchema(
                            "ReportStop",
                            fields: [
                                .required("id", .id("chn_")), .required("kind", kind), .required("label", text),
                                .required("target", text.nullable), .required("active", .boolean),
                                .required(
                                    "usual",
                                    Schema.boolean.described(
                                        zh: "未指定渠道时是否发送。", en: "Whether it is sent to when no channel is named.")),
                                .required(
                                    "waits_until",
                                    Schema.instant.nullable.described(
                                        zh: "现在处于免打扰时段时，等到何时。", en: "Until when quiet hours hold it back.")),
                            ])), count: 0...1_000)),
        ],
        example: [
            "week": "2026-W47", "mentor": "lin-zhiyao", "closed": true, "language": "zh-Hans",
            "data": [
                [
                    "id": "chn_01kawx8c5efz8r4t2m0pq9v7nk", "kind": "wecom", "label": "我的群",
                    "target": "https://qyapi.weixin.qq.com", "active": true, "usual": true, "waits_until": nil,
                ]
            ],
        ])

    static let sentReport = ObjectSchema(
        "SentReport",
        fields: [
            .required("week", .week),
            .required(
                "deliveries",
                .array(
                    of: .object(
                        ObjectSchema(
                            "QueuedReport",
                            fields: [.required("delivery", .id("dlv_")), .required("channel", .id("chn_"))])),
                    count: 0...1_000)),
        ],
        example: [
            "week": "2026-W47",
            "deliveries": [
                ["delivery": "dlv_01kawx8c5efz8r4t2m0pq9v7nm", "channel": "chn_01kawx8c5efz8r4t2m0pq9v7nk"]
            ],
        ])

    static let queuedDelivery = ObjectSchema(
        "QueuedDelivery", fields: [.required("delivery", .id("dlv_"))],
        example: ["delivery": "dlv_01kawx8c5efz8r4t2m0pq9v7nm"])

    static let replayedEvents = ObjectSchema(
        "ReplayedEvents", fields: [.required("events", .integer(0...1_000))], example: ["events": 12])
}
