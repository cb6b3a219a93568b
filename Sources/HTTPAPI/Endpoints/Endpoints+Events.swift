import APIModel
import Foundation
import Mentoring

extension Endpoints {
    static let eventStream = "text/event-stream"

    var eventRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/events", name: "listEvents", group: Groups.events,
                summary: Words(zh: "发生了什么，旧的在前", en: "What happened, oldest first"),
                details: Words(
                    zh: """
                        与我有关的事件；管理员看到全部，可用 mentor 筛选。after 是最后处理过的事件 id，从它之后继续。\
                        以 Accept: text/event-stream 请求时，连接保持打开：先给出已有的，再随时给出新的；\
                        断线后带上 Last-Event-ID（或 after）即可继续，不丢失、不重复。
                        """,
                    en: """
                        The events that concern me; an admin sees all and may narrow by mentor. after is the id of the \
                        last event you have dealt with. With Accept: text/event-stream the connection stays open: what \
                        is there first, then what happens, as it happens; come back with Last-Event-ID (or after) and \
                        nothing is lost or doubled.
                        """),
                access: .anyRole,
                query: [
                    .optional(
                        "after", Schema.id("evt_").described(zh: "只看这个事件之后的。", en: "Those after this event.")),
                    .optional("mentor", Self.mentorParameter),
                ] + QueryParameter.paging,
                answers: [
                    .page(of: AnswerSchemas.event, zh: "一页事件。", en: "One page."),
                    .document(
                        Self.eventStream, zh: "事件流：id、event、data（与列表中的事件相同）。",
                        en: "The stream: id, event, and in data the event as the list has it."),
                ], problems: [.notFound]
            ) { call, bearer in
                let reader = try await desk.events.reader(
                    for: bearer.caller, mentor: call.query.findString("mentor").map { MentorName($0) })
                return call.request.mediaType == Self.eventStream
                    ? try await eventStream(call, bearer, reader) : try await eventPage(call, reader)
            }
        ]
    }

    private func eventPage(_ call: Call<Bearer>, _ reader: Events.Reader) async throws -> APIAnswer {
        let position: EventPosition
        if let place = try call.findPosition(String.self).flatMap({ desk.events.position($0) }) {
            position = place
        } else {
            position = try await desk.events.position(after: Self.eventID(call.query.findString("after")), of: reader)
        }
        let batch = try await desk.events.page(after: position, limit: call.limit, for: reader)
        return try .json(
            Page(
                data: batch.events.map { try APIModel.Event($0) },
                nextCursor: batch.hasMore ? try call.nextCursor(after: desk.events.text(of: batch.end)) : nil))
    }

    private func eventStream(
        _ call: Call<Bearer>, _ bearer: Bearer, _ reader: Events.Reader
    ) async throws -> APIAnswer {
        // A browser that comes again asks for the same URL: what it has seen since stands in the header.
        let seen = call.request.headers["Last-Event-ID"].flatMap { $0.isEmpty ? nil : $0 }
        let position = try await desk.events.position(
            after: try seen.map { text in
                guard let id = EventID(text) else { throw APIFailure.notFound("Last-Event-ID") }
                return id
            } ?? Self.eventID(call.query.findString("after")),
            of: reader, pointer: seen == nil ? "?after" : "Last-Event-ID")
        let stream = try desk.eventFeed.open(reader, after: position, for: bearer.caller, desk: desk)
        return EventStreamAnswer(stream).answer
    }

    /// An id that the schema has checked.
    private static func eventID(_ text: String?) -> EventID? {
        text.flatMap { EventID($0) }
    }
}
