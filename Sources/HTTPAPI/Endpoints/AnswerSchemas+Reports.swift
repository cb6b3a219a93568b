import Mentoring
import Reports

/// What the reports look like; served at `/v1/reports/schema` as a JSON Schema too.
extension AnswerSchemas {
    private static let text = Schema(.text(TextRule(length: 0...8_000, isMultiline: true, mayBeBlank: true)))
    private static let instant = Schema.instant
    private static let count = Schema.integer(0...1_000_000_000)

    static let weeklyReport = ObjectSchema(
        "WeeklyReport",
        fields: [
            .required("week", .week), .required("timezone", .zone), .required("from", instant),
            .required("to", instant), .required("mentor", Schema.handle.nullable),
            .required(
                "generated_at",
                instant.described(
                    zh: "数字所反映的时刻；已封存的周为封存时刻。", en: "When it was right: of a frozen week, when it was frozen.")),
            .required(
                "frozen",
                Schema.boolean.described(zh: "是否已封存；封存后内容不再变。", en: "Whether it answers the same from now on.")),
            .required("version", Schema.integer(1...1_000_000).nullable), .required("edition", .integer(1...1_000_000)),
            .required("measures", .array(of: .object(reportMeasure), count: 1...200)),
            .required("overall", .object(reportFigures)),
            .required("mentors", .array(of: .object(reportMentor), count: 0...100_000)),
            .required("directions", .array(of: .object(reportDirection), count: 0...1_000)),
            .required(
                "heat",
                Schema.array(of: .array(of: count, count: 24...24), count: 7...7)
                    .described(zh: "按星期（周一起）与小时的面谈场数。", en: "Sessions by weekday, Monday first, and hour.")),
            .required("holidays", .array(of: .object(reportHoliday), count: 0...7)),
            .required("corrections", .array(of: .object(reportCorrection), count: 0...1_000_000)),
            .required("rows", .array(of: .object(reportRow), count: 0...1_000_000)),
            .required("summary", .object(reportSummary)),
        ],
        example: [
            "week": "2026-W47", "timezone": "Asia/Shanghai", "from": "2026-11-16T00:00:00+08:00",
            "to": "2026-11-23T00:00:00+08:00", "mentor": "lin-zhiyao", "generated_at": "2026-11-23T06:00:12+08:00",
            "frozen": true, "version": 1, "edition": 1,
            "measures": [
                [
                    "measure": "offered_hours", "name": "开放时长", "name_en": "Hours offered", "unit": "hours",
                    "placed_by": "当天", "placed_by_en": "the day", "meaning": "每天取当天零点生效的日程，其时段的并集减去休假。",
                    "meaning_en":
                        "The union of the windows of the schedule in force at each day's start, less time off.",
                ]
            ],
            "overall": [
                "values": [
                    "offered_hours": .number(12.5), "booked_hours": 5, "booking_rate": .number(0.4), "requests": 6,
                ],
                "week_before": [
                    "offered_hours": .number(12.5), "booked_hours": 4, "booking_rate": .number(0.32), "requests": 4,
                ],
                "mean_of_four": [
                    "offered_hours": .number(11.25), "booked_hours": .number(4.25), "booking_rate": .number(0.3778),
                    "requests": .number(4.5),
                ],
            ],
            "mentors": [], "directions": [],
            "heat": .array(.init(repeating: .array(.init(repeating: 0, count: 24)), count: 7)),
            "holidays": [],
            "corrections": [
                ["week": "2026-W46", "mentor": nil, "measure": "completed", "before": 3, "after": 4]
            ],
            "rows": [],
            "summary": [
                "total": 0,
                "by_status": [
                    "requested": 0, "confirmed": 0, "completed": 0, "no_show": 0, "declined": 0, "cancelled": 0,
                    "expired": 0,
                ], "late": 0, "messages": 0,
            ],
        ])

    static let reportTrend = ObjectSchema(
        "ReportTrend",
        fields: [
            .required("timezone", .zone), .required("mentor", Schema.handle.nullable),
            .required("measures", .array(of: .object(reportMeasure), count: 1...200)),
            .required(
                "weeks",
                .array(
                    of: .object(
                        ObjectSchema(
                            "ReportTrendWeek",
                            fields: [.required("week", .week), .required("values", figureValues)])), count: 1...53)),
        ],
        example: [
            "timezone": "Asia/Shanghai", "mentor": "lin-zhiyao",
            "measures": [
                [
                    "measure": "requests", "name": "预约请求", "name_en": "Requests", "unit": "requests",
                    "placed_by": "提出的时刻", "placed_by_en": "when it was asked", "meaning": "需要导师答复的时间请求。",
                    "meaning_en": "Times asked for that need the mentor's answer.",
                ]
            ],
            "weeks": [
                ["week": "2026-W47", "values": ["requests": 6]], ["week": "2026-W48", "values": ["requests": 2]],
            ],
        ])

    private static let figureValues = Schema.map(
        key: TextRule(length: 1...40), value: .number(-1e12...1e12), count: 0...200)

    private static let reportMeasure = ObjectSchema(
        "ReportMeasure",
        fields: [
            .required("measure", .choice(Measure.allCases.map(\.rawValue))), .required("name", text),
            .required("name_en", text), .required("unit", text), .required("placed_by", text),
            .required("placed_by_en", text), .required("meaning", text), .required("meaning_en", text),
        ])

    private static let reportFigures = ObjectSchema(
        "ReportFigures",
        summary: Words(
            zh: "按指标的数字；没有值的（如空集的中位数）不列出。",
            en: "Figures by measure; one without a value, such as a median of nothing, is left out."),
        fields: [
            .required("values", figureValues), .required("week_before", figureValues),
            .required("mean_of_four", figureValues),
        ])

    private static let reportMentor = ObjectSchema(
        "ReportMentorFigures",
        fields: [.required("handle", .handle), .required("name", text), .required("figures", .object(reportFigures))])

    private static let reportDirection = ObjectSchema(
        "ReportDirectionFigures",
        fields: [
            .required("slug", Schema.handle.nullable), .required("name", text), .required("name_en", text),
            .required("figures", .object(reportFigures)),
        ])

    private static let reportHoliday = ObjectSchema(
        "ReportHoliday", fields: [.required("date", .day), .required("off", .boolean)])

    private static let reportCorrection = ObjectSchema(
        "ReportCorrection",
        summary: Words(
            zh: "前几周的数字在上次报告之后的变化。", en: "A figure of an earlier week that has changed since it was last reported."),
        fields: [
            .required("week", .week), .required("mentor", Schema.handle.nullable), .required("measure", text),
            .required("before", Schema.number(-1e12...1e12).nullable),
            .required("after", Schema.number(-1e12...1e12).nullable),
        ])

    private static let reportRow = ObjectSchema(
        "WeeklyReportRow",
        fields: [
            .required("id", .id("con_")), .required("status", .choice(statuses)), .required("mentor", .handle),
            .required("student", text), .required("direction", Schema.handle.nullable),
            .required("offering", Schema.handle.nullable), .required("topic", text), .required("start", instant),
            .required("end", instant), .required("asked_at", instant), .required("answered_at", instant.nullable),
            .required("late", .boolean),
            .required("outcome", Schema.choice(["passed", "again", "skipped"]).nullable),
            .required("messages", count),
        ])

    private static let reportSummary = ObjectSchema(
        "WeeklyReportSummary",
        fields: [
            .required("total", count),
            .required("by_status", .map(key: TextRule(length: 1...40), value: count, count: 0...20)),
            .required("late", count), .required("messages", count),
        ])
}
