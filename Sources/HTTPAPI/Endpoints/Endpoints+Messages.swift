import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var messageRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/consultations/{id}/messages", name: "listMessages", group: Groups.messages,
                summary: Words(zh: "消息，旧的在前", en: "Messages, oldest first"),
                details: Words(
                    zh: "给出最后一页；next_cursor 或 before 指向更早的一页。",
                    en: "Gives the last page; next_cursor, or before, leads to older ones."),
                access: .anyRole,
                query: [
                    .optional(
                        "before",
                        Schema.id("msg_").described(zh: "只看这条之前的消息。", en: "Those before this message."))
                ] + QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.message, zh: "一页消息。", en: "One page.")], problems: [.notFound]
            ) { call, bearer in
                let cursor = try call.findPosition(String.self)
                let before = (cursor ?? call.query.findString("before")).flatMap { MessageID($0) }
                let (messages, older) = try await desk.messages.list(
                    of: try consultationID(call), before: before, limit: call.limit, for: bearer.caller)
                return try .json(
                    Page(
                        data: messages.map { APIModel.Message($0) },
                        nextCursor: try older.map { try call.nextCursor(after: $0.description) }))
            },
            Route(
                .post, "/v1/consultations/{id}/messages", name: "postMessage", group: Groups.messages,
                summary: Words(zh: "发消息", en: "Write a message"), access: .anyRole, body: RequestSchemas.message,
                answers: [.object(AnswerSchemas.message, status: 201, zh: "已发出。", en: "Written.")],
                problems: [.notFound, .forbidden, .invalidTransition], isIdempotent: true
            ) { call, bearer in
                let id = try consultationID(call)
                let body = try call.body.getString("body")
                return try await call.answering(bearer) {
                    try .json(APIModel.Message($0), status: 201)
                } _: {
                    try await desk.messages.post(body, to: id, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .put, "/v1/consultations/{id}/read", name: "markRead", group: Groups.messages,
                summary: Words(zh: "标记已读", en: "Mark as read"), access: .anyRole, body: RequestSchemas.readMark,
                answers: [.noContent(zh: "已标记。", en: "Marked.")], problems: [.notFound, .forbidden]
            ) { call, bearer in
                guard let message = MessageID(try call.body.getString("up_to")) else {
                    throw APIFailure.notFound("/up_to")
                }
                try await desk.messages.markRead(try consultationID(call), upTo: message, by: bearer.caller)
                return .noContent
            },
        ]
    }
}
