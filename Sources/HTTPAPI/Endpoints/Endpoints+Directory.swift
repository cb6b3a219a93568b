import APIModel
import Foundation
import Mentoring
import Scheduling
import ZoneData

extension Endpoints {
    var directionRoutes: [Route<Bearer>] {
        [
            Route(
                public: .get, "/v1/directions", name: "listDirections", group: Groups.directory,
                summary: Words(zh: "方向列表", en: "List directions"),
                answers: [.page(of: AnswerSchemas.direction, zh: "全部方向。", en: "All directions.")]
            ) { _ in
                let directions = try await desk.mentors.directions()
                return try .json(
                    Page(
                        data: directions.map {
                            APIModel.Direction(
                                slug: $0.slug, name: $0.name, nameEn: $0.nameEn, stepCount: $0.stepCount)
                        }))
            }
        ]
    }

    var mentorRoutes: [Route<Bearer>] {
        [
            Route(
                public: .get, "/v1/mentors", name: "listMentors", group: Groups.directory,
                summary: Words(zh: "导师列表", en: "List mentors"),
                query: [
                    .optional("direction", Schema.handle.described(zh: "只看一个方向。", en: "Of one direction only."))
                ] + QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.mentor, zh: "一页导师，新的在前。", en: "One page, newest first.")]
            ) { call in
                let page = try await desk.mentors.list(
                    direction: call.query.findString("direction"), after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { APIModel.Mentor($0) }
            },
            Route(
                public: .get, "/v1/mentors/{handle}", name: "getMentor", group: Groups.directory,
                summary: Words(zh: "一位导师", en: "One mentor"), parameters: ["handle": Self.mentorParameter],
                answers: [.object(AnswerSchemas.mentor, zh: "导师的公开资料。", en: "What the mentor shows.")],
                problems: [.notFound]
            ) { call in
                guard let mentor = try await desk.mentors.find(MentorName(call.parameter("handle"))) else {
                    throw APIFailure.notFound
                }
                return try .json(APIModel.Mentor(mentor))
            },
        ]
    }

    /// A mentor's handle or id in a path.
    static let mentorParameter = Schema(.text(TextRule(length: 1...64, isTrimmed: false)))
        .described(zh: "导师的 handle 或 id。", en: "The mentor's handle or id.").example("lin-zhiyao")

    var slotRoutes: [Route<Bearer>] {
        [
            Route(
                public: .get, "/v1/mentors/{handle}/slots", name: "listSlots", group: Groups.directory,
                summary: Words(zh: "可约时间", en: "Slots that can be booked"),
                details: Words(
                    zh: "列出 [from, to) 内的开始时间，最多 62 天。日期按 tz 的当天零点计。",
                    en: "Starts in [from, to), at most 62 days. A day means its first instant in tz."),
                parameters: ["handle": Self.mentorParameter],
                query: [
                    .optional("offering", .handle), .required("from", .instantOrDay), .required("to", .instantOrDay),
                    .optional("tz", .zone),
                ],
                answers: [.object(AnswerSchemas.slots, zh: "可约时间，早的在前。", en: "Slots, earliest first.")],
                problems: [.notFound]
            ) { call in
                let reader = call.query.findString("tz").flatMap { desk.zones.zone(named: $0) }
                let answer = try await desk.slots.answer(
                    of: MentorName(call.parameter("handle")), offering: call.query.findString("offering"),
                    from: try call.query.getString("from"), to: try call.query.getString("to"),
                    tz: call.query.findString("tz")
                ) { mentorZone in
                    try TimeRange(call.query, in: reader ?? mentorZone, maximumDays: 62).range
                } write: { listing in
                    SlotsWriter(listing: listing, zone: reader ?? zone(named: listing.mentorTimezone)).bytes
                }
                return .json(bytes: answer.bytes).tagged(EntityTag(answer.tag))
            }
        ]
    }
}
