import APIModel
import Foundation
import Mentoring
import Scheduling
import ZoneData

extension Endpoints {
    var pooledSlotRoutes: [Route<Bearer>] {
        [
            Route(
                public: .get, "/v1/slots", name: "listPooledSlots", group: Groups.directory,
                summary: Words(zh: "一个方向的可约时间", en: "Slots of a direction"),
                details: Words(
                    zh: "该方向全部导师在 [from, to) 内的可约时间，最多 14 天；同一时间，当周预约少的导师在前。tz 默认 UTC。",
                    en: """
                        Starts of all the direction's mentors in [from, to), at most 14 days; of the same start, the \
                        mentor with the fewest bookings that week first. tz is UTC unless given.
                        """),
                query: [
                    .required("direction", .handle),
                    .optional(
                        "duration_minutes",
                        Schema.integer(5...480).described(
                            zh: "只看这个时长的服务。", en: "Only offerings of this duration.")),
                    .required("from", .instantOrDay), .required("to", .instantOrDay), .optional("tz", .zone),
                ] + QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.pooledSlot, zh: "一页可约时间，早的在前。", en: "One page, earliest first.")]
            ) { call in
                let zone = call.query.findString("tz").flatMap { desk.zones.zone(named: $0) } ?? .utc
                let page = try await desk.slots.pool(
                    direction: try call.query.getString("direction"),
                    durationMinutes: call.query.findInteger("duration_minutes"),
                    range: try TimeRange(call.query, in: zone, maximumDays: 14).range,
                    after: try call.findPosition(Slots.PoolPosition.self), limit: call.limit)
                let next = try page.next.map { try call.nextCursor(after: $0) }
                return try .json(
                    Page(
                        data: page.slots.map {
                            PooledSlot(
                                start: $0.start.rfc3339(in: zone), end: $0.end.rfc3339(in: zone),
                                mentor: $0.mentorHandle, offering: $0.offeringSlug)
                        }, nextCursor: next))
            }
        ]
    }
}
