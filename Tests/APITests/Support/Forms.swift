import HTTPAPI

/// One request body of the API: where it goes and what each of its fields may be.
struct Form: Sendable {
    /// The route's name.
    let route: String
    let method: Service.Method
    let path: String
    let token: String?
    let fields: [Want.Field]

    /// Every body of the API, for things that exist in the running test. What they ask is the contract's, by hand.
    ///
    /// `setClock` isn't here: its two fields exclude each other.
    static func all(
        admin: String, mentor: MentorFixture, student: StudentFixture, consultation: String, message: String
    ) -> [Form] {
        let con = "/v1/consultations/\(consultation)"
        let plan = "/v1/plans/pln_00000000000000000000000000"
        let reason: Want.Field = .may("reason", .lines(1_000), "临时有事")
        func move(_ route: String, _ verb: String, _ fields: [Want.Field], by token: String) -> Form {
            Form(route: route, method: .POST, path: "\(con)/\(verb)", token: token, fields: fields)
        }
        return [
            Form(
                route: "registerStudent", method: .POST, path: "/v1/students", token: nil,
                fields: [
                    .must("name", .line(80), "陈雨桐"), .must("email", .email, "yutong@example.com"),
                    .must("timezone", .zone, "Asia/Shanghai"), .may("direction", .handle, "llm"),
                    .may("graduation_year", .integer(1950...2100), 2027),
                    .may("locale", .locale, "en"),
                ]),
            Form(
                route: "changeMe", method: .PATCH, path: "/v1/me", token: student.token,
                fields: [
                    .unless("name", .line(80), "陈雨桐"), .unless("timezone", .zone, "Asia/Shanghai"),
                    .may("direction", .handle, "llm"), .may("graduation_year", .integer(1950...2100), 2027),
                    .may("locale", .locale, "en"),
                ]),
            Form(
                route: "requestSignInCode", method: .POST, path: "/v1/sign-in", token: nil,
                fields: [.must("email", .email, "yutong@example.com")]),
            Form(
                route: "verifySignInCode", method: .POST, path: "/v1/sign-in/verify", token: nil,
                fields: [.must("email", .email, "yutong@example.com"), .must("code", .code, "042137")]),
            Form(
                route: "createConsultation", method: .POST, path: "/v1/consultations", token: student.token,
                fields: [
                    .may("mentor", .name, .string(mentor.handle)), .may("offering", .handle, "mock"),
                    .may("start", .instant, .string(Starts.tuesday20)), .may("direction", .handle, "llm"),
                    .must("topic", .line(200), "GRPO 项目怎么讲"), .may("message", .lines(8_000), "老师好\n\t请看简历"),
                    .may("plan", .id("pln_"), nil), .may("plan_step", .handle, nil),
                ]),
            move(
                "scheduleConsultation", "schedule",
                [.must("start", .instant, .string(Starts.tuesday20)), .may("offering", .handle, "mock")],
                by: student.token),
            move(
                "rescheduleConsultation", "reschedule",
                [.must("start", .instant, .string(Starts.tuesday20)), reason], by: student.token),
            move("cancelConsultation", "cancel", [reason], by: student.token),
            move(
                "declineConsultation", "decline", [.must("reason", .lines(1_000), "这一周已经排满")],
                by: mentor.token),
            move(
                "objectToNoShow", "objection", [.must("reason", .lines(1_000), "我一直在线")], by: student.token),
            move(
                "completeConsultation", "complete",
                [
                    .may(
                        "outcome",
                        .object([
                            .may("result", .choice(["passed", "again", "skipped"]), "again"),
                            .may("note", .lines(1_000), "再来一次"),
                        ]), ["result": "again"])
                ], by: mentor.token),
            move(
                "reportNoShow", "no-show", [.must("absent", .choice(["student", "mentor"]), "student")],
                by: mentor.token),
            move(
                "postMessage", "messages",
                [.must("body", .lines(8_000), "收到"), .unless("attachments", .ids("att_", 10), [])],
                by: student.token),
            Form(
                route: "editMessage", method: .PATCH, path: "\(con)/messages/\(message)", token: student.token,
                fields: [.must("body", .lines(8_000), "收到，谢谢")]),
            Form(
                route: "createPlan", method: .POST, path: "/v1/plans", token: student.token,
                fields: [
                    .must("direction", .handle, "llm"), .must("starts_on", .day, "2026-12-01"),
                    .must("target_on", .day, "2027-05-01"), .must("hours_per_week", .integer(1...80), 12),
                    .may("known_steps", .slugs(200), []), .may("days_off", .daysOff, ["2026-12-24"]),
                    .may("holidays", .choice(["CN"]), "CN"), .may("mentor", .name, .string(mentor.handle)),
                ]),
            Form(
                route: "changePlan", method: .PATCH, path: plan, token: student.token,
                fields: [
                    .unless("starts_on", .day, "2026-12-01"), .unless("target_on", .day, "2027-05-01"),
                    .unless("hours_per_week", .integer(1...80), 12), .may("known_steps", .slugs(200), []),
                    .may("days_off", .daysOff, []), .may("holidays", .choice(["CN"]), "CN"),
                    .may("mentor", .name, .string(mentor.handle)), .unless("order", .slugs(200), []),
                    .unless("add_steps", .ownSteps, []), .unless("remove_steps", .slugs(200), []),
                ]),
            Form(
                route: "changePlanStep", method: .PATCH, path: "\(plan)/steps/maths", token: student.token,
                fields: [
                    .unless("status", .choice(["todo", "doing", "done", "skipped"]), "doing"),
                    .may("note", .lines(1_000), "先看第四节"), .may("due_on", .day, "2026-12-20"),
                ]),
            Form(
                route: "replanPlan", method: .POST, path: "\(plan)/replan", token: student.token,
                fields: [
                    .may("starts_on", .day, "2026-12-01"), .may("target_on", .day, "2027-05-01"),
                    .may("hours_per_week", .integer(1...80), 12), .may("known_steps", .slugs(200), []),
                    .may("days_off", .daysOff, []), .may("curriculum_version", .line(40), "latest"),
                ]),
            Form(
                route: "markRead", method: .PUT, path: "\(con)/read", token: mentor.token,
                fields: [.must("up_to", .id("msg_"), .string(message))]),
            Form(
                route: "addTimeOff", method: .POST, path: "/v1/mentor/time-off", token: mentor.token,
                fields: [
                    .must("start", .instant, "2026-12-24T00:00:00+08:00"),
                    .must("end", .instant, "2026-12-27T00:00:00+08:00"), .may("note", .lines(1_000), "出差"),
                ]),
            Form(
                route: "replaceSchedule", method: .PUT, path: "/v1/mentor/schedule", token: mentor.token,
                fields: schedule),
            Form(
                route: "previewSchedule", method: .POST, path: "/v1/mentor/schedule/preview", token: mentor.token,
                fields: schedule),
            Form(
                route: "setScheduleDay", method: .PUT, path: "/v1/mentor/schedule/days/2026-12-01",
                token: mentor.token, fields: [.must("windows", .windows, [["19:00", "21:00"]])]),
            Form(
                route: "addOffering", method: .POST, path: "/v1/mentor/offerings", token: mentor.token,
                fields: offering(isPatch: false)),
            Form(
                route: "changeOffering", method: .PATCH, path: "/v1/mentor/offerings/mock", token: mentor.token,
                fields: offering(isPatch: true)),
            Form(
                route: "addMentor", method: .POST, path: "/v1/admin/mentors", token: admin,
                fields: profile(isPatch: false)),
            Form(
                route: "changeMentor", method: .PATCH, path: "/v1/admin/mentors/\(mentor.handle)", token: admin,
                fields: profile(isPatch: true)),
            Form(
                route: "issueToken", method: .POST, path: "/v1/admin/tokens", token: admin,
                fields: [
                    .must("role", .choice(["student", "mentor", "admin"]), "mentor"),
                    .may("mentor", .name, .string(mentor.handle)), .may("student", .id("stu_"), nil),
                    .must("label", .line(120), "laptop"), .may("expires_at", .instant, "2027-01-01T00:00:00Z"),
                ]),
        ] + notifications(admin: admin, mentor: mentor, student: student)
    }

    private static func notifications(
        admin: String, mentor: MentorFixture, student: StudentFixture
    ) -> [Form] {
        let webhook = "/v1/admin/webhooks/whk_" + String(repeating: "0", count: 26)
        let channel = "/v1/me/channels/chn_" + String(repeating: "0", count: 26)
        let url: Want.Field = .must("url", .url, "https://hooks.example.com/desk")
        let change: [Want.Field] = [
            .unless("url", .url, "https://hooks.example.com/desk"), .unless("label", .line(120), "CRM"),
            .may("event_types", .eventTypes, ["consultation.*"]), .unless("active", .boolean, true),
        ]
        return [
            Form(
                route: "addWebhook", method: .POST, path: "/v1/admin/webhooks", token: admin,
                fields: [
                    url, .may("label", .line(120), "CRM"), .may("event_types", .eventTypes, ["consultation.*"]),
                ]),
            Form(route: "changeWebhook", method: .PATCH, path: webhook, token: admin, fields: change),
            Form(
                route: "replayWebhook", method: .POST, path: "\(webhook)/replay", token: admin,
                fields: [
                    .must("from", .instant, "2026-11-23T00:00:00Z"), .may("to", .instant, "2026-11-24T00:00:00Z"),
                ]),
            Form(
                route: "addChannel", method: .POST, path: "/v1/me/channels", token: mentor.token,
                fields: [
                    .must("kind", .choice(["email", "webhook", "wecom", "feishu", "dingtalk"]), "feishu"),
                    .may("label", .line(120), "群"), .may("address", .email, "lin@example.com"),
                    .may("url", .url, "https://open.feishu.cn/open-apis/bot/v2/hook/0"),
                    .may("secret", .line(200), "geheim"), .may("event_types", .eventTypes, ["message.created"]),
                ]),
            Form(
                route: "confirmChannel", method: .POST, path: "\(channel)/confirm", token: mentor.token,
                fields: [.must("code", .code, "042137")]),
            Form(route: "changeChannel", method: .PATCH, path: channel, token: student.token, fields: change),
            Form(
                route: "sendReport", method: .POST, path: "/v1/reports/weekly/2026-W48/send", token: mentor.token,
                fields: [.may("channels", .someIDs("chn_", 100), nil)]),
            Form(
                route: "changeNotificationSettings", method: .PATCH, path: "/v1/me/notifications",
                token: student.token,
                fields: [
                    .may("language", .choice(["zh-Hans", "en"]), "en"),
                    .may(
                        "quiet_hours",
                        .object([.must("from", .wallStart, "22:30"), .must("until", .wallStart, "08:00")]),
                        ["from": "22:30", "until": "08:00"]),
                    .may("reminder_minutes", .leads, [60]), .unless("weekly_agenda", .boolean, false),
                    .unless("weekly_report", .boolean, false),
                ]),
        ]
    }

    private static let schedule: [Want.Field] = [
        .must("timezone", .zone, "Asia/Shanghai"),
        .may(
            "weekly",
            .object(
                ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map {
                    .may($0, .windows, [["19:00", "22:00"]])
                }), ["mon": [["19:00", "22:00"]]]),
        .may("holidays", .choice(["CN"]), "CN"), .may("days", .days, ["2026-12-01": []]),
        .may("time_off", .timeOff, []), .may("max_per_day", .integer(1...100), 2),
        .may("max_per_week", .integer(1...100), 6), .may("version", .integer(1...1_000_000_000), 3),
    ]

    private static func offering(isPatch: Bool) -> [Want.Field] {
        let must = isPatch ? Want.Field.unless : Want.Field.must
        return [
            must("slug", .handle, "review"), must("title", .line(120), "简历修改"),
            .may("direction", .handle, "llm"), must("duration_minutes", .integer(5...480), 45),
            .may("step_minutes", .integer(5...1_440), 15), .unless("buffer_before_minutes", .integer(0...240), 5),
            .unless("buffer_after_minutes", .integer(0...240), 10),
            .unless("notice_minutes", .integer(0...43_200), 60), .unless("horizon_days", .integer(1...365), 30),
            .may("max_per_day", .integer(1...100), 2), .may("max_per_week", .integer(1...100), 4),
            .unless("approval", .choice(["instant", "mentor"]), "instant"), .unless("active", .boolean, true),
            .may("price_fen", .integer(0...1_000_000_000), 9_900),
            .may(
                "meeting",
                .object([
                    .must("kind", .line(40), "video"),
                    .may("url", .url, "https://meeting.example.com/lin"), .may("note", .lines(1_000), "提前五分钟进"),
                ]), ["kind": "video"]),
        ]
    }

    private static func profile(isPatch: Bool) -> [Want.Field] {
        let must = isPatch ? Want.Field.unless : Want.Field.must
        return [
            must("handle", .handle, "xu"), must("name", .line(80), "徐老师"), must("timezone", .zone, "UTC"),
            must("directions", .handles(10), ["llm", "aigc"]), .may("headline", .line(160), "后训练"),
            .may("school", .line(120), "复旦大学"), .may("employer", .line(120), "某厂"),
            .may("region", .line(120), "上海"), .may("bio", .lines(8_000), "八年经验\n两次转方向"),
        ]
    }
}
