import APIModel
import ArgumentParser
import Terminal

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who administered what (admins).",
        discussion: examples("mentorctl audit list --limit 50"), subcommands: [AuditList.self],
        defaultSubcommand: AuditList.self)
}

struct AuditList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Administrative acts, the newest first.",
        discussion: examples("mentorctl audit list", "mentorctl audit list --limit 200 --json"))

    @Option(help: "How many at most, 1 to 10000.") var limit = 50
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    static let fieldNames = ["id", "occurred_at", "actor", "action", "on_behalf_of", "subject"]
    var isPaged: Bool { true }

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
    }

    func run(in session: Session) async throws {
        let listing = try await session.list(.get("v1", "admin", "audit"), of: AuditEntry.self, limit: limit)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.auditEmpty) }
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnWhen)), Table.Column(session.text(.columnActor)),
                    Table.Column(session.text(.columnAction)),
                    Table.Column(session.text(.columnOnBehalf), yielding: .leaveOut),
                    Table.Column(session.text(.columnSubject), yielding: .cut(minimumWidth: 8)),
                ],
                rows: listing.items.map { entry in
                    [
                        Table.Cell(session.stamp(entry.occurredAt)), Table.Cell(entry.actor),
                        Table.Cell(entry.action), Table.Cell(entry.onBehalfOf ?? ""),
                        Table.Cell(entry.subject ?? ""),
                    ]
                }))
    }
}
