import Mentoring

extension RequestSchemas {
    private static let steps = Schema.array(of: .handle, count: 0...200, isUnique: true)

    /// A day, or days in a row.
    private static let dayOff = Schema.text(
        .matching(
            pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?$",
            expected: "2026-12-24, 2027-01-20/2027-02-10"
        ) { DaysOff($0) != nil }, length: 10...21)

    private static let daysOff = Schema.array(of: dayOff, count: 0...100, isUnique: true).described(
        zh: "不学习的日子：某一天，或首尾都算在内的一段（最多 366 天）。",
        en: "Days without work: a day, or several with both ends in it (366 at most).")

    private static let hoursPerWeek = Schema.integer(1...80)

    private static let holidays = Schema.choice(["CN"]).nullable.described(
        zh: "不学习的公众假期；null 表示照常学习。", en: "Whose public holidays are free; null: none.")

    private static let planMentor = Schema(.text(TextRule(length: 1...64))).nullable.described(
        zh: "请求哪位导师（handle 或 id）；导师接手之前看不到计划。不写则计划归学生自己，立即生效。",
        en: "The mentor to ask, by handle or id, who sees the plan once they take it. Without one it is the "
            + "student's own and followed at once.")

    static let plan = ObjectSchema(
        "NewPlan",
        fields: [
            .required("direction", .handle), .required("starts_on", .day),
            .required(
                "target_on",
                Schema.day.described(
                    zh: "不早于 starts_on，最多晚 1096 天。", en: "Not before starts_on, and 1,096 days later at most.")),
            .required("hours_per_week", hoursPerWeek),
            .optional("known_steps", steps.nullable), .optional("days_off", daysOff.nullable),
            .optional("holidays", holidays.defaulting(to: "CN")), .optional("mentor", planMentor),
        ],
        example: [
            "direction": "llm", "starts_on": "2026-12-01", "target_on": "2027-05-18", "hours_per_week": 12,
            "known_steps": ["linear-algebra"], "days_off": ["2026-12-24", "2027-01-20/2027-02-10"],
            "mentor": "lin-zhiyao",
        ])

    private static let title = Schema.line(1...120)
    private static let note = Schema.lines(1...1_000).nullable

    static let planPatch = ObjectSchema(
        "PlanPatch",
        fields: [
            .optional("starts_on", .day), .optional("target_on", .day), .optional("hours_per_week", hoursPerWeek),
            .optional("known_steps", steps.nullable), .optional("days_off", daysOff.nullable),
            .optional("holidays", holidays),
            .optional("mentor", planMentor),
            .optional(
                "order",
                steps.described(
                    zh: "计划的全部步骤，按希望的先后；前置步骤必须在前。",
                    en: "Every step of the plan in the order wanted, each behind what it needs.")),
            .optional(
                "add_steps",
                .array(
                    of: .object(
                        ObjectSchema(
                            "OwnStep",
                            fields: [
                                .optional("slug", Schema.handle.nullable), .required("title", title),
                                .optional("title_en", title.nullable),
                                .optional("kind", Schema.choice(AnswerSchemas.stepKinds).defaulting(to: "concept")),
                                .required("hours", .integer(1...80)),
                                .optional("prerequisites", Schema.array(of: .handle, count: 0...20, isUnique: true)),
                                .optional("due_on", Schema.day.nullable), .optional("note", note),
                            ])), count: 0...40)),
            .optional(
                "remove_steps",
                steps.described(zh: "去掉自己加的步骤。", en: "Steps added by hand that go again.")),
        ], isPatch: true, example: ["hours_per_week": 10, "target_on": "2027-06-01"])

    static let planStepPatch = ObjectSchema(
        "PlanStepPatch",
        fields: [
            .optional(
                "status",
                Schema.choice(AnswerSchemas.stepStatuses).described(
                    zh: "学生标记 done 时，前置步骤须已完成或跳过；导师不受此限。",
                    en: "A student marks a step done once all it needs is done or skipped; the mentor may any.")),
            .optional("note", note), .optional("due_on", Schema.day.nullable),
        ], isPatch: true, example: ["status": "done"])

    static let replan = ObjectSchema(
        "Replan",
        fields: [
            .optional("starts_on", Schema.day.nullable), .optional("target_on", Schema.day.nullable),
            .optional("hours_per_week", hoursPerWeek.nullable), .optional("known_steps", steps.nullable),
            .optional("days_off", daysOff.nullable),
            .optional(
                "curriculum_version",
                Schema.line(1...40).nullable.described(
                    zh: "课程版本，latest 为最新；不写则沿用计划的版本。",
                    en: "A version of the curriculum, latest for the newest; the plan's own unless given.")),
        ], example: ["target_on": "2027-06-15", "curriculum_version": "latest"])
}
