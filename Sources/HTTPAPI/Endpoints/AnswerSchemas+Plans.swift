extension AnswerSchemas {
    static let stepKinds = ["concept", "paper", "project", "coding", "interview"]
    static let stepStatuses = ["todo", "doing", "done", "skipped"]
    static let planStatuses = ["draft", "published", "archived"]

    private static let text = Schema(.text(TextRule(length: 0...8_000, isMultiline: true, mayBeBlank: true)))
    private static let slugs = Schema.array(of: .handle, count: 0...200)
    private static let count = Schema.integer(0...1_000)
    private static let hours = Schema.number(0...100_000)

    private static let planStep = ObjectSchema(
        "PlanStep",
        fields: [
            .required("slug", .handle), .required("title", text), .required("title_en", text),
            .required("kind", .choice(stepKinds)), .required("hours", .integer(1...80)),
            .required("prerequisites", slugs), .required("optional", .boolean), .required("own", .boolean),
            .required("status", .choice(stepStatuses)), .required("starts_on", .day), .required("due_on", .day),
            .required("ends_on", .day), .required("latest_start_on", Schema.day.nullable),
            .required("slack_days", Schema.integer(-100_000...100_000).nullable), .required("note", text.nullable),
        ])

    static let plan = ObjectSchema(
        "Plan",
        fields: [
            .required("id", .id("pln_")),
            .required(
                "student",
                .object(
                    ObjectSchema("StudentReference", fields: [.required("id", .id("stu_")), .required("name", text)]))),
            .required(
                "mentor",
                Schema.object(
                    ObjectSchema("MentorReference", fields: [.required("handle", .handle), .required("name", text)])
                ).nullable),
            .required("taken", .boolean), .required("direction", .handle), .required("curriculum_version", text),
            .required("latest_curriculum_version", text), .required("status", .choice(planStatuses)),
            .required("starts_on", .day), .required("target_on", .day), .required("hours_per_week", .integer(1...80)),
            .required("known_steps", slugs), .required("days_off", .array(of: text, count: 0...100)),
            .required("holidays", Schema.choice(["CN"]).nullable), .required("feasible", .boolean),
            .required("missing_hours", hours), .required("left_out", slugs), .required("critical_path", slugs),
            .required(
                "weekly_load",
                .array(
                    of: .object(
                        ObjectSchema("PlanWeek", fields: [.required("week", .week), .required("hours", hours)])),
                    count: 0...10_000)),
            .required(
                "progress",
                .object(
                    ObjectSchema(
                        "PlanProgress",
                        fields: [
                            .required("done", count), .required("skipped", count), .required("total", count),
                            .required("percent", .integer(0...100)),
                        ]))),
            .required("steps", .array(of: .object(planStep), count: 0...200)),
            .required(
                "next_consultation",
                Schema.object(
                    ObjectSchema("NextConsultation", fields: [.required("step", .handle), .required("url", text)])
                ).nullable),
            .required("version", .integer(1...1_000_000_000)), .required("created_at", .instant),
            .required("updated_at", .instant), .required("published_at", Schema.instant.nullable),
        ],
        example: planExample)

    static let planExample: JSONValue = [
        "id": "pln_01kawx8c5efz8r4t2m0pq9v7nm",
        "student": ["id": "stu_01kawx8c5efz8r4t2m0pq9v7nd", "name": "陈雨桐"],
        "mentor": ["handle": "lin-zhiyao", "name": "林知遥"], "taken": true, "direction": "llm",
        "curriculum_version": "2026.1", "latest_curriculum_version": "2026.1", "status": "published",
        "starts_on": "2026-12-01", "target_on": "2027-05-18", "hours_per_week": 12,
        "known_steps": ["linear-algebra"], "days_off": ["2026-12-24"], "holidays": "CN", "feasible": true,
        "missing_hours": 0, "left_out": [], "critical_path": ["probability"],
        "weekly_load": [["week": "2026-W49", "hours": 6]],
        "progress": ["done": 0, "skipped": 0, "total": 1, "percent": 0],
        "steps": [
            [
                "slug": "probability", "title": "概率", "title_en": "Probability", "kind": "concept", "hours": 6,
                "prerequisites": [], "optional": false, "own": false, "status": "doing", "starts_on": "2026-12-01",
                "due_on": "2026-12-04", "ends_on": "2026-12-04", "latest_start_on": "2027-05-15", "slack_days": 165,
                "note": nil,
            ]
        ],
        "next_consultation": [
            "step": "reward-model",
            "url": "/v1/mentors/lin-zhiyao/slots?offering=mock-interview&from=2027-01-04&to=2027-01-18",
        ],
        "version": 3, "created_at": "2026-11-23T10:00:00+08:00", "updated_at": "2026-11-24T10:00:00+08:00",
        "published_at": "2026-11-24T10:00:00+08:00",
    ]

    private static let datedStep = ObjectSchema(
        "PlanStepDates",
        fields: [.required("slug", .handle), .required("starts_on", .day), .required("due_on", .day)])

    static let replanned = ObjectSchema(
        "Replanned",
        fields: [
            .required("preview", .boolean),
            .required(
                "moved",
                .array(
                    of: .object(
                        ObjectSchema(
                            "PlanStepMoved",
                            fields: datedStep.fields + [
                                .required("previous_starts_on", .day), .required("previous_due_on", .day),
                            ])), count: 0...200)),
            .required("added", .array(of: .object(datedStep), count: 0...200)),
            .required("dropped", .array(of: .object(datedStep), count: 0...200)), .required("plan", .object(plan)),
        ],
        example: [
            "preview": true,
            "moved": [
                [
                    "slug": "probability", "starts_on": "2026-12-08", "due_on": "2026-12-11",
                    "previous_starts_on": "2026-12-01", "previous_due_on": "2026-12-04",
                ]
            ], "added": [], "dropped": [], "plan": planExample,
        ])

    static let planAsk = ObjectSchema(
        "PlanAsk",
        fields: [
            .required("plan", .id("pln_")), .required("student", text), .required("direction", .handle),
            .required("asked_at", .instant),
        ],
        example: [
            "plan": "pln_01kawx8c5efz8r4t2m0pq9v7nm", "student": "陈雨桐", "direction": "llm",
            "asked_at": "2026-11-23T10:00:00+08:00",
        ])
}
