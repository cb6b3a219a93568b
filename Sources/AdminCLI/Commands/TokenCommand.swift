import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Access tokens (admins).",
        discussion: examples("mentorctl token list", "mentorctl token add mentor --mentor lin-wei --label laptop"),
        subcommands: [TokenList.self, TokenAdd.self, TokenRevoke.self],
        defaultSubcommand: TokenList.self)
}

struct TokenList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Tokens and when they were used last; never the secrets.",
        discussion: examples("mentorctl token list", "mentorctl token list --json"))
    static let fieldNames = [
        "id", "role", "mentor", "student", "label", "created_at", "expires_at", "revoked_at", "last_used_at",
    ]

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let listing = try await session.tokens()
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.tokensEmpty) }
        let ids = ShortIdentifier.shown(listing.items.map(\.id))
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnID)), Table.Column(session.text(.columnRole)),
                    Table.Column(session.text(.columnWhose), yielding: .cut(minimumWidth: 6)),
                    Table.Column(session.text(.columnLabel), yielding: .cut(minimumWidth: 8)),
                    Table.Column(session.text(.columnExpires)), Table.Column(session.text(.columnRevoked)),
                    Table.Column(session.text(.columnLastUsed), yielding: .leaveOut),
                    Table.Column(session.text(.columnCreated), yielding: .leaveOut),
                ],
                rows: listing.items.map { token in
                    [
                        Table.Cell(ids[token.id] ?? token.id, .bold), Table.Cell(session.role(token.role)),
                        Table.Cell(token.mentor ?? token.student ?? ""), Table.Cell(token.label),
                        Table.Cell(session.stamp(token.expiresAt)),
                        Table.Cell(session.stamp(token.revokedAt), .red),
                        Table.Cell(session.stamp(token.lastUsedAt)), Table.Cell(session.stamp(token.createdAt)),
                    ]
                }))
    }
}

struct TokenAdd: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token; it is shown this once.",
        discussion: examples(
            "mentorctl token add mentor --mentor lin-wei --label \"Lin Wei's laptop\"",
            "mentorctl token add admin --label ci --expires 2027-01-01"))

    enum Role: String, ExpressibleByArgument, CaseIterable {
        case student, mentor, admin
    }

    @Argument(help: "student, mentor or admin.") var role: Role
    @Option(help: ArgumentHelp("For which mentor.", valueName: "handle"), completion: .live(.mentors))
    var mentor: String?
    @Option(help: ArgumentHelp("For which student.", valueName: "id")) var student: String?
    @Option(help: "What it is for, to tell it from others.") var label: String
    @Option(
        help: ArgumentHelp(
            "When it stops working: RFC 3339, or a day or time in UTC; never when left out.", valueName: "instant"))
    var expires: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        switch role {
        case .mentor where mentor == nil: throw ValidationError("--mentor is missing.")
        case .student where student == nil: throw ValidationError("--student is missing.")
        default: break
        }
    }

    func run(in session: Session) async throws {
        let end = try expires.map(session.administrative)
        let whose = [session.role(role.rawValue), mentor ?? student].compactMap { $0 }.joined(separator: " ")
        let values = [
            "whose": whose, "label": label.printableLine,
            "expires": end.map { session.stamp($0.rfc3339UTC) } ?? session.text(.never),
        ]
        try session.confirm(session.text(.readingTokenAdd, values), write)
        let answer = try await session.send(
            .post(
                "v1", "admin", "tokens",
                body: .object(given: [
                    "role": .string(role.rawValue), "mentor": mentor.map { .string($0) },
                    "student": student.map { .string($0) }, "label": .string(label),
                    "expires_at": end.map { .string($0.rfc3339UTC) },
                ])))
        if session.printsJSON { return session.print(json: answer.body) }
        let token: Token = try answer.decoded()
        // The secret alone on standard output, so that it can be piped.
        session.print((token.token ?? "").printableLine)
        session.console.writeError(session.text(.tokenShownOnce) + "\n")
    }
}

struct TokenRevoke: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make a token stop working at once.",
        discussion: examples("mentorctl token revoke 7XK9"))

    @Argument(help: "The token's id, or its last characters (see 'token list').", completion: .live(.tokens))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let tokens = try await session.tokens().items
        let whole = try session.whole(
            id, prefix: "tok_", among: tokens.map { ($0.id, "\(session.role($0.role)) \($0.label)") })
        let token = tokens.first { $0.id == whole }
        let whose = token.map { token in
            [session.role(token.role), token.mentor ?? token.student].compactMap { $0 }.joined(separator: " ")
        }
        let values = [
            "label": token?.label.printableLine ?? "", "id": whole, "whose": whose ?? "",
            "used": token?.lastUsedAt.map { session.stamp($0) } ?? session.text(.never),
        ]
        try session.confirm(session.text(.readingTokenRevoke, values), write)
        let answer = try await session.send(.delete("v1", "admin", "tokens", whole))
        try session.printSaved(answer, .tokenRevoked, ["id": whole])
    }
}

extension Session {
    func tokens() async throws -> Listing<Token> {
        try await list(.get("v1", "admin", "tokens"), limit: 5000)
    }

    /// An instant of administration as it was typed: RFC 3339, or a day or a time in UTC.
    func administrative(_ text: String) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        let time = typedTime(in: .utc)
        return TypedTime.isStart(text) ? try time.instant(text) : ZoneRules.utc.firstInstant(of: try time.day(text))
    }

    /// An instant of administration, as UTC to the minute: `2026-11-24 11:00Z`.
    func stamp(_ text: String?) -> String {
        guard let text else { return "" }
        guard let instant = Instant(rfc3339: text) else { return text }
        let time = ZoneRules.utc.civilTime(at: instant)
        return "\(time.date.iso8601) \(WallClock.Reading.clock(time.minuteOfDay))Z"
    }
}
