import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct EventCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "What happened, in its order.",
        discussion: examples(
            "mentorctl event list", "mentorctl event list --after evt_01kawx8c5efz8r4t2m0pq9v7na",
            "mentorctl event follow"),
        subcommands: [EventList.self, EventFollow.self], defaultSubcommand: EventList.self)
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

struct EventFollow: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow", abstract: "What happens, as it happens, until Ctrl-C; nothing is missed in between.",
        discussion: """
            Begins with everything that happened, or after --after. With --json every event is a line of JSON.

            EXAMPLES:
              mentorctl event follow
              mentorctl event follow --json >> events.jsonl
            """)

    @Option(help: ArgumentHelp("Those after this event first.", valueName: "id")) var after: String?
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ServerOptions
    var behalf: String? { onBehalf.mentor }

    /// A stream is asked for anew so often: a connection that died without a word is noticed then.
    private static let streamSeconds: Int64 = 600

    func run(in session: Session) async throws {
        var last = after
        var failures = 0
        while true {
            var call = APICall.get("v1", "events", query: [("after", last), ("mentor", session.mentor)])
            call.accept = "text/event-stream"
            call.attemptSeconds = Self.streamSeconds
            do {
                let hasTaken = try await session.client.follow(call) { event in
                    last = event.id ?? last
                    try print(event, in: session)
                }
                failures = hasTaken ? 0 : failures
            } catch let failure as APIFailure {
                // A server that restarts is away for a moment; one that refuses will refuse again.
                let isAway = failure.status.map { $0 == 503 || $0 == 502 } ?? true
                guard isAway, failures < 10 else { throw failure }
                failures += 1
            }
            try await session.context.sleep(.seconds(min(30, 1 << failures)))
        }
    }

    private func print(_ event: EventStreamReader.Event, in session: Session) throws {
        if session.printsJSON { return session.print(event.data.replacing("\n", with: " ")) }
        let found: Event = try WireCoding.decoder().decode(Event.self, from: Data(event.data.utf8))
        let about = [
            session.text(ofActor: found.actor.role), (found.consultation ?? found.plan).map { String($0.suffix(6)) },
            found.data.reason?.printableLine,
        ]
        session.print(
            ([session.stamp(found.occurredAt), session.palette.apply([.bold], to: found.type.printableLine)]
                + about.compactMap { $0 }).joined(separator: "  "))
    }
}

extension Session {
    fileprivate func text(ofActor role: String) -> String {
        role == "system" ? text(.actorSystem) : self.role(role)
    }
}
