/// What requests may say, with the limits of the contract: what is checked and what is documented.
enum RequestSchemas {
    static let reason = Schema.lines(1...1_000)
    static let zone = Schema.zone.example("Asia/Shanghai")
    static let directions = Schema.array(of: .handle, count: 1...10, isUnique: true).example(["llm"])

    /// A language tag (BCP 47).
    static let locale = Schema.text(
        .matching(pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", expected: "BCP 47, zh-Hans") { tag in
            let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
            let isWord = { (part: Substring) in part.utf8.allSatisfy { Character(UnicodeScalar($0)).isASCIIWord } }
            return (2...3).contains(parts[0].count) && parts[0].allSatisfy { $0.isASCII && $0.isLetter }
                && parts.dropFirst().allSatisfy { (1...8).contains($0.count) && isWord($0) }
        }, length: 2...35
    ).example("zh-Hans")

    static let student = ObjectSchema(
        "NewStudent",
        fields: [
            .required("name", .line(1...80)), .required("email", .email), .required("timezone", zone),
            .optional("direction", Schema.handle.nullable),
            .optional("graduation_year", Schema.integer(1950...2100).nullable),
            .optional("locale", locale.nullable),
        ],
        example: [
            "name": "陈雨桐", "email": "yutong@example.com", "timezone": "Asia/Shanghai", "direction": "llm",
            "graduation_year": 2027, "locale": "zh-Hans",
        ])

    static let consultation = ObjectSchema(
        "NewConsultation",
        fields: [
            .optional(
                "mentor",
                Schema(.text(TextRule(length: 1...64))).nullable.described(
                    zh: "导师的 handle 或 id；省略时由 direction 的导师轮流承接。",
                    en: "The mentor's handle or id; left out, the direction's mentors take turns.")),
            .optional(
                "offering",
                Schema.handle.nullable.described(
                    zh: "服务的 slug；导师只有一项开放的服务时可以省略。",
                    en: "The offering's slug; may be left out when the mentor has one active.")),
            .optional(
                "start",
                Schema.instant.nullable.described(
                    zh: "没有开始时间就是留言咨询。", en: "Without a start it is a conversation only.")),
            .optional("direction", Schema.handle.nullable),
            .required("topic", .line(1...200)),
            .optional("message", Schema.lines(1...8_000).nullable),
            .optional(
                "plan",
                Schema.id("pln_").nullable.described(
                    zh: "与哪个计划有关；只写 plan_step 时取含有该步骤的最新计划。",
                    en: "The plan it is about; with plan_step alone, the newest that has the step.")),
            .optional(
                "plan_step",
                Schema.handle.nullable.described(
                    zh: "为计划中的哪一步而约；complete 的结果会记到这一步。",
                    en: "The step of the plan it is for; what complete says of it moves the step.")),
        ],
        rules: [.atLeastOne(["mentor", "direction"])],
        example: [
            "mentor": "lin-zhiyao", "offering": "mock-interview", "start": "2026-12-01T19:00:00+08:00",
            "topic": "GRPO 项目怎么讲", "message": "老师好，我想准备大模型方向的秋招。",
        ])

    static let schedule = ObjectSchema(
        "ScheduleTime", fields: [.required("start", .instant), .optional("offering", Schema.handle.nullable)],
        example: ["start": "2026-12-01T19:00:00+08:00"])

    static let reschedule = ObjectSchema(
        "Reschedule", fields: [.required("start", .instant), .optional("reason", reason.nullable)],
        example: ["start": "2026-12-02T19:00:00+08:00", "reason": "临时开会"])

    static let cancel = ObjectSchema(
        "Cancel", fields: [.optional("reason", reason.nullable)], example: ["reason": "时间冲突"])

    static let requiredReason = ObjectSchema(
        "Reason", fields: [.required("reason", reason)], example: ["reason": "这一周已经排满"])

    static let complete = ObjectSchema(
        "Complete",
        fields: [
            .optional(
                "outcome",
                Schema.object(
                    ObjectSchema(
                        "OutcomeReport",
                        fields: [
                            .optional("result", Schema.choice(["passed", "again", "skipped"]).nullable),
                            .optional("note", Schema.lines(1...1_000).nullable),
                        ])
                ).nullable)
        ],
        example: ["outcome": ["result": "passed", "note": "KL 项讲清楚了"]])

    static let absence = ObjectSchema(
        "Absence", fields: [.required("absent", .choice(["student", "mentor"]))], example: ["absent": "student"])

    static let message = ObjectSchema(
        "NewMessage",
        fields: [
            .required("body", .lines(1...8_000)),
            .optional("attachments", .array(of: .id("att_"), count: 0...10, isUnique: true)),
        ], example: ["body": "简历已经改好，请看一下。"])

    static let messageEdit = ObjectSchema(
        "MessageEdit", fields: [.required("body", .lines(1...8_000))], isPatch: true, example: ["body": "简历已经改好，请再看一下。"]
    )

    static let readMark = ObjectSchema(
        "ReadMark", fields: [.required("up_to", .id("msg_"))], example: ["up_to": "msg_01kawx8c5efz8r4t2m0pq9v7na"])

    static let windows = Schema.array(
        of: .tuple([.windowStart, .windowEnd]), count: 0...12
    ).example([["19:00", "22:00"]])

    static let timeOff = ObjectSchema(
        "NewTimeOff",
        fields: [
            .required("start", .instant), .required("end", .instant),
            .optional("note", Schema.lines(1...1_000).nullable),
        ],
        example: ["start": "2026-12-24T00:00:00+08:00", "end": "2026-12-27T00:00:00+08:00", "note": "出差"])

    static let mentorSchedule = ObjectSchema(
        "NewSchedule",
        fields: [
            .required("timezone", zone),
            .optional(
                "weekly",
                Schema.object(
                    ObjectSchema(
                        "WeeklyHours",
                        fields: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map {
                            .optional($0, windows.nullable)
                        })
                ).nullable),
            .optional("holidays", Schema.choice(["CN"]).nullable),
            .optional("days", Schema.byDay(windows, count: 0...400).nullable),
            .optional(
                "time_off",
                Schema.array(
                    of: .object(
                        ObjectSchema(
                            "ScheduleTimeOff",
                            fields: [.optional("id", Schema.id("tof_").nullable)] + timeOff.fields)), count: 0...200
                ).nullable),
            .optional("max_per_day", cap), .optional("max_per_week", cap),
            .optional(
                "version",
                Schema.integer(1...1_000_000_000).nullable.described(
                    zh: "可原样带回，不起作用：版本由 If-Match 决定。",
                    en: "May stand here as it was read, and means nothing: If-Match names the version.")),
        ],
        example: [
            "timezone": "Asia/Shanghai",
            "weekly": ["mon": [["19:00", "22:00"]], "sat": [["10:00", "12:00"], ["14:00", "18:00"]]],
            "holidays": "CN", "days": ["2026-12-01": []], "time_off": [], "max_per_day": 2, "max_per_week": 6,
        ])

    static let scheduleDay = ObjectSchema(
        "ScheduleDay", fields: [.required("windows", windows)], example: ["windows": [["19:00", "21:00"]]])

    static let cap = Schema.integer(1...100).nullable

    static let offering = ObjectSchema(
        "NewOffering",
        fields: [
            .required("slug", .handle), .required("title", .line(1...120)),
            .optional("direction", Schema.handle.nullable), .required("duration_minutes", .integer(5...480)),
            .optional(
                "step_minutes",
                Schema.integer(5...1_440).nullable.described(
                    zh: "可约时间点的间隔，默认等于时长。", en: "Between one start and the next; the duration unless given.")),
            .optional("buffer_before_minutes", Schema.integer(0...240).defaulting(to: 0)),
            .optional("buffer_after_minutes", Schema.integer(0...240).defaulting(to: 0)),
            .optional("notice_minutes", Schema.integer(0...43_200).defaulting(to: 0)),
            .optional("horizon_days", Schema.integer(1...365).defaulting(to: 60)),
            .optional("max_per_day", cap), .optional("max_per_week", cap),
            .optional("approval", Schema.choice(["instant", "mentor"]).defaulting(to: "mentor")),
            .optional("active", Schema.boolean.defaulting(to: true)),
            .optional("price_fen", Schema.integer(0...1_000_000_000).nullable),
            .optional(
                "meeting",
                Schema.object(
                    ObjectSchema(
                        "NewMeeting",
                        fields: [
                            .required("kind", Schema.line(1...40).example("video")),
                            .optional("url", Schema.url.nullable),
                            .optional("note", Schema.lines(1...1_000).nullable),
                        ])
                ).nullable),
        ],
        example: [
            "slug": "mock-interview", "title": "大模型模拟面试", "direction": "llm", "duration_minutes": 60,
            "step_minutes": 30, "buffer_after_minutes": 15, "notice_minutes": 720, "horizon_days": 30,
            "approval": "mentor", "price_fen": 39_900,
            "meeting": ["kind": "video", "url": "https://meeting.example.com/lin"],
        ])

    static let offeringPatch = offering.mergePatch(
        "OfferingPatch", example: ["title": "大模型模拟面试（60 分钟）", "active": false])

    static let mentor = ObjectSchema(
        "NewMentor",
        fields: [
            .required("handle", .handle), .required("name", .line(1...80)), .required("timezone", zone),
            .required("directions", directions), .optional("headline", Schema.line(1...160).nullable),
            .optional("school", Schema.line(1...120).nullable), .optional("employer", Schema.line(1...120).nullable),
            .optional("region", Schema.line(1...120).nullable), .optional("bio", Schema.lines(1...8_000).nullable),
        ],
        example: [
            "handle": "lin-zhiyao", "name": "林知遥", "timezone": "Asia/Shanghai", "directions": ["llm"],
            "headline": "大模型对齐方向 · 八年经验",
        ])

    static let mentorPatch = mentor.mergePatch("MentorPatch", example: ["headline": "后训练与智能体方向", "employer": nil])

    static let token = ObjectSchema(
        "NewToken",
        fields: [
            .required("role", .choice(["student", "mentor", "admin"])),
            .optional("mentor", Schema(.text(TextRule(length: 1...64))).nullable),
            .optional("student", Schema.id("stu_").nullable), .required("label", .line(1...120)),
            .optional("expires_at", Schema.instant.nullable),
        ],
        example: ["role": "mentor", "mentor": "lin-zhiyao", "label": "laptop"])

    static let clock = ObjectSchema(
        "ClockSetting",
        fields: [
            .optional("now", .instant),
            .optional(
                "advance",
                .text(
                    .matching(
                        pattern: "^-?P(?!$)([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$",
                        expected: "ISO 8601 duration, PT1H", check: { ElapsedTime(iso8601: $0) != nil }),
                    length: 2...40)),
        ],
        rules: [.atLeastOne(["now", "advance"]), .atMostOne(["now", "advance"])], example: ["advance": "PT1H"])
}

extension Character {
    fileprivate var isASCIIWord: Bool { isASCII && (isLetter || isNumber) }
}
