import APIModel
import ArgumentParser
import Terminal

struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Notifications on their way (admins).",
        discussion: examples("mentorctl outbox list --state dead", "mentorctl outbox retry 7XK9"),
        subcommands: [OutboxList.self, OutboxRetry.self, OutboxDrop.self],
        defaultSubcommand: OutboxList.self)
}

struct OutboxList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Deliveries, the newest first: where each goes and stands.",
        discussion: examples("mentorctl outbox list", "mentorctl outbox list --state dead --json"))
    static let fieldNames = [
        "id", "state", "topic", "event", "destination.id", "destination.kind", "destination.label",
        "destination.owner", "attempts", "created_at", "tried_at", "next_try_at", "finished_at", "last_error",
    ]

    enum State: String, ExpressibleByArgument, CaseIterable {
        case waiting, sent, dead, dropped
    }

    @Option(help: "waiting, sent, dead or dropped; all when left out.") var state: State?
    @Option(
        help: ArgumentHelp("To this channel or webhook alone.", valueName: "id"), completion: .live(.destinations))
    var destination: String?
    @Option(help: "How many at most, 1 to 10000.") var limit = 50
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
    }

    func run(in session: Session) async throws {
        let listing = try await session.deliveries(state: state?.rawValue, destination: destination, limit: limit)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.outboxEmpty) }
        let ids = ShortIdentifier.shown(listing.items.map(\.id))
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnID)), Table.Column(session.text(.columnStatus)),
                    Table.Column(session.text(.columnTopic)), Table.Column(session.text(.columnKind)),
                    Table.Column(session.text(.columnDestination), yielding: .cut(minimumWidth: 8)),
                    Table.Column(session.text(.columnTries), alignment: .trailing),
                    Table.Column(session.text(.columnCreated), yielding: .leaveOut),
                    Table.Column(session.text(.columnNextTry), yielding: .leaveOut),
                    Table.Column(session.text(.columnError), yielding: .cut(minimumWidth: 10)),
                ],
                rows: listing.items.map { delivery in
                    [
                        Table.Cell(ids[delivery.id] ?? delivery.id, .bold),
                        Table.Cell(delivery.state, styles: delivery.state == "dead" ? [.red] : []),
                        Table.Cell(delivery.topic), Table.Cell(delivery.destination.kind),
                        Table.Cell(delivery.destination.label), Table.Cell(String(delivery.attempts)),
                        Table.Cell(session.stamp(delivery.createdAt)),
                        Table.Cell(session.stamp(delivery.nextTryAt)), Table.Cell(delivery.lastError ?? ""),
                    ]
                }))
    }
}

struct OutboxRetry: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try a delivery again at once, with all its tries.",
        discussion: examples("mentorctl outbox retry 7XK9"))

    @Argument(
        help: "The delivery's id, or its last characters.",
        completion: .live(.deliveries(["dead", "dropped", "waiting"])))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let delivery = try await session.delivery(id)
        try session.confirm(session.text(.readingDeliveryRetry, session.words(of: delivery)), write)
        let answer = try await session.send(.post("v1", "admin", "outbox", delivery.id, "retry"))
        try session.printSaved(answer, .deliveryRetried, ["id": delivery.id])
    }
}

struct OutboxDrop: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Give a delivery up; what is behind it goes on.",
        discussion: examples("mentorctl outbox drop 7XK9"))

    @Argument(
        help: "The delivery's id, or its last characters.", completion: .live(.deliveries(["waiting", "dead"])))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let delivery = try await session.delivery(id)
        try session.confirm(session.text(.readingDeliveryDrop, session.words(of: delivery)), write)
        let answer = try await session.send(.post("v1", "admin", "outbox", delivery.id, "drop"))
        try session.printSaved(answer, .deliveryDropped, ["id": delivery.id])
    }
}

extension Session {
    /// What tells a delivery from others, for its reading.
    fileprivate func words(of delivery: OutboxDelivery) -> [String: String] {
        [
            "topic": delivery.topic, "kind": delivery.destination.kind,
            "label": delivery.destination.label.printableLine, "created": stamp(delivery.createdAt),
            "tries": String(delivery.attempts), "state": delivery.state,
        ]
    }

    func deliveries(
        state: String? = nil, destination: String? = nil, limit: Int
    ) async throws -> Listing<OutboxDelivery> {
        try await list(
            .get("v1", "admin", "outbox", query: [("state", state), ("destination", destination)]), limit: limit)
    }

    /// The delivery with this id, whole or short.
    fileprivate func delivery(_ text: String) async throws -> OutboxDelivery {
        let items = try await deliveries(limit: 5_000).items
        let id = try whole(text, prefix: "dlv_", among: items.map { ($0.id, "\($0.state) \($0.topic)") })
        guard let found = items.first(where: { $0.id == id }) else {
            throw failure(.notFound, .idUnknown, ["text": text])
        }
        return found
    }

    /// The whole id that a person means.
    func whole(
        _ text: String, prefix: String, among items: [(id: String, words: String)]
    ) throws -> String {
        if ShortIdentifier.isWhole(text, prefix: prefix) { return text }
        try requireLength(text, prefix: prefix)
        let found = ShortIdentifier.matches(text, among: items.map(\.id), prefix: prefix)
        return try only(found, text: text) { id in items.first { $0.id == id }?.words.printableLine ?? "" }
    }
}
