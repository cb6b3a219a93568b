import APIModel
import ArgumentParser
import Foundation
import Terminal

struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "What was said: read it, correct it, take it back.",
        discussion: examples(
            "mentorctl message list 7XK9", "mentorctl message edit 7XK9 3F2A \"Tuesday, not Thursday\"",
            "mentorctl message remove 7XK9 3F2A"),
        subcommands: [MessageList.self, MessageEdit.self, MessageRemove.self])
}

struct MessageList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "A consultation's messages, the oldest first; marks nothing as read.",
        discussion: examples("mentorctl message list 7XK9", "mentorctl message list 7XK9 --limit 500 --json"))
    static let fieldNames = [
        "id", "sender.role", "sender.name", "created_at", "edited_at", "deleted_at", "body", "attachments",
    ]

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @Option(help: "How many at most, the newest ones; 1 to 10000.") var limit = 100
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var isPaged: Bool { true }

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
    }

    func run(in session: Session) async throws {
        let consultation = try await session.consultation(id).consultation
        let listing = try await session.messages(of: consultation.id, limit: limit)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.noMessages) }
        if listing.nextCursor != nil { session.print(.messagesMore) }
        session.print(messages: listing.items, in: consultation.timezone, namesIDs: true)
    }
}

struct MessageEdit: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Correct a message of yours, within 15 minutes; $EDITOR opens without a text.",
        discussion: examples(
            "mentorctl message edit 7XK9 3F2A \"Tuesday, not Thursday\"", "mentorctl message edit 7XK9 3F2A",
            "mentorctl message edit 7XK9 3F2A - < corrected.md"))

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @Argument(help: "The message's id, or its last characters.", completion: .live(.messages)) var message: String
    @Argument(help: "The text, or - to read it from standard input.") var text: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let consultation = try await session.consultation(id).consultation
        let found = try await session.message(message, of: consultation.id)
        let body = try body(in: session, instead: found.body ?? "")
        guard !body.isEmpty else { throw session.failure(.failure, .replyEmpty) }
        guard body != found.body else { return session.print(.nothingChanged) }
        let reading = session.text(
            .readingMessageEdit,
            [
                "what": session.consultationText.line(consultation),
                "when": session.clock.moment(found.createdAt, in: consultation.timezone),
                "zone": consultation.timezone,
            ])
        let before = (found.body ?? "").printable.wrapped(toWidth: 76).map { "  - \($0)" }
        let after = body.printable.wrapped(toWidth: 76).map { "  + \($0)" }
        try session.confirm(([reading] + before + after).joined(separator: "\n"), write)
        let answer = try await session.send(
            .patch("v1", "consultations", consultation.id, "messages", found.id, body: ["body": .string(body)]))
        try session.printSaved(answer, .messageSaved)
    }

    private func body(in session: Session, instead old: String) throws -> String {
        let new: String
        if let text, text != "-" {
            new = text
        } else if text == "-" || !session.console.isInputTerminal {
            guard let piped = String(data: try session.console.readAll(), encoding: .utf8) else {
                throw session.failure(.invalid, .replyMissing)
            }
            new = piped
        } else {
            let editor = session.preferences.editor
            do {
                new = try session.console.edit(old + "\n", editor: editor)
            } catch is EditorFailure {
                throw session.failure(.failure, .editorFailed, ["editor": editor])
            }
        }
        return new.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

struct MessageRemove: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Delete a message of yours and its files, for good; a mark stays.",
        discussion: examples("mentorctl message remove 7XK9 3F2A"))

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @Argument(help: "The message's id, or its last characters.", completion: .live(.messages)) var message: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let consultation = try await session.consultation(id).consultation
        let found = try await session.message(message, of: consultation.id)
        let reading = session.text(
            .readingMessageRemove,
            [
                "what": session.consultationText.line(consultation),
                "when": session.clock.moment(found.createdAt, in: consultation.timezone),
                "zone": consultation.timezone,
            ])
        let lines = (found.body ?? "").printable.wrapped(toWidth: 76).map { "  \($0)" }
        let files = (found.attachments ?? []).map { "  📎 \($0.filename.printableLine)" }
        try session.confirm(([reading] + lines + files).joined(separator: "\n"), write)
        let answer = try await session.send(
            .delete("v1", "consultations", consultation.id, "messages", found.id))
        try session.printSaved(answer, .messageRemoved)
    }
}

extension Session {
    /// The newest messages, so many at most, oldest first.
    func messages(of id: String, limit: Int) async throws -> Listing<Message> {
        var whole = Listing<Message>()
        var cursor: String?
        repeat {
            let size = String(min(100, limit - whole.items.count))
            var page = Listing<Message>()
            cursor = try page.add(
                try await send(
                    .get("v1", "consultations", id, "messages", query: [("limit", size), ("cursor", cursor)])))
            // Each page is older than the one before.
            whole.items = page.items + whole.items
            whole.elements = page.elements + whole.elements
        } while cursor != nil && whole.items.count < limit
        whole.nextCursor = cursor
        return whole
    }

    /// The message with this id, whole or short.
    func message(_ text: String, of consultation: String) async throws -> Message {
        let items = try await messages(of: consultation, limit: 1_000).items
        let id = try whole(
            text, prefix: "msg_",
            among: items.map { ($0.id, "\($0.sender.name): \(($0.body ?? "").truncated(toWidth: 50))") })
        guard let found = items.first(where: { $0.id == id }) else {
            throw failure(.notFound, .idUnknown, ["text": text])
        }
        return found
    }
}
