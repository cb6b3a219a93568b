import APIModel
import ArgumentParser
import Foundation
import Terminal

struct AttachmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attachment", abstract: "Files that go with a consultation.",
        discussion: examples(
            "mentorctl attachment list 7XK9", "mentorctl attachment get 7XK9 cv.pdf",
            "mentorctl attachment add 7XK9 notes.pdf --message \"Please read page 2\""),
        subcommands: [AttachmentList.self, AttachmentGet.self, AttachmentAdd.self, AttachmentRemove.self])
}

struct AttachmentList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "A consultation's files, the oldest first.",
        discussion: examples("mentorctl attachment list 7XK9", "mentorctl attachment list 7XK9 --json"))
    static let fieldNames = [
        "id", "filename", "media_type", "size", "sender", "message", "created_at", "sha256", "consultation", "url",
    ]

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let consultation = try await session.consultation(id).consultation
        let listing = try await session.attachments(of: consultation.id)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.attachmentsEmpty) }
        let ids = ShortIdentifier.shown(listing.items.map(\.id))
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnID)),
                    Table.Column(session.text(.columnFile), yielding: .cut(minimumWidth: 10)),
                    Table.Column(session.text(.columnKind), yielding: .leaveOut),
                    Table.Column(session.text(.columnSize), alignment: .trailing),
                    Table.Column(session.text(.columnFrom)),
                    Table.Column(session.text(.columnSent), yielding: .leaveOut),
                    Table.Column(session.text(.columnCreated), yielding: .leaveOut),
                ],
                rows: listing.items.map { file in
                    [
                        Table.Cell(ids[file.id] ?? file.id, .bold), Table.Cell(file.filename),
                        Table.Cell(file.mediaType), Table.Cell(FileSize.text(file.size)),
                        Table.Cell(session.role(file.sender)),
                        // What was added and not sent yet is easily forgotten.
                        Table.Cell(session.text(file.message == nil ? .no : .yes)),
                        Table.Cell(session.clock.moment(file.createdAt, in: consultation.timezone)),
                    ]
                }))
    }
}

struct AttachmentAdd: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add files: PDF, PNG, JPEG, WebP, GIF or plain text, 10 MB each.",
        discussion: """
            With --message they are sent with it, and the student is told. Without, they wait in the consultation.

            EXAMPLES:
              mentorctl attachment add 7XK9 cv-with-notes.pdf --message "Page 2, please"
              mentorctl attachment add 7XK9 plan.png reading.txt
            """)

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @Argument(help: "The files.", completion: .file()) var files: [String]
    @Option(help: "Send them with this message.") var message: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError("Name at least one file.") }
        if message?.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty ?? false {
            throw ValidationError("--message takes a text.")
        }
    }

    func run(in session: Session) async throws {
        let read = try files.map { try OutgoingFile($0, in: session) }
        let found = try await session.consultation(id).consultation
        var lines = [session.text(.readingAttachmentAdd, ["what": session.consultationText.line(found)])]
        lines += read.map { "  \($0.line)" }
        if let message { lines += message.printable.wrapped(toWidth: 76).map { "  > \($0)" } }
        lines.append(
            message == nil
                ? session.text(.attachmentNotSent)
                : session.text(.told, ["student": found.student.name.printableLine]))
        try session.confirm(lines.joined(separator: "\n"), write)
        let added = try await session.add(read, to: found.id)
        if let message {
            let answer = try await session.say(message, with: added.items.map(\.id), in: found.id)
            if session.printsJSON { return session.print(json: answer.body) }
            let sent: Message = try answer.decoded()
            return session.print(.replied, ["id": ShortIdentifier.shown([sent.id])[sent.id] ?? sent.id])
        }
        if session.printsJSON { return try session.print(json: added.json, fields: AttachmentList.fieldNames) }
        for file in added.items {
            session.print(.attachmentAdded, ["file": file.filename.printableLine, "id": file.id])
        }
    }
}

struct AttachmentGet: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Download a file; one that is there already is never overwritten unasked.",
        discussion: examples(
            "mentorctl attachment get 7XK9", "mentorctl attachment get 7XK9 cv.pdf -o ~/reading/",
            "mentorctl attachment get 7XK9 3F2A -o cv.pdf --force", "mentorctl attachment get 7XK9 notes.txt -o -"))

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @Argument(
        help: "The file's id, its last characters or its name; may be left out where there is one.",
        completion: .live(.attachments))
    var attachment: String?
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to this file or folder; - for standard output. Its own name, here, when left out.",
            valueName: "file"),
        completion: .file())
    var output: String?
    @Flag(help: "Overwrite a file that is there.") var force = false
    @OptionGroup(title: "Connection and output") var connection: ServerOptions

    func run(in session: Session) async throws {
        let consultation = try await session.consultation(id).consultation
        let (file, json) = try await session.attachment(attachment, of: consultation.id)
        let isForPipe = output == "-"
        if isForPipe, session.console.isOutputTerminal, file.mediaType != "text/plain" {
            throw session.failure(
                .usage, .attachmentIsBinary, ["file": SafeFileName(file.filename, id: file.id).text])
        }
        // Before anything is fetched: what can't be written needs no waiting.
        let target = isForPipe ? nil : SafeFileName(file.filename, id: file.id).path(for: output)
        if let target, !force, FileManager.default.fileExists(atPath: target) {
            throw session.failure(.failure, .fileExists, ["file": target.printableLine])
        }
        let content = try await session.content(of: file)
        guard let target else { return session.console.write(content) }
        do {
            try content.write(
                to: URL(fileURLWithPath: target), options: force ? .atomic : .withoutOverwriting)
        } catch {
            let isThere = (error as? CocoaError)?.code == .fileWriteFileExists
            throw session.failure(
                .failure, isThere ? .fileExists : .fileUnwritable,
                ["file": target.printableLine, "reason": fileReason(error)])
        }
        if session.printsJSON { return try session.print(json: json.adding(["saved_to": .string(target)])) }
        session.console.writeError(
            session.text(.fileSaved, ["file": target.printableLine, "size": FileSize.text(content.count)]) + "\n")
    }
}

struct AttachmentRemove: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Delete a file you gave, for good.",
        discussion: examples("mentorctl attachment remove 7XK9 3F2A", "mentorctl attachment remove 7XK9 notes.pdf"))

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @Argument(help: "The file's id, its last characters or its name.", completion: .live(.attachments))
    var attachment: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let consultation = try await session.consultation(id).consultation
        let file = try await session.attachment(attachment, of: consultation.id).file
        try session.confirm(
            session.text(
                .readingAttachmentRemove,
                [
                    "file": file.filename.printableLine, "size": FileSize.text(file.size),
                    "what": session.consultationText.line(consultation),
                ]), write)
        let answer = try await session.send(
            .delete("v1", "consultations", consultation.id, "attachments", file.id))
        try session.printSaved(answer, .attachmentRemoved, ["file": file.filename.printableLine])
    }
}
