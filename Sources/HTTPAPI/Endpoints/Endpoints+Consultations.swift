import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    /// A consultation as its reader sees it, with its tag.
    func answer(
        _ consultation: Mentoring.Consultation, to bearer: Bearer, status: Int = 200
    ) throws -> APIAnswer {
        let now = desk.clock.now
        let zone = zone(named: bearer.caller.timezone)
        let answer = try APIAnswer.json(
            APIModel.Consultation(consultation, in: zone, at: now), status: status
        ).tagged(consultation.tag(at: now))
        return status == 201 ? answer.with(header: "Location", "/v1/consultations/\(consultation.id)") : answer
    }

    /// The id in the path. What is no id names nothing.
    func consultationID(_ call: Call<Bearer>) throws(APIFailure) -> ConsultationID {
        guard let id = ConsultationID(call.parameter("id")) else { throw .notFound }
        return id
    }

    static let consultationAnswer = RouteAnswer.object(
        AnswerSchemas.consultation, zh: "咨询。", en: "The consultation.")

    var consultationRoutes: [Route<Bearer>] {
        [
            Route(
                .post, "/v1/consultations", name: "createConsultation", group: Groups.consultations,
                summary: Words(zh: "发起咨询", en: "Ask for a consultation"),
                details: Words(
                    zh: """
                        没有 start 就是留言咨询（open）；有 start 时按导师的规则成为 confirmed 或 requested。\
                        只写 direction 不写 mentor 时，由该方向当周预约最少的导师承接。
                        """,
                    en: """
                        Without a start it is open; with one, confirmed for an instant offering, else requested. \
                        With a direction and no mentor, the direction's mentor with the fewest bookings that week has it.
                        """),
                access: .anyRole, body: RequestSchemas.consultation,
                answers: [.object(AnswerSchemas.consultation, status: 201, zh: "已发起。", en: "Made.")],
                problems: [.forbidden, .notFound, .slotNotOffered, .quotaReached, .studentBusy, .slotTaken],
                isIdempotent: true
            ) { call, bearer in
                let body = call.body
                let wish = NewConsultation(
                    mentor: body.findString("mentor").map { MentorName($0) }, offering: body.findString("offering"),
                    start: body.findInstant("start"), direction: body.findString("direction"),
                    topic: try body.getString("topic"), message: body.findString("message"),
                    plan: try Self.plan(of: body), planStep: body.findString("plan_step"))
                return try await call.answering(bearer) {
                    try answer($0, to: bearer, status: 201)
                } _: {
                    try await desk.consultations.ask(wish, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .get, "/v1/consultations", name: "listConsultations", group: Groups.consultations,
                summary: Words(zh: "咨询列表", en: "List consultations"),
                details: Words(
                    zh: "自己的咨询，新的在前；管理员看到全部，可用 mentor、student 筛选。",
                    en: "One's own, newest first; an admin sees all and may narrow by mentor or student."),
                access: .anyRole,
                query: [
                    .optional(
                        "status", .array(of: .choice(AnswerSchemas.statuses), count: 1...9, isUnique: true)),
                    .optional("from", .instantOrDay), .optional("to", .instantOrDay),
                    .optional("mentor", Self.mentorParameter), .optional("student", .id("stu_")),
                    .optional(
                        "overdue",
                        Schema.boolean.described(
                            zh: "只看导师超时未回复的（true）或其余的（false）。",
                            en: "Those whose answer is overdue, or (false) the others.")),
                ] + QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.consultation, zh: "一页咨询。", en: "One page.")]
            ) { call, bearer in
                let zone = zone(named: bearer.caller.timezone)
                var filter = Consultations.Filter()
                filter.statuses = (call.query.findStrings("status") ?? []).compactMap(ConsultationStatus.init)
                filter.from = call.query.findString("from").flatMap { TimeRange.instant($0, in: zone) }
                filter.to = call.query.findString("to").flatMap { TimeRange.instant($0, in: zone) }
                if let from = filter.from, let to = filter.to, from > to {
                    throw APIFailure.invalid("?to", .invalidOrder)
                }
                filter.mentor = call.query.findString("mentor").map { MentorName($0) }
                filter.student = call.query.findString("student").flatMap { StudentID($0) }
                filter.isOverdue = call.query.findBoolean("overdue")
                let page = try await desk.consultations.list(
                    filter, for: bearer.caller, after: try call.listPosition(), limit: call.limit)
                let now = desk.clock.now
                return try call.page(page) { APIModel.Consultation($0, in: zone, at: now) }
            },
            Route(
                .get, "/v1/consultations/{id}", name: "getConsultation", group: Groups.consultations,
                summary: Words(zh: "一次咨询", en: "One consultation"), access: .anyRole,
                answers: [Self.consultationAnswer], problems: [.notFound], caching: .revalidate
            ) { call, bearer in
                try answer(
                    try await desk.consultations.get(try consultationID(call), for: bearer.caller), to: bearer)
            },
        ]
    }
}

extension Endpoints {
    /// The plan that a body names. What is no id names nothing.
    private static func plan(of body: Fields) throws(APIFailure) -> PlanID? {
        guard let text = body.findString("plan") else { return nil }
        guard let id = PlanID(text) else { throw .notFound("/plan") }
        return id
    }
}

extension Fields {
    /// An instant that the schema has checked; nil when left out or null.
    func findInstant(_ name: String) -> Instant? {
        findString(name).flatMap { Instant(rfc3339: $0) }
    }
}
