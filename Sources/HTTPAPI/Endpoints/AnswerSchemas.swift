/// What answers hold, for the documentation and the tests that compare real answers with it.
enum AnswerSchemas {
    private static let text = Schema(.text(TextRule(length: 0...8_000, isMultiline: true, mayBeBlank: true)))
    private static let instant = Schema.instant
    private static let count = Schema.integer(0...1_000_000_000)

    static let direction = ObjectSchema(
        "Direction",
        fields: [
            .required("slug", .handle), .required("name", text), .required("name_en", text),
            .required("step_count", count),
        ],
        example: ["slug": "llm", "name": "大模型", "name_en": "Large language models", "step_count": 0])

    static let meeting = ObjectSchema(
        "Meeting",
        fields: [
            .required("kind", text), .optional("url", .url),
            .optional("note", text),
        ])

    static func offering(isPublic: Bool) -> ObjectSchema {
        let meeting: [ObjectSchema.Field] = isPublic ? [] : [.optional("meeting", .object(meeting))]
        return ObjectSchema(
            isPublic ? "PublicOffering" : "Offering",
            fields: [
                .required("id", .id("off_")), .required("slug", .handle), .required("title", text),
                .required("direction", Schema.handle.nullable), .required("duration_minutes", .integer(5...480)),
                .required("step_minutes", .integer(5...1_440)),
                .required("buffer_before_minutes", .integer(0...240)),
                .required("buffer_after_minutes", .integer(0...240)),
                .required("notice_minutes", .integer(0...43_200)), .required("horizon_days", .integer(1...365)),
                .required("max_per_day", RequestSchemas.cap), .required("max_per_week", RequestSchemas.cap),
                .required("approval", .choice(["instant", "mentor"])), .required("active", .boolean),
                .required("price_fen", count.nullable),
            ] + meeting,
            example: offeringExample)
    }

    static let offeringExample: JSONValue = [
        "id": "off_01kawx8c5efz8r4t2m0pq9v7nb", "slug": "mock-interview", "title": "大模型模拟面试", "direction": "llm",
        "duration_minutes": 60, "step_minutes": 30, "buffer_before_minutes": 0, "buffer_after_minutes": 15,
        "notice_minutes": 720, "horizon_days": 30, "max_per_day": nil, "max_per_week": 4, "approval": "mentor",
        "active": true, "price_fen": 39_900,
    ]

    static let mentor = ObjectSchema(
        "Mentor",
        fields: [
            .required("id", .id("mnt_")), .required("handle", .handle), .required("name", text),
            .required("headline", text.nullable), .required("school", text.nullable),
            .required("employer", text.nullable), .required("region", text.nullable),
            .required("directions", .array(of: .handle, count: 0...10)), .required("timezone", .zone),
            .required("bio", text.nullable),
            .required("offerings", .array(of: .object(offering(isPublic: true)), count: 0...20)),
        ],
        example: [
            "id": "mnt_01kawx8c5efz8r4t2m0pq9v7nc", "handle": "lin-zhiyao", "name": "林知遥",
            "headline": "大模型对齐方向", "school": nil, "employer": "一线互联网大厂", "region": "北京", "directions": ["llm"],
            "timezone": "Asia/Shanghai", "bio": nil, "offerings": [offeringExample],
        ])

    static let slot = ObjectSchema(
        "Slot", fields: [.required("start", instant), .required("end", instant)], example: slotExample)
    static let slotExample: JSONValue = ["start": "2026-12-01T19:00:00+08:00", "end": "2026-12-01T20:00:00+08:00"]

    static let slots = ObjectSchema(
        "Slots",
        fields: [
            .required("mentor", .handle), .required("offering", .handle), .required("timezone", .zone),
            .required("slots", .array(of: .object(slot), count: 0...20_000)),
            .required("next_available", Schema.object(slot).nullable),
        ],
        example: [
            "mentor": "lin-zhiyao", "offering": "mock-interview", "timezone": "Asia/Shanghai",
            "slots": [slotExample], "next_available": nil,
        ])

    static let student = ObjectSchema(
        "Student",
        fields: [
            .required("id", .id("stu_")), .required("name", text), .required("email", .email),
            .required("timezone", .zone), .required("direction", Schema.handle.nullable),
            .required("graduation_year", Schema.integer(1950...2100).nullable),
            .required("locale", RequestSchemas.locale.nullable), .required("created_at", instant),
        ],
        example: studentExample)
    static let studentExample: JSONValue = [
        "id": "stu_01kawx8c5efz8r4t2m0pq9v7nd", "name": "陈雨桐", "email": "yutong@example.com",
        "timezone": "Asia/Shanghai", "direction": "llm", "graduation_year": 2027, "locale": "zh-Hans",
        "created_at": "2026-11-23T10:00:00+08:00",
    ]

    static let registration = ObjectSchema(
        "Registration", fields: [.required("student", .object(student)), .required("token", text)],
        example: ["student": studentExample, "token": "mdt_…"])

    static let me = ObjectSchema(
        "Me",
        fields: [
            .required("role", .choice(["student", "mentor", "admin"])),
            .required("student", Schema.object(student).nullable),
            .required("mentor", Schema.object(mentor).nullable), .required("label", text),
            .required("expires_at", instant.nullable),
        ],
        example: [
            "role": "student", "student": studentExample, "mentor": nil, "label": "registration", "expires_at": nil,
        ])

    static let outcome = ObjectSchema(
        "Outcome",
        fields: [
            .required("result", Schema.choice(["passed", "again", "skipped"]).nullable),
            .required("note", text.nullable),
        ])

    static let statuses = [
        "open", "requested", "confirmed", "completed", "no_show", "declined", "cancelled", "expired", "closed",
    ]

    static let consultation = ObjectSchema(
        "Consultation",
        fields: [
            .required("id", .id("con_")), .required("status", .choice(statuses)),
            .required(
                "mentor",
                .object(
                    ObjectSchema("MentorReference", fields: [.required("handle", .handle), .required("name", text)]))),
            .required(
                "student",
                .object(
                    ObjectSchema("StudentReference", fields: [.required("id", .id("stu_")), .required("name", text)]))),
            .required("direction", Schema.handle.nullable), .required("offering", Schema.handle.nullable),
            .required("topic", text), .required("start", instant.nullable), .required("end", instant.nullable),
            .required("timezone", .zone), .required("respond_by", instant.nullable),
            .required("free_cancellation_until", instant.nullable), .required("late", .boolean),
            .required("disputed", .boolean), .required("outcome", Schema.object(outcome).nullable),
            .required("meeting", Schema.object(meeting).nullable), .required("plan", Schema.id("pln_").nullable),
            .required("plan_step", Schema.handle.nullable), .required("unread_count", count),
            .required("version", .integer(1...1_000_000_000)), .required("created_at", instant),
            .required("updated_at", instant), .required("reason", text.nullable),
            .required("absent", Schema.choice(["student", "mentor"]).nullable), .required("unresolved", .boolean),
            .required("duration_minutes", Schema.integer(5...480).nullable), .required("price_fen", count.nullable),
            .required("title", text.nullable),
            .required("reply_by", instant.nullable), .required("overdue", .boolean),
        ],
        example: consultationExample)

    static let consultationExample: JSONValue = [
        "id": "con_01kawx8c5efz8r4t2m0pq9v7ne", "status": "requested",
        "mentor": ["handle": "lin-zhiyao", "name": "林知遥"],
        "student": ["id": "stu_01kawx8c5efz8r4t2m0pq9v7nd", "name": "陈雨桐"], "direction": "llm",
        "offering": "mock-interview", "topic": "GRPO 项目怎么讲", "start": "2026-12-01T19:00:00+08:00",
        "end": "2026-12-01T20:00:00+08:00", "timezone": "Asia/Shanghai", "respond_by": "2026-11-25T10:00:00+08:00",
        "free_cancellation_until": "2026-11-30T19:00:00+08:00", "late": false, "disputed": false, "outcome": nil,
        "meeting": nil, "plan": nil, "plan_step": nil, "unread_count": 0, "version": 1,
        "created_at": "2026-11-23T10:00:00+08:00", "updated_at": "2026-11-23T10:00:00+08:00", "reason": nil,
        "absent": nil, "unresolved": false, "duration_minutes": 60, "price_fen": 39_900, "title": "大模型模拟面试",
        "reply_by": nil, "overdue": false,
    ]

    static let message = ObjectSchema(
        "Message",
        fields: [
            .required("id", .id("msg_")), .required("consultation", .id("con_")),
            .required(
                "sender",
                .object(
                    ObjectSchema(
                        "Sender",
                        fields: [.required("role", .choice(["student", "mentor"])), .required("name", text)]))),
            .required("body", text.nullable), .required("created_at", instant),
            .required("edited_at", instant.nullable), .required("deleted_at", instant.nullable),
            .required("attachments", .array(of: .object(attachment), count: 0...100)),
        ],
        example: [
            "id": "msg_01kawx8c5efz8r4t2m0pq9v7na", "consultation": "con_01kawx8c5efz8r4t2m0pq9v7ne",
            "sender": ["role": "student", "name": "陈雨桐"], "body": "老师好", "created_at": "2026-11-23T02:00:00Z",
            "edited_at": nil, "deleted_at": nil, "attachments": [],
        ])

    static let attachment = ObjectSchema(
        "Attachment",
        fields: [
            .required("id", .id("att_")), .required("consultation", .id("con_")),
            .required("message", Schema.id("msg_").nullable), .required("sender", .choice(["student", "mentor"])),
            .required("filename", text), .required("media_type", text),
            .required("size", .integer(1...10_485_760)), .required("sha256", text), .required("created_at", instant),
            .required("url", text),
        ],
        example: [
            "id": "att_01kawx8c5efz8r4t2m0pq9v7nm", "consultation": "con_01kawx8c5efz8r4t2m0pq9v7ne", "message": nil,
            "sender": "student", "filename": "简历.pdf", "media_type": "application/pdf", "size": 183_204,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "created_at": "2026-11-23T02:00:00Z",
            "url": "/v1/consultations/con_01kawx8c5efz8r4t2m0pq9v7ne/attachments/att_01kawx8c5efz8r4t2m0pq9v7nm",
        ])

    static let timeOff = ObjectSchema(
        "TimeOff",
        fields: [
            .required("id", .id("tof_")), .required("start", instant), .required("end", instant),
            .optional("note", text),
        ],
        example: [
            "id": "tof_01kawx8c5efz8r4t2m0pq9v7nf", "start": "2026-12-24T00:00:00+08:00",
            "end": "2026-12-27T00:00:00+08:00", "note": "出差",
        ])

    static let schedule = ObjectSchema(
        "Schedule",
        fields: [
            .required("timezone", .zone),
            .required(
                "weekly",
                .object(
                    ObjectSchema(
                        "WeeklyHoursAnswer",
                        fields: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map {
                            .required($0, RequestSchemas.windows)
                        }))),
            .required("holidays", Schema.choice(["CN"]).nullable),
            .required("days", .byDay(RequestSchemas.windows, count: 0...400)),
            .required("time_off", .array(of: .object(timeOff), count: 0...200)),
            .required("max_per_day", RequestSchemas.cap), .required("max_per_week", RequestSchemas.cap),
            .required("version", .integer(1...1_000_000_000)),
        ],
        example: [
            "timezone": "Asia/Shanghai",
            "weekly": [
                "mon": [["19:00", "22:00"]], "tue": [], "wed": [], "thu": [], "fri": [], "sat": [], "sun": [],
            ],
            "holidays": "CN", "days": [:], "time_off": [], "max_per_day": nil, "max_per_week": nil, "version": 2,
        ])

    static let agenda = ObjectSchema(
        "Agenda",
        fields: [
            .required("timezone", .zone), .required("from", instant), .required("to", instant),
            .required("free", .array(of: .object(slot), count: 0...10_000)),
            .required("bookings", .array(of: .object(consultation), count: 0...10_000)),
            .required("requests", .array(of: .object(consultation), count: 0...10_000)),
            .required("time_off", .array(of: .object(timeOff), count: 0...200)),
            .required("unresolved", .array(of: .object(consultation), count: 0...10_000)),
            .required("holidays", .array(of: .object(agendaHoliday), count: 0...62)),
        ],
        example: [
            "timezone": "Asia/Shanghai", "from": "2026-12-01T00:00:00+08:00", "to": "2026-12-02T00:00:00+08:00",
            "free": [slotExample], "bookings": [], "requests": [consultationExample], "time_off": [],
            "unresolved": [], "holidays": [],
        ])

    static let token = ObjectSchema(
        "Token",
        fields: [
            .required("id", .id("tok_")), .optional("token", text),
            .required("role", .choice(["student", "mentor", "admin"])), .required("mentor", Schema.handle.nullable),
            .required("student", Schema.id("stu_").nullable), .required("label", text),
            .required("created_at", instant), .required("expires_at", instant.nullable),
            .required("revoked_at", instant.nullable), .required("last_used_at", instant.nullable),
        ],
        example: [
            "id": "tok_01kawx8c5efz8r4t2m0pq9v7ng", "token": "mdt_…", "role": "mentor", "mentor": "lin-zhiyao",
            "student": nil, "label": "laptop", "created_at": "2026-11-23T02:00:00Z", "expires_at": nil,
            "revoked_at": nil, "last_used_at": nil,
        ])

    static let auditEntry = ObjectSchema(
        "AuditEntry",
        fields: [
            .required("id", .id("aud_")), .required("occurred_at", instant), .required("actor", text),
            .required("action", text), .required("on_behalf_of", Schema.handle.nullable),
            .required("subject", text.nullable),
        ],
        example: [
            "id": "aud_01kawx8c5efz8r4t2m0pq9v7nh", "occurred_at": "2026-11-23T02:00:00Z", "actor": "ops",
            "action": "mentor.created", "on_behalf_of": nil, "subject": "lin-zhiyao",
        ])

    static let clock = ObjectSchema(
        "Clock", fields: [.required("now", instant)], example: ["now": "2026-11-23T02:00:00Z"])

    /// A list answer of one kind of object.
    static func page(of object: ObjectSchema) -> Schema {
        .object(
            ObjectSchema(
                "\(object.name)Page",
                fields: [
                    .required("data", .array(of: .object(object), count: 0...1_000)),
                    .required("next_cursor", text.nullable),
                ]))
    }

    static func pageExample(_ object: ObjectSchema) -> JSONValue {
        ["data": .array([object.example ?? [:]]), "next_cursor": nil]
    }
}

extension RouteAnswer {
    /// One object.
    static func object(_ schema: ObjectSchema, status: Int = 200, zh: String, en: String) -> RouteAnswer {
        .json(status, zh: zh, en: en, .object(schema), example: schema.example ?? [:])
    }

    /// One page of objects.
    static func page(of schema: ObjectSchema, zh: String, en: String) -> RouteAnswer {
        .json(zh: zh, en: en, AnswerSchemas.page(of: schema), example: AnswerSchemas.pageExample(schema))
    }
}
