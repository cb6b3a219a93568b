import APIModel
import Curriculum
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    static let planAnswer = RouteAnswer.object(
        AnswerSchemas.plan, zh: "计划，带 ETag。", en: "The plan, with its ETag.")

    /// A plan as its reader sees it, with its tag.
    func answer(_ plan: Mentoring.Plan, to bearer: Bearer, status: Int = 200) throws -> APIAnswer {
        let answer = try APIAnswer.json(wire(plan, for: bearer), status: status).taggedByContent(version: plan.version)
        return status == 201 ? answer.with(header: "Location", "/v1/plans/\(plan.id)") : answer
    }

    func wire(_ plan: Mentoring.Plan, for bearer: Bearer) -> APIModel.Plan {
        let today = zone(named: plan.timezone).localDate(at: desk.clock.now)
        return APIModel.Plan(plan, on: today, in: zone(named: bearer.caller.timezone))
    }

    /// The id in the path. What is no id names nothing.
    func planID(_ call: Call<Bearer>) throws(APIFailure) -> PlanID {
        guard let id = PlanID(call.parameter("id")) else { throw .notFound }
        return id
    }

    var planRoutes: [Route<Bearer>] {
        [
            Route(
                .post, "/v1/plans", name: "createPlan", group: Groups.plans,
                summary: Words(zh: "制定学习路径", en: "Ask for a learning path"),
                details: Words(
                    zh: """
                        按该方向最新的课程排期：前置在先，每周不超过 hours_per_week（每天七分之一），跳过假期和 days_off；\
                        时间不够时先略去选修（left_out），仍不够则 feasible 为 false，missing_hours 是超出目标日的小时数。\
                        写了 mentor 就是等待该导师的草稿，否则归学生自己并立即生效。
                        """,
                    en: """
                        Laid from the direction's newest curriculum: prerequisites first, never more than \
                        hours_per_week (a seventh on each day), around holidays and days_off. When the hours don't \
                        suffice, optional steps are left out first (left_out); if that is not enough, feasible is \
                        false and missing_hours is what falls behind the target. With a mentor it is a draft that \
                        waits for them; without one it is the student's own and followed at once.
                        """),
                access: .anyRole, body: RequestSchemas.plan,
                answers: [.object(AnswerSchemas.plan, status: 201, zh: "已制定。", en: "Made.")],
                problems: [.forbidden, .notFound, .quotaReached], isIdempotent: true
            ) { call, bearer in
                let wish = try PlanForm(call.body).wish()
                return try await call.answering(bearer) {
                    try answer($0, to: bearer, status: 201)
                } _: {
                    try await desk.plans.make(wish, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .get, "/v1/plans", name: "listPlans", group: Groups.plans,
                summary: Words(zh: "学习路径列表", en: "List plans"),
                details: Words(
                    zh: "自己的计划，新的在前；导师看到自己接手的，管理员看到全部。",
                    en: "One's own, newest first: a mentor's are those they have taken; an admin sees all."),
                access: .anyRole,
                query: [
                    .optional(
                        "status", .array(of: .choice(AnswerSchemas.planStatuses), count: 1...3, isUnique: true)),
                    .optional("direction", .handle), .optional("student", .id("stu_")),
                    .optional("mentor", Self.mentorParameter),
                ] + QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.plan, zh: "一页计划。", en: "One page.")]
            ) { call, bearer in
                var filter = Plans.Filter()
                filter.statuses = (call.query.findStrings("status") ?? []).compactMap(PlanStatus.init)
                filter.direction = call.query.findString("direction")
                filter.student = call.query.findString("student").flatMap { StudentID($0) }
                filter.mentor = call.query.findString("mentor").map { MentorName($0) }
                let page = try await desk.plans.list(
                    filter, for: bearer.caller, after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { wire($0, for: bearer) }
            },
            Route(
                .get, "/v1/mentor/plan-asks", name: "listPlanAsks", group: Groups.plans,
                summary: Words(zh: "等我接手的计划", en: "Plans I am asked to take"),
                details: Words(
                    zh: "接手之前只看得到谁、为哪个方向请求；早的在前。",
                    en: "Before taking one, a mentor learns who asks and for which direction; the oldest first."),
                access: .mentor,
                answers: [.page(of: AnswerSchemas.planAsk, zh: "全部请求。", en: "All of them.")], problems: [.notFound]
            ) { call, bearer in
                let zone = zone(named: bearer.caller.timezone)
                let asks = try await desk.plans.asks(of: try mentor(call))
                return try .json(
                    Page(
                        data: asks.map {
                            PlanAsk(
                                plan: $0.plan.description, student: $0.student, direction: $0.direction,
                                askedAt: $0.askedAt.rfc3339(in: zone))
                        }))
            },
            Route(
                .patch, "/v1/plans/{id}", name: "changePlan", group: Groups.plans,
                summary: Words(zh: "修改计划", en: "Change a plan"),
                details: Words(
                    zh: """
                        学生和导师都可改起止、小时数、已会的步骤和休息日；mentor 由学生改；order、add_steps、remove_steps \
                        由导师改（无导师接手时由学生改）。影响排期的改动会重排尚未完成的步骤。
                        """,
                    en: """
                        Both change dates, hours, known steps and days off; the student changes the mentor; the mentor \
                        (or the student, while none has taken it) changes order, add_steps and remove_steps. What \
                        changes the work lays the open steps anew.
                        """),
                access: .anyRole, body: RequestSchemas.planPatch, answers: [Self.planAnswer],
                problems: [.notFound, .forbidden, .invalidTransition, .alreadyExists], precondition: .required
            ) { call, bearer in
                let plan = try await desk.plans.edit(
                    try planID(call), try PlanForm(call.body).edit(), by: bearer.caller,
                    version: call.versionCondition)
                return try answer(plan, to: bearer)
            },
            Route(
                .patch, "/v1/plans/{id}/steps/{slug}", name: "changePlanStep", group: Groups.plans,
                summary: Words(zh: "修改计划中的一步", en: "Change a step of a plan"),
                details: Words(
                    zh: "学生和导师都可改 status；note 和 due_on 由导师改（无导师接手时由学生改）。日期不因状态而变，要顺延请 replan。",
                    en: """
                        Both change the status; the mentor (or the student, while none has taken it) changes note and \
                        due_on. A status moves no dates: that is what replan is for.
                        """),
                access: .anyRole, body: RequestSchemas.planStepPatch, answers: [Self.planAnswer],
                problems: [.notFound, .forbidden, .invalidTransition], precondition: .required
            ) { call, bearer in
                let plan = try await desk.plans.editStep(
                    call.parameter("slug"), of: try planID(call), PlanForm(call.body).stepEdit, by: bearer.caller,
                    version: call.versionCondition)
                return try answer(plan, to: bearer)
            },
            Route(
                .post, "/v1/plans/{id}/replan", name: "replanPlan", group: Groups.plans,
                summary: Words(zh: "重排", en: "Plan again"),
                details: Words(
                    zh: "从今天起重排尚未完成的步骤，已完成和跳过的不变；preview=true 只看差异，不写入。",
                    en: """
                        Lays the open steps anew from today; what is done or skipped stays. With preview=true the \
                        difference is shown and nothing is written.
                        """),
                access: .anyRole, query: [.optional("preview", Schema.boolean.defaulting(to: false))],
                body: RequestSchemas.replan,
                answers: [
                    .object(
                        AnswerSchemas.replanned, zh: "差异和计划，带 ETag。", en: "The difference and the plan, with its ETag.")
                ],
                problems: [.notFound, .forbidden, .invalidTransition, .versionMismatch], isIdempotent: true,
                precondition: .optional
            ) { call, bearer in
                let form = PlanForm(call.body)
                let (id, edit, isPreview) = (
                    try planID(call), try form.edit(), call.query.findBoolean("preview") == true
                )
                return try await call.answering(bearer) { (replanned: Plans.Replanned) in
                    try APIAnswer.json(
                        PlanReplanned(replanned, isPreview: isPreview, plan: wire(replanned.plan, for: bearer))
                    ).taggedByContent(version: replanned.plan.version)
                } _: {
                    try await desk.plans.replan(
                        id, edit, curriculum: form.curriculum, isPreview: isPreview, by: bearer.caller,
                        version: call.versionCondition, keeping: $0)
                }
            },
            move("take", "takePlan", zh: "接手（被请求的导师）", en: "Take a plan (the asked mentor)") {
                id, caller, version, keeping in
                try await desk.plans.take(id, by: caller, version: version, keeping: keeping)
            },
            move("publish", "publishPlan", zh: "发布（导师）", en: "Publish a plan (its mentor)") {
                id, caller, version, keeping in
                try await desk.plans.publish(id, by: caller, version: version, keeping: keeping)
            },
            move("archive", "archivePlan", zh: "归档（学生）", en: "Archive a plan (its student)") {
                id, caller, version, keeping in
                try await desk.plans.archive(id, by: caller, version: version, keeping: keeping)
            },
        ]
    }

    private typealias PlanMove =
        @Sendable (PlanID, Caller, VersionCondition, Keeping<Mentoring.Plan>?) async throws -> Answered<Mentoring.Plan>

    // Any role may ask: whoever can see the plan and may not do this gets 403, whoever can't see it 404.
    private func move(
        _ verb: String, _ name: String, zh: String, en: String, _ work: @escaping PlanMove
    ) -> Route<Bearer> {
        Route(
            .post, "/v1/plans/{id}/\(verb)", name: name, group: Groups.plans, summary: Words(zh: zh, en: en),
            access: .anyRole, answers: [Self.planAnswer],
            problems: [.notFound, .forbidden, .invalidTransition, .versionMismatch], isIdempotent: true,
            precondition: .optional
        ) { call, bearer in
            let id = try planID(call)
            return try await call.answering(bearer) {
                try answer($0, to: bearer)
            } _: {
                try await work(id, bearer.caller, call.versionCondition, $0)
            }
        }
    }
}
