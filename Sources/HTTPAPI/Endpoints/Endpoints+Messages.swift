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
                summary: Words(zh: "发消息", en: "Write a message"),
                details: Words(
                    zh: "body 是 Markdown 源文本，原样保存和返回，显示的一方负责安全渲染。attachments 是自己先前上传、尚未发出的附件。",
                    en: "The body is Markdown, kept and returned as written; whoever shows it renders it safely. "
                        + "attachments are files you have added and not sent yet."),
                access: .anyRole, body: RequestSchemas.message,
                answers: [.object(AnswerSchemas.message, status: 201, zh: "已发出。", en: "Written.")],
                problems: [.notFound, .forbidden, .invalidTransition], isIdempotent: true
            ) { call, bearer in
                let id = try consultationID(call)
                let body = try call.body.getString("body")
                let attachments = (call.body.findStrings("attachments") ?? []).compactMap { AttachmentID($0) }
                return try await call.answering(bearer) {
                    try .json(APIModel.Message($0), status: 201)
                } _: {
                    try await desk.messages.post(
                        body, attachments: attachments, to: id, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .patch, "/v1/consultations/{id}/messages/{message}", name: "editMessage", group: Groups.messages,
                summary: Words(zh: "修改消息", en: "Edit a message"),
                details: Words(
                    zh: "只限作者，发出后 15 分钟内（可设置）；留下 edited_at，不保留旧文本。",
                    en: "By its author, within 15 minutes (a setting); leaves edited_at, and the former text is kept "
                        + "nowhere."),
                access: .anyRole, body: RequestSchemas.messageEdit,
                answers: [.object(AnswerSchemas.message, zh: "修改后的消息。", en: "The message as it is then.")],
                problems: [.notFound, .forbidden, .invalidTransition]
            ) { call, bearer in
                let message = try await desk.messages.edit(
                    try messageID(call), of: try consultationID(call), body: try call.body.getString("body"),
                    by: bearer.caller)
                return try .json(APIModel.Message(message))
            },
            Route(
                .delete, "/v1/consultations/{id}/messages/{message}", name: "deleteMessage", group: Groups.messages,
                summary: Words(zh: "删除消息", en: "Delete a message"),
                details: Words(
                    zh: "只限作者，随时可以；内容和附件不再保留，列表中留下 deleted_at。",
                    en: "By its author, at any time; what it said and its files are gone, deleted_at stays in the list."
                ),
                access: .anyRole, answers: [.noContent(zh: "已删除。", en: "Deleted.")],
                problems: [.notFound, .forbidden]
            ) { call, bearer in
                try await desk.messages.delete(
                    try messageID(call), of: try consultationID(call), by: bearer.caller)
                return .noContent
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

    private func messageID(_ call: Call<Bearer>) throws(APIFailure) -> MessageID {
        guard let id = MessageID(call.parameter("message")) else { throw .notFound }
        return id
    }
}
