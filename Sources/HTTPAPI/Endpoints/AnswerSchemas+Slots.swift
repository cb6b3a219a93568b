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
                    "message": "不在导师的开放时段内。2026-11-28 按每周周六：10:00–12:00。",
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
}
