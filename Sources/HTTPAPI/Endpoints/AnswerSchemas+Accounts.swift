extension AnswerSchemas {
    private static let text = Schema(.text(TextRule(length: 0...8_000, isMultiline: true, mayBeBlank: true)))

    static let codeSent = ObjectSchema(
        "CodeSent",
        fields: [
            .required(
                "code_minutes",
                Schema.integer(1...1_440).described(zh: "验证码的有效分钟数。", en: "How long a code works.")),
            .required("verify", text.described(zh: "提交验证码的路径。", en: "Where to bring the code.")),
        ],
        example: ["code_minutes": 10, "verify": "/v1/sign-in/verify"])

    static let signedIn = ObjectSchema(
        "SignedIn", fields: [.required("token", text)], example: ["token": "mdt_…"])

    static let calendarURL = ObjectSchema(
        "CalendarURL", fields: [.required("url", text)],
        example: ["url": "https://desk.example.com/v1/calendars/cal_….ics"])

    static let event = ObjectSchema(
        "Event",
        fields: [
            .required("id", .id("evt_")), .required("type", text), .required("occurred_at", .instant),
            .required(
                "actor",
                .object(
                    ObjectSchema(
                        "EventActor",
                        fields: [
                            .required("role", .choice(["student", "mentor", "admin", "system"])),
                            .required("id", text.nullable),
                        ]))),
            .required("consultation", Schema.id("con_").nullable), .required("plan", Schema.id("pln_").nullable),
            .required(
                "data",
                .object(
                    ObjectSchema(
                        "EventData",
                        fields: [
                            .optional("status", text), .optional("start", .instant), .optional("end", .instant),
                            .optional("previous_start", .instant), .optional("reason", text),
                            .optional("late", .boolean), .optional("absent", .choice(["student", "mentor"])),
                            .optional("message", .id("msg_")), .optional("version", .integer(1...1_000_000_000)),
                            .optional("direction", .handle), .optional("step", .handle),
                            .optional("step_status", .choice(["todo", "doing", "done", "skipped"])),
                            .optional("changes", .array(of: text, count: 0...20)),
                            .optional("moved", .integer(0...1_000)), .optional("added", .integer(0...1_000)),
                            .optional("dropped", .integer(0...1_000)),
                        ]))),
        ],
        example: [
            "id": "evt_01kawx8c5efz8r4t2m0pq9v7nk", "type": "consultation.confirmed",
            "occurred_at": "2026-11-23T02:00:00Z",
            "actor": ["role": "mentor", "id": "mnt_01kawx8c5efz8r4t2m0pq9v7nc"],
            "consultation": "con_01kawx8c5efz8r4t2m0pq9v7ne", "plan": nil,
            "data": [
                "status": "confirmed", "start": "2026-12-01T11:00:00Z", "end": "2026-12-01T12:00:00Z",
            ],
        ])

    static let personalExport = ObjectSchema(
        "PersonalExport",
        fields: [
            .required("exported_at", .instant), .required("role", .choice(["student", "mentor", "admin"])),
            .required("student", Schema.object(student).nullable),
            .required("mentor", Schema.object(mentor).nullable),
            .required("offerings", .array(of: .object(offering(isPublic: false)), count: 0...20)),
            .required("schedule", Schema.object(schedule).nullable),
            .required("tokens", .array(of: .object(token), count: 0...1_000_000)),
            .required("consultations", .array(of: .object(consultation), count: 0...1_000_000)),
            .required("messages", .array(of: .object(message), count: 0...10_000_000)),
            .required("plans", .array(of: .object(plan), count: 0...1_000_000)),
            .required("attachments", .array(of: .object(attachment), count: 0...10_000_000)),
            .required("events", .array(of: .object(event), count: 0...10_000_000)),
            .required("notifications", Schema.object(notificationSettings).nullable),
            .required("channels", .array(of: .object(channel), count: 0...1_000)),
        ],
        example: [
            "exported_at": "2026-11-23T10:00:00+08:00", "role": "student", "student": studentExample,
            "mentor": nil, "offerings": [], "schedule": nil, "tokens": [], "consultations": [consultationExample],
            "messages": [message.example ?? [:]], "plans": [], "attachments": [], "events": [event.example ?? [:]],
            "notifications": notificationSettings.example ?? .null, "channels": [channel.example ?? [:]],
        ])
}
