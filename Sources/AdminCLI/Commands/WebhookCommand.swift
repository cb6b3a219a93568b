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
            WebhookList.self, WebhookAdd.self, ChannelEdit<DeskWebhooks>.self, ChannelEnable<DeskWebhooks>.self,
            WebhookRotate.self, ChannelTest<DeskWebhooks>.self, WebhookReplay.self, ChannelRemove<DeskWebhooks>.self,
        ],
        defaultSubcommand: WebhookList.self)
}

struct WebhookList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Webhooks and how they do; never their secrets.",
        discussion: examples("mentorctl webhook list", "mentorctl webhook list --json"))
    static let fieldNames = NotificationChannel.fieldNames

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let listing = try await session.webhooks()
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
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
    @Option(
        help: ArgumentHelp("These types alone, separated by commas; every type when left out.", valueName: "types"),
        completion: .live(.words(EventTypes.all)))
    var types: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let told = types.map { session.text(.channelTypes, ["types": $0.printableLine]) }
        let reading = session.text(.readingWebhookAdd, ["url": address.printableLine])
        try session.confirm([reading, told].compactMap { $0 }.joined(separator: "\n"), write)
        let answer = try await session.send(
            .post(
                "v1", "admin", "webhooks",
                body: .object(given: [
                    "url": .string(address), "label": label.map { .string($0) }, "event_types": list(of: types),
                ])))
        try session.printSecret(of: answer)
    }
}

struct WebhookRotate: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Replace a webhook's secret; both sign for a while.",
        discussion: examples("mentorctl webhook rotate 7XK9"))

    @OptionGroup var channel: ChannelArgument<DeskWebhooks>
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let webhook = try await DeskWebhooks.channel(channel.id, in: session)
        try session.confirm(session.text(.readingWebhookRotate, session.words(of: webhook)), channel.write)
        let answer = try await session.send(DeskWebhooks.call(.post, webhook.id, "rotate", body: .object([:])))
        try session.printSecret(of: answer)
    }
}

struct WebhookReplay: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Send past events to a webhook again, in their order.",
        discussion: examples(
            "mentorctl webhook replay 7XK9 --from 2026-11-23T00:00:00Z",
            "mentorctl webhook replay 7XK9 --from '2026-11-23 08:00' --to 2026-11-24"))

    @Option(help: ArgumentHelp("Events from here on: RFC 3339, or a day or time in UTC.", valueName: "instant"))
    var from: String
    @Option(help: ArgumentHelp("Events before this instant; now when left out.", valueName: "instant")) var to: String?
    @OptionGroup var channel: ChannelArgument<DeskWebhooks>
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let start = try session.administrative(from)
        let end = try to.map(session.administrative)
        let webhook = try await DeskWebhooks.channel(channel.id, in: session)
        let values = session.words(of: webhook).merging([
            "from": session.stamp(start.rfc3339UTC), "to": session.stamp((end ?? session.context.now).rfc3339UTC),
        ]) { $1 }
        try session.confirm(session.text(.readingWebhookReplay, values), channel.write)
        let body = JSON.object(given: [
            "from": .string(start.rfc3339UTC), "to": end.map { .string($0.rfc3339UTC) },
        ])
        let answer = try await session.send(DeskWebhooks.call(.post, webhook.id, "replay", body: body))
        if session.printsJSON { return session.print(json: answer.body) }
        let replayed: ReplayedEvents = try answer.decoded()
        session.print(.replayQueued, ["count": String(replayed.events)])
    }
}

extension Session {
    func webhooks() async throws -> Listing<NotificationChannel> {
        try await list(.get("v1", "admin", "webhooks"), limit: 5_000)
    }
}
