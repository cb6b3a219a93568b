import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct EventCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "What happened, in its order.",
        discussion: examples("mentorctl event list", "mentorctl event list --after evt_01kawx8c5efz8r4t2m0pq9v7na"),
        subcommands: [EventList.self], defaultSubcommand: EventList.self)
}

struct EventList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Everything that happened to you, the oldest first.",
        discussion: """
            With --after only what came later, so that a script can go on where it stopped.

            EXAMPLES:
              mentorctl event list
              mentorctl event list --limit 1000 -o csv
              mentorctl event list --after evt_01kawx8c5efz8r4t2m0pq9v7na --json
            """)
    static let fieldNames = [
        "id", "type", "occurred_at", "actor.role", "actor.id", "consultation", "plan", "data.status", "data.start",
        "data.end", "data.reason", "data",
    ]

    @Option(help: ArgumentHelp("Those after this event.", valueName: "id")) var after: String?
    @Option(help: "How many at most, 1 to 100000.") var limit = 100
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000.") }
    }

    func run(in session: Session) async throws {
        let listing = try await session.list(
            .get("v1", "events", query: [("after", after), ("mentor", session.mentor)]), of: Event.self,
            limit: limit)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.eventsEmpty) }
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnWhen)), Table.Column(session.text(.columnEvent)),
                    Table.Column(session.text(.columnActor)),
                    Table.Column(session.text(.columnSubject), yielding: .cut(minimumWidth: 8)),
                    Table.Column(session.text(.columnReason), yielding: .cut(minimumWidth: 8)),
                ],
                rows: listing.items.map { event in
                    [
                        Table.Cell(session.stamp(event.occurredAt)), Table.Cell(event.type, .bold),
                        Table.Cell(session.text(ofActor: event.actor.role)),
                        Table.Cell((event.consultation ?? event.plan).map { String($0.suffix(6)) } ?? ""),
                        Table.Cell(event.data.reason ?? ""),
                    ]
                }))
        if let last = listing.items.last, listing.nextCursor != nil {
            session.console.writeError(session.text(.eventsMore, ["id": last.id]) + "\n")
        }
    }
}

extension Session {
    fileprivate func text(ofActor role: String) -> String {
        role == "system" ? text(.actorSystem) : self.role(role)
    }
}
