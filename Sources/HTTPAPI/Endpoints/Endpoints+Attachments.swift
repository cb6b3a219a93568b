import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var attachmentRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/consultations/{id}/attachments", name: "listAttachments", group: Groups.messages,
                summary: Words(zh: "附件，旧的在前", en: "Attachments, oldest first"), access: .anyRole,
                answers: [.page(of: AnswerSchemas.attachment, zh: "全部附件。", en: "All of them.")],
                problems: [.notFound]
            ) { call, bearer in
                let files = try await desk.attachments.list(of: try consultationID(call), for: bearer.caller)
                return try .json(Page(data: files.map { APIModel.Attachment($0) }, nextCursor: nil))
            },
            Route(
                .post, "/v1/consultations/{id}/attachments", name: "addAttachment", group: Groups.messages,
                summary: Words(zh: "上传附件", en: "Add an attachment"),
                details: Words(
                    zh: """
                        请求体就是文件内容；每个最多 10 MB，一次咨询最多 100 个、共 50 MB。\
                        类型按内容判断，须与 Content-Type 一致。之后可随消息发出。
                        """,
                    en: """
                        The body is the file itself; at most 10 MB each, 100 and 50 MB a consultation. Its content \
                        decides what it is and must be what Content-Type says. It can be sent with a message then.
                        """),
                access: .anyRole,
                query: [
                    .optional("filename", Schema.line(1...200).described(zh: "文件名。", en: "The file's name."))
                ],
                answers: [.object(AnswerSchemas.attachment, status: 201, zh: "已上传。", en: "Added.")],
                problems: [.notFound, .forbidden, .invalidTransition], isIdempotent: true
            ) { call, bearer in
                let id = try consultationID(call)
                let declared = MediaRange.bareType(call.request.headers["Content-Type"] ?? "")
                return try await call.answering(bearer) {
                    try .json(APIModel.Attachment($0), status: 201)
                } _: {
                    try await desk.attachments.add(
                        call.request.body, filename: call.query.findString("filename"), declared: declared, to: id,
                        by: bearer.caller, keeping: $0)
                }
            }.taking(
                RawContent(
                    mediaTypes: AttachmentKind.allCases.map(\.rawValue), maximumBytes: Mentoring.Attachment.sizeLimit)),
            Route(
                .get, "/v1/consultations/{id}/attachments/{attachment}", name: "getAttachment",
                group: Groups.messages, summary: Words(zh: "下载附件", en: "Read an attachment"),
                details: Words(
                    zh: "总是作为文件下载，不在页面中显示。", en: "Always as a file to keep, never as a page to show."),
                access: .anyRole,
                answers: AttachmentKind.allCases.map {
                    .document($0.rawValue, zh: "文件内容。", en: "The file itself.")
                }, problems: [.notFound]
            ) { call, bearer in
                let opened = try await desk.attachments.open(
                    try attachmentID(call), of: try consultationID(call), for: bearer.caller)
                return Self.file(opened)
            },
            Route(
                .delete, "/v1/consultations/{id}/attachments/{attachment}", name: "deleteAttachment",
                group: Groups.messages, summary: Words(zh: "删除附件", en: "Delete an attachment"),
                details: Words(zh: "只限上传的一方。", en: "By the side that gave it."), access: .anyRole,
                answers: [.noContent(zh: "已删除。", en: "Deleted.")], problems: [.notFound, .forbidden]
            ) { call, bearer in
                try await desk.attachments.delete(
                    try attachmentID(call), of: try consultationID(call), by: bearer.caller)
                return .noContent
            },
        ]
    }

    private func attachmentID(_ call: Call<Bearer>) throws(APIFailure) -> AttachmentID {
        guard let id = AttachmentID(call.parameter("attachment")) else { throw .notFound }
        return id
    }

    private static func file(_ opened: Attachments.Opened) -> APIAnswer {
        let attachment = opened.attachment
        let type = attachment.kind == .text ? "text/plain; charset=utf-8" : attachment.kind.rawValue
        return APIAnswer(
            status: 200,
            headers: [
                ("Content-Type", type), ("Content-Disposition", ContentDisposition.attachment(attachment.filename)),
                ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
                ("Cross-Origin-Resource-Policy", "same-origin"), ("Cache-Control", "no-store"),
            ],
            body: .stream { writer in
                try await opened.read { part in try await writer.write(Array(part)) }
            })
    }
}

extension APIModel.Attachment {
    init(_ attachment: Mentoring.Attachment) {
        let consultation = attachment.consultation.description
        self.init(
            id: attachment.id.description, consultation: consultation, message: attachment.message?.description,
            sender: attachment.sender.rawValue, filename: attachment.filename, mediaType: attachment.kind.rawValue,
            size: attachment.size,
            sha256: attachment.checksum.map { String(format: "%02x", $0) }.joined(),
            createdAt: attachment.createdAt.rfc3339UTC,
            url: "/v1/consultations/\(consultation)/attachments/\(attachment.id)")
    }
}
