extension RequestSchemas {
    /// `consultation.confirmed`, or `consultation.*` for a family.
    static let eventTypes = Schema.array(
        of: .text(
            .matching(pattern: "^[a-z_]+\\.([a-z_]+|\\*)$", expected: "consultation.confirmed, consultation.*") {
                text in
                let parts = text.split(separator: ".", omittingEmptySubsequences: false)
                let isWord = { (part: Substring) in
                    !part.isEmpty
                        && part.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == 0x5F }
                }
                return parts.count == 2 && isWord(parts[0]) && (parts[1] == "*" || isWord(parts[1]))
            }, length: 3...60), count: 1...50, isUnique: true
    ).nullable.described(zh: "只要这些类型；省略或 null 为全部。", en: "These types alone; every type when left out or null.")
        .example(["consultation.*", "message.created"])

    private static let label = Schema.line(1...120)

    static let webhook = ObjectSchema(
        "NewWebhook",
        fields: [
            .required("url", .url), .optional("label", label.nullable), .optional("event_types", eventTypes),
        ],
        example: ["url": "https://hooks.example.com/mentordesk", "label": "CRM", "event_types": ["consultation.*"]])

    static let webhookPatch = ObjectSchema(
        "WebhookPatch",
        fields: [
            .optional("url", .url), .optional("label", label), .optional("event_types", eventTypes),
            .optional("active", .boolean),
        ],
        isPatch: true, example: ["active": true])

    static let channelPatch = ObjectSchema(
        "ChannelPatch", fields: webhookPatch.fields, isPatch: true, example: ["active": false])

    static let replay = ObjectSchema(
        "WebhookReplay",
        fields: [
            .required("from", .instant),
            .optional(
                "to", Schema.instant.nullable.described(zh: "省略为现在。", en: "Now when left out.")),
        ], example: ["from": "2026-11-23T00:00:00Z"])

    static let channel = ObjectSchema(
        "NewChannel",
        fields: [
            .required("kind", .choice(["email", "webhook", "wecom", "feishu", "dingtalk"])),
            .optional("label", label.nullable),
            .optional(
                "address",
                Schema.email.nullable.described(
                    zh: "仅 email，且仅导师：学生用账号的邮箱。", en: "For email, and mentors alone: a student's is the account's.")),
            .optional("url", Schema.url.nullable),
            .optional(
                "secret",
                Schema.line(1...200).nullable.described(
                    zh: "飞书、钉钉机器人“签名校验/加签”的密钥。", en: "What a 飞书 or 钉钉 robot is set to sign with.")),
            .optional("event_types", eventTypes),
        ],
        example: [
            "kind": "feishu", "label": "我的群", "url": "https://open.feishu.cn/open-apis/bot/v2/hook/0000",
            "secret": "…",
        ])

    static let reportSending = ObjectSchema(
        "ReportSending",
        fields: [
            .optional(
                "channels",
                Schema.array(of: .id("chn_"), count: 1...100, isUnique: true).nullable.described(
                    zh: "只发到这些渠道；省略或 null 为所有接收周报的渠道。",
                    en: "To these channels alone; to all that take reports when left out or null."))
        ], example: [:])

    static let notificationSettings = ObjectSchema(
        "NotificationSettingsPatch",
        fields: [
            .optional("language", Schema.choice(["zh-Hans", "en"]).nullable),
            .optional(
                "quiet_hours",
                Schema.object(
                    ObjectSchema(
                        "QuietHours",
                        fields: [.required("from", .windowStart), .required("until", .windowStart)])
                ).nullable),
            .optional(
                "reminder_minutes",
                Schema.array(of: .integer(5...20_160), count: 0...5, isUnique: true).nullable.described(
                    zh: "开始前多少分钟提醒；null 为服务的默认，空数组为不提醒。",
                    en: "How long before a session; null is the service's, an empty list never.")),
            .optional("weekly_agenda", .boolean), .optional("weekly_report", .boolean),
        ],
        isPatch: true,
        example: ["quiet_hours": ["from": "22:30", "until": "08:00"], "reminder_minutes": [1_440, 30]])
}
