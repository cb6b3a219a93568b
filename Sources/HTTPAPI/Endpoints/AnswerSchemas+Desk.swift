extension AnswerSchemas {
    private static let text = Schema(.text(TextRule(length: 0...8_000, isMultiline: true, mayBeBlank: true)))
    private static let count = Schema.integer(0...1_000_000_000)

    static let mentorStudent = ObjectSchema(
        "MentorStudent",
        fields: [
            .required("id", .id("stu_")), .required("name", text), .required("timezone", .zone),
            .required("direction", Schema.handle.nullable),
            .required("graduation_year", Schema.integer(1950...2100).nullable),
            .required("first_asked_at", .instant), .required("last_asked_at", .instant),
            .required("next_start", Schema.instant.nullable),
            .required(
                "consultations",
                .object(
                    ObjectSchema(
                        "MentorStudentCounts",
                        fields: ["total", "open", "requested", "coming", "completed", "missed"].map {
                            .required($0, count)
                        }))),
        ],
        example: [
            "id": "stu_01kawx8c5efz8r4t2m0pq9v7nd", "name": "陈雨桐", "timezone": "Asia/Shanghai", "direction": "llm",
            "graduation_year": 2027, "first_asked_at": "2026-11-02T20:10:00+08:00",
            "last_asked_at": "2026-11-23T10:00:00+08:00", "next_start": "2026-12-01T19:00:00+08:00",
            "consultations": [
                "total": 4, "open": 0, "requested": 0, "coming": 1, "completed": 3, "missed": 0,
            ],
        ])

    static let agendaHoliday = ObjectSchema(
        "AgendaHoliday",
        fields: [
            .required("date", .day), .required("state", .choice(["day_off", "working_weekend_day"])),
        ],
        example: ["date": "2027-01-01", "state": "day_off"])
}
