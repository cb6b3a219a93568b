import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Endpoints that are sent every event (admins).",
        discussion: examples(
            "mentorctl webhook add https://hooks.example.com/desk --label CRM", "mentorctl webhook list"),
        subcommands: [
            WebhookList.self, WebhookAdd.self, WebhookEnable.self, WebhookRotate.self, WebhookTest.self,
            WebhookReplay.self, WebhookRemove.self,
        ])
}

struct WebhookList: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Webhooks and how they do; never their secrets.",
        discussion: examples("mentorctl webhook list", "mentorctl webhook list --json"))

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let listing = try await session.webhooks()
        if session.printsJSON { return try session.print(json: listing.json) }
        if listing.items.isEmpty { return session.print(.webhooksEmpty) }
        session.print(session.channelTable(listing.items))
    }
}

struct WebhookAdd: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a webhook; its secret is shown this once.",
        discussion: examples(
            "mentorctl webhook add https://hooks.example.com/desk --label CRM",
            "mentorctl webhook add https://hooks.example.com/desk --types 'consultation.*'"))

    @Argument(help: "Where events are posted to.") var address: String
    @Option(help: "What it is, to tell it from others.") var label: String?
    @Option(help: ArgumentHelp("These types alone, separated by commas; every type when left out.", valueName: "types"))
    var types: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        try session.confirm(session.text(.readingWebhookAdd, ["url": address]), write)
        let answer = try await session.send(
            .post(
                "v1", "admin", "webhooks",
                body: .object(given: [
                    "url": .string(address), "label": label.map { .string($0) }, "event_types": list(of: types),
                ])))
        try session.printSecret(of: answer)
    }
}

struct WebhookEnable: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Switch a webhook on again, its failures forgotten; or off.",
        discussion: examples("mentorctl webhook enable 7XK9", "mentorctl webhook enable 7XK9 --off"))

    @Argument(help: "The webhook's id, or its last characters.") var id: String
    @Flag(help: "Switch it off.") var off = false
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let webhook = try await session.webhook(id)
        try session.confirm(
            session.text(off ? .readingChannelOff : .readingChannelOn, ["label": webhook.label.printableLine]), write)
        let answer = try await session.send(
            .patch("v1", "admin", "webhooks", webhook.id, body: ["active": .bool(!off)]))
        try session.printSaved(answer, .channelSaved, ["id": webhook.id])
    }
}

struct WebhookRotate: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Replace a webhook's secret; both sign for a while.",
        discussion: examples("mentorctl webhook rotate 7XK9"))

    @Argument(help: "The webhook's id, or its last characters.") var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let webhook = try await session.webhook(id)
        try session.confirm(session.text(.readingWebhookRotate, ["label": webhook.label.printableLine]), write)
        try session.printSecret(
            of: try await session.send(.post("v1", "admin", "webhooks", webhook.id, "rotate")))
    }
}

struct WebhookTest: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a webhook a word that says nothing but that it arrives.",
        discussion: examples("mentorctl webhook test 7XK9"))

    @Argument(help: "The webhook's id, or its last characters.") var id: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let webhook = try await session.webhook(id)
        let answer = try await session.send(.post("v1", "admin", "webhooks", webhook.id, "test"))
        if session.printsJSON { return session.print(json: answer.body) }
        let queued: QueuedDelivery = try answer.decoded()
        session.print(.testQueued, ["id": queued.delivery])
    }
}

struct WebhookReplay: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Send past events to a webhook again, in their order.",
        discussion: examples("mentorctl webhook replay 7XK9 --from 2026-11-23T00:00:00Z"))

    @Argument(help: "The webhook's id, or its last characters.") var id: String
    @Option(help: ArgumentHelp("Events from this instant on (RFC 3339).", valueName: "instant")) var from: String
    @Option(help: ArgumentHelp("Events before this instant; now when left out.", valueName: "instant")) var to: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        for text in [from, to].compactMap(\.self) where Instant(rfc3339: text) == nil {
            throw ValidationError("--from and --to take an RFC 3339 instant such as 2026-11-23T00:00:00Z.")
        }
    }

    func run(in session: Session) async throws {
        let webhook = try await session.webhook(id)
        try session.confirm(
            session.text(.readingWebhookReplay, ["label": webhook.label.printableLine, "from": from]), write)
        let answer = try await session.send(
            .post(
                "v1", "admin", "webhooks", webhook.id, "replay",
                body: .object(given: ["from": .string(from), "to": to.map { .string($0) }])))
        if session.printsJSON { return session.print(json: answer.body) }
        let replayed: ReplayedEvents = try answer.decoded()
        session.print(.replayQueued, ["count": String(replayed.events)])
    }
}

struct WebhookRemove: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a webhook, with what is on its way to it.",
        discussion: examples("mentorctl webhook remove 7XK9"))

    @Argument(help: "The webhook's id, or its last characters.") var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let webhook = try await session.webhook(id)
        try session.confirm(session.text(.readingChannelRemove, ["label": webhook.label.printableLine]), write)
        let answer = try await session.send(.delete("v1", "admin", "webhooks", webhook.id))
        try session.printSaved(answer, .channelRemoved, ["id": webhook.id])
    }
}

/// Words separated by commas as an array; nil when nothing was said.
func list(of text: String?) -> JSON? {
    text.map { text in .array(text.split(separator: ",").map { .string(String($0).trimmed) }) }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}

extension Session {
    func webhooks() async throws -> Listing<NotificationChannel> {
        try await list(.get("v1", "admin", "webhooks"), limit: 5_000)
    }

    /// The webhook with this id, whole or short.
    fileprivate func webhook(_ text: String) async throws -> NotificationChannel {
        try channel(text, prefix: "whk_", among: try await webhooks().items)
    }

    func channel(
        _ text: String, prefix: String, among channels: [NotificationChannel]
    ) throws -> NotificationChannel {
        let id = try whole(text, prefix: prefix, among: channels.map { ($0.id, "\($0.kind) \($0.label)") })
        guard let found = channels.first(where: { $0.id == id }) else {
            throw failure(.notFound, .idUnknown, ["text": text])
        }
        return found
    }

    /// The secret alone on standard output, so that it can be piped.
    func printSecret(of answer: APIAnswer) throws {
        if printsJSON { return print(json: answer.body) }
        let channel: NotificationChannel = try answer.decoded()
        guard let secret = channel.secret else { return print(.channelSaved, ["id": channel.id]) }
        print(secret.printableLine)
        console.writeError(text(.secretShownOnce, ["id": channel.id]) + "\n")
    }

    func channelTable(_ channels: [NotificationChannel]) -> Table {
        let ids = ShortIdentifier.shown(channels.map(\.id))
        return Table(
            columns: [
                Table.Column(text(.columnID)), Table.Column(text(.columnKind)),
                Table.Column(text(.columnLabel), yielding: .cut(minimumWidth: 8)),
                Table.Column(text(.columnTarget), yielding: .cut(minimumWidth: 10)),
                Table.Column(text(.columnActive)), Table.Column(text(.columnTypes), yielding: .leaveOut),
                Table.Column(text(.columnFailing), yielding: .leaveOut),
                Table.Column(text(.columnError), yielding: .leaveOut),
            ],
            rows: channels.map { channel in
                [
                    Table.Cell(ids[channel.id] ?? channel.id, .bold), Table.Cell(channel.kind),
                    Table.Cell(channel.label), Table.Cell(channel.target ?? ""),
                    Table.Cell(text(channel.active ? .yes : .no), styles: channel.active ? [] : [.red]),
                    Table.Cell((channel.eventTypes ?? []).joined(separator: " ")),
                    Table.Cell(stamp(channel.failingSince), .red), Table.Cell(channel.disabledReason ?? ""),
                ]
            })
    }
}
