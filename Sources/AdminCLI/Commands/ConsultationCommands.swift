import APIModel
import ArgumentParser
import Foundation
import Terminal

struct List: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        abstract: "Consultations, the newest first.",
        discussion: examples(
            "mentorctl list", "mentorctl list --status requested,confirmed",
            "mentorctl list --from 2026-12-01 --to 2026-12-08 --json"))
    static let fieldNames = ConsultationText.fieldNames

    @Option(
        help: ArgumentHelp("Only these statuses, divided by commas.", valueName: "statuses"),
        completion: .live(
            .words([
                "open", "requested", "confirmed", "completed", "no_show", "declined", "cancelled", "expired", "closed",
            ])))
    var status: String?
    @Flag(help: "Only those whose student waits too long for an answer.") var overdue = false
    @Option(help: "Sessions that start at or after: a day or an RFC 3339 instant.") var from: String?
    @Option(help: "Sessions that start before: a day or an RFC 3339 instant.") var to: String?
    @Option(help: "How many at most, 1 to 1000.") var limit = 20
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
    }

    func run(in session: Session) async throws {
        let statuses = (status ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces).replacing("-", with: "_")
        }
        let listing = try await session.consultations(
            statuses: statuses, from: from, to: to, isOverdue: overdue ? true : nil, limit: limit)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.listEmpty) }
        session.print(session.consultationText.table(listing.items))
        if listing.nextCursor != nil { session.console.writeError(session.text(.listMore) + "\n") }
    }
}

struct Show: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        abstract: "One consultation with its messages; what you see is marked as read.",
        discussion: examples("mentorctl show 7XK9", "mentorctl show 7XK9 --json"))
    static let fieldNames = ConsultationText.fieldNames

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        let found = try await session.consultation(id)
        let messages = try await session.messages(of: found.consultation.id)
        if session.printsJSON {
            guard case .object(var members) = try JSON(data: found.body) else {
                return session.print(json: found.body)
            }
            members["messages"] = .array(messages.elements)
            return try session.print(json: .object(members), fields: Self.fieldNames)
        }
        session.print(fields: session.consultationText.fields(found.consultation))
        session.print()
        if messages.items.isEmpty { return session.print(.noMessages) }
        session.printTitle(session.text(.messagesTitle))
        if messages.nextCursor != nil { session.print(.messagesMore) }
        session.print(messages: messages.items, in: found.consultation.timezone)
        if found.consultation.unreadCount > 0, let last = messages.items.last {
            try await session.markRead(found.consultation.id, upTo: last.id)
        }
    }
}

struct Reply: SessionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a message; without text, $EDITOR opens below what was said so far.",
        discussion: examples(
            "mentorctl reply 7XK9 \"Please bring your résumé\"", "mentorctl reply 7XK9",
            "mentorctl reply 7XK9 - < notes.md", "mentorctl reply 7XK9 \"Page 2, please\" --attach cv.pdf"))

    @Argument(help: "The consultation's id, or its last characters.", completion: .live(.consultations()))
    var id: String
    @Argument(help: "The text, or - to read it from standard input.") var text: String?
    @Option(
        help: ArgumentHelp("Send this file with it; may be said several times.", valueName: "file"),
        completion: .file())
    var attach: [String] = []
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let files = try attach.map { try OutgoingFile($0, in: session) }
        let found = try await session.consultation(id)
        let (body, seen) = try await message(to: found.consultation, in: session)
        guard !body.isEmpty else { throw session.failure(.failure, .replyEmpty) }
        let reading = session.text(.readingReply, ["what": session.consultationText.line(found.consultation)])
        let lines = body.printable.wrapped(toWidth: 76).map { "  \($0)" } + files.map { "  📎 \($0.line)" }
        try session.confirm(([reading] + lines).joined(separator: "\n"), write)
        let added = try await session.add(files, to: found.consultation.id).items.map(\.id)
        let answer = try await session.say(body, with: added, in: found.consultation.id)
        if let seen { try await session.markRead(found.consultation.id, upTo: seen) }
        if session.printsJSON { return session.print(json: answer.body) }
        let sent: Message = try answer.decoded()
        session.print(.replied, ["id": ShortIdentifier.shown([sent.id])[sent.id] ?? sent.id])
    }

    /// What to send, and the last message that was shown on the way.
    private func message(to consultation: Consultation, in session: Session) async throws -> (String, String?) {
        if let text, text != "-" { return (text.trimmingCharacters(in: .whitespacesAndNewlines), nil) }
        if text == "-" || !session.console.isInputTerminal {
            let data = try session.console.readAll()
            guard let piped = String(data: data, encoding: .utf8) else {
                throw session.failure(.invalid, .replyMissing)
            }
            return (piped.trimmingCharacters(in: .whitespacesAndNewlines), nil)
        }
        let messages = try await session.messages(of: consultation.id)
        let scissors = "------------------------ >8 ------------------------"
        var draft = "\n\n\(scissors)\n\(session.text(.replyScissors))\n\n"
        draft += session.consultationText.line(consultation) + "\n"
        for message in messages.items {
            let when = session.clock.moment(message.createdAt, in: consultation.timezone)
            draft += "\n\(message.sender.name.printableLine), \(when)\n"
            draft += (message.body ?? session.text(.messageDeleted)).printable.split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .map { "> \($0)\n" }.joined()
        }
        let editor = session.preferences.editor
        let edited: String
        do {
            edited = try session.console.edit(draft, editor: editor)
        } catch is EditorFailure {
            throw session.failure(.failure, .editorFailed, ["editor": editor])
        }
        let kept = edited.components(separatedBy: scissors)[0]
        return (kept.trimmingCharacters(in: .whitespacesAndNewlines), messages.items.last?.id)
    }
}

extension Session {
    /// The last hundred messages, oldest first.
    func messages(of id: String) async throws -> Listing<Message> {
        let answer = try await send(
            .get("v1", "consultations", id, "messages", query: [("limit", "100")]))
        var listing = Listing<Message>()
        listing.nextCursor = try listing.add(answer)
        return listing
    }

    /// Marks messages as read; an admin, who is neither side, may not, and need not.
    func markRead(_ id: String, upTo message: String) async throws {
        do {
            _ = try await send(.put("v1", "consultations", id, "read", body: ["up_to": .string(message)]))
        } catch let failure as APIFailure where failure.status == 403 || failure.status == 404 {
            return
        }
    }
}
