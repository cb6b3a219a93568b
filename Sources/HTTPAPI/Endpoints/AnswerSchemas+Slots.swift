extension AnswerSchemas {
    private static let text = Schema(.text(TextRule(length: 0...8_000, isMultiline: true, mayBeBlank: true)))
    private static let count = Schema.integer(0...1_000_000_000)

    static let slotExplanation = ObjectSchema(
        "SlotExplanation",
        fields: [
            .required("mentor", .handle), .required("offering", .handle), .required("at", .instant),
            .required("timezone", .zone), .required("offered", .boolean),
            .required("rules", .array(of: .object(slotRule), count: 0...20)),
        ],
        example: [
            "mentor": "lin-zhiyao", "offering": "mock-interview", "at": "2026-11-28T19:00:00+08:00",
            "timezone": "Asia/Shanghai", "offered": false,
            "rules": [
                [
                    "code": "outside_windows", "passed": false,
                    "message": "不在导师的开放时段内。2026-11-28（周六）的每周时段：10:00–12:00。",
                    "facts": [
                        "day": "2026-11-28", "source": "weekly", "windows": [["10:00", "12:00"]],
                        "holiday": "ordinary",
                    ],
                ]
            ],
        ])

    private static let slotRule = ObjectSchema(
        "SlotRule",
        fields: [
            .required("code", text), .required("passed", .boolean), .required("message", text),
            .required("facts", .object(slotFacts)),
        ])

    private static let slotFacts = ObjectSchema(
        "SlotFacts",
        fields: [
            .optional("active", .boolean), .optional("previous", .instant), .optional("next", .instant),
            .optional("day", .day), .optional("source", text), .optional("windows", RequestSchemas.windows),
            .optional("window", .object(slot)),
            .optional("holiday", .choice(["ordinary", "day_off", "working_weekend_day", "notice_not_held"])),
            .optional("in_the_way", .object(slot)), .optional("earliest", .instant), .optional("last_day", .day),
            .optional("week", .week), .optional("count", count), .optional("limit", count),
        ])

    static let schedulePreview = ObjectSchema(
        "SchedulePreview",
        fields: [
            .required("timezone", .zone), .required("from", .instant), .required("to", .instant),
            .required("gained", .array(of: .object(offeredSlot), count: 0...200)), .required("gained_count", count),
            .required("lost", .array(of: .object(offeredSlot), count: 0...200)), .required("lost_count", count),
            .required("outside", .array(of: .object(consultation), count: 0...200)),
            .required("outside_count", count),
        ],
        example: [
            "timezone": "Asia/Shanghai", "from": "2026-11-23T10:00:00+08:00", "to": "2026-12-24T00:00:00+08:00",
            "gained": [offeredSlotExample], "gained_count": 1, "lost": [], "lost_count": 0, "outside": [],
            "outside_count": 0,
        ])

    static let scheduleUndo = ObjectSchema(
        "ScheduleUndoPreview",
        fields: [
            .required("restores", .integer(1...1_000_000_000)), .required("schedule", .object(schedule)),
            .required("preview", .object(schedulePreview)),
        ],
        example: [
            "restores": 3, "schedule": schedule.example ?? .null, "preview": schedulePreview.example ?? .null,
        ])

    private static let offeredSlot = ObjectSchema(
        "OfferedSlot",
        fields: [.required("offering", .handle), .required("start", .instant), .required("end", .instant)],
        example: offeredSlotExample)
    private static let offeredSlotExample: JSONValue = [
        "offering": "mock-interview", "start": "2026-12-01T19:00:00+08:00", "end": "2026-12-01T20:00:00+08:00",
    ]

    static let scheduleVersion = ObjectSchema(
        "ScheduleVersion",
        fields: [
            .required("version", .integer(1...1_000_000_000)), .required("changed_at", .instant),
            .required("changed_by", text), .required("restores", Schema.integer(1...1_000_000_000).nullable),
            .required("summary", text),
        ],
        example: [
            "version": 3, "changed_at": "2026-11-23T02:00:00Z", "changed_by": "laptop", "restores": nil,
            "summary": "每周时段（周一、周六）",
        ])

    static let pooledSlot = ObjectSchema(
        "PooledSlot",
        fields: [
            .required("start", .instant), .required("end", .instant), .required("mentor", .handle),
            .required("offering", .handle),
        ],
        example: [
            "start": "2026-12-01T19:00:00+08:00", "end": "2026-12-01T20:00:00+08:00", "mentor": "lin-zhiyao",
            "offering": "mock-interview",
        ])
}
