import APIModel
import Crypto
import Foundation
import ICalendar
import Mentoring

extension Endpoints {
    var calendarRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/me/calendar", name: "getCalendarURL", group: Groups.students,
                summary: Words(zh: "我的日历订阅地址", en: "Where my calendar can be subscribed to"),
                details: Words(
                    zh: "地址本身就是密钥：知道它的人都能看到我的咨询时间。泄露后请更换。",
                    en: "The URL is the key: whoever has it sees when my consultations are. Change it when it got out."),
                access: .roles([.student, .mentor]),
                answers: [.object(AnswerSchemas.calendarURL, zh: "地址。", en: "The URL.")]
            ) { call, bearer in
                try calendarURL(try await desk.calendars.secret(for: bearer.caller), call).carryingSecret
            },
            Route(
                .post, "/v1/me/calendar/rotate", name: "rotateCalendarURL", group: Groups.students,
                summary: Words(zh: "更换日历订阅地址", en: "Change my calendar's URL"),
                details: Words(zh: "旧地址立即失效。", en: "The former one stops at once."),
                access: .roles([.student, .mentor]),
                answers: [.object(AnswerSchemas.calendarURL, zh: "新地址。", en: "The new URL.")], isIdempotent: true
            ) { call, bearer in
                try await call.answering(bearer, isSecret: true) {
                    try calendarURL($0, call)
                } _: {
                    try await desk.calendars.rotate(for: bearer.caller, keeping: $0)
                }
            },
            Route(
                public: .get, "/v1/calendars/{file}", name: "getCalendar", group: Groups.students,
                summary: Words(zh: "日历订阅（iCalendar）", en: "A calendar to subscribe to (iCalendar)"),
                answers: [
                    RouteAnswer(
                        200, summary: Words(zh: "RFC 5545 日历。", en: "The calendar, RFC 5545."),
                        mediaType: "text/calendar", schema: nil,
                        headers: ["ETag": Words(zh: "日历的版本。", en: "The calendar's version.")])
                ], problems: [.notFound]
            ) { call in
                let file = call.parameter("file")
                guard file.hasSuffix(".ics"),
                    let calendar = try await desk.calendars.find(bearing: String(file.dropLast(4)))
                else { throw APIFailure.notFound }
                let bytes = calendar.bytes
                let digest = SHA256.hash(data: bytes).prefix(12).map { String(format: "%02x", $0) }.joined()
                return APIAnswer.document(bytes, mediaType: CalendarDocument.mediaType).tagged(EntityTag(digest))
                    .with(header: "Cache-Control", "private, no-cache")
            },
        ]
    }

    private func calendarURL(_ secret: String, _ call: Call<Bearer>) throws -> APIAnswer {
        let base = baseURL ?? Self.base(ofHost: call.request.headers["Host"]) ?? ""
        return try .json(CalendarURL(url: "\(base)/v1/calendars/\(secret).ics"))
    }

    /// Where the request went to, for a service that wasn't told where people reach it.
    private static func base(ofHost host: String?) -> String? {
        guard let host, !host.isEmpty,
            host.utf8.allSatisfy({ byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                    UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            })
        else { return nil }
        return "http://\(host)"
    }
}
