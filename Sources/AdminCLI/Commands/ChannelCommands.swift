import APIModel
import ArgumentParser
import Foundation
import Terminal

/// Where channels are kept: with the person they tell, or with the desk, for integrators.
protocol ChannelHome: Sendable {
    /// The noun of the commands.
    static var noun: String { get }
    /// What one of them is called.
    static var thing: String { get }
    static var path: [String] { get }
    static var prefix: String { get }
    static var completion: LiveSubject { get }

    static func all(in session: Session) async throws -> [NotificationChannel]
}

/// A person's own channels.
enum OwnChannels: ChannelHome {
    static let noun = "notify"
    static let thing = "channel"
    static let path = ["v1", "me", "channels"]
    static let prefix = "chn_"
    static let completion = LiveSubject.channels

    static func all(in session: Session) async throws -> [NotificationChannel] {
        try await session.send(APICall(method: .get, path: path)).decoded(as: NotificationChannels.self).data
    }
}

/// Integrators' webhooks.
enum DeskWebhooks: ChannelHome {
    static let noun = "webhook"
    static let thing = "webhook"
    static let path = ["v1", "admin", "webhooks"]
    static let prefix = "whk_"
    static let completion = LiveSubject.webhooks

    static func all(in session: Session) async throws -> [NotificationChannel] {
        try await session.webhooks().items
    }
}

extension ChannelHome {
    /// The one with this id, whole or short.
    static func channel(_ text: String, in session: Session) async throws -> NotificationChannel {
        let channels = try await all(in: session)
        let id = try session.whole(text, prefix: prefix, among: channels.map { ($0.id, "\($0.kind) \($0.label)") })
        guard let found = channels.first(where: { $0.id == id }) else {
            throw session.failure(.notFound, .idUnknown, ["text": text])
        }
        return found
    }

    static func call(_ method: APICall.Method, _ id: String, _ rest: String..., body: JSON? = nil) -> APICall {
        APICall(method: method, path: path + [id] + rest, body: body)
    }
}

/// Which channel a command is about.
struct ChannelArgument<Home: ChannelHome>: ParsableArguments {
    @Argument(help: "The \(Home.thing)'s id, or its last characters.", completion: .live(Home.completion))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
}

struct ChannelEnable<Home: ChannelHome>: SessionCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "enable", abstract: "Switch a \(Home.thing) on again, its failures forgotten; or off.",
            discussion: examples("mentorctl \(Home.noun) enable 7XK9", "mentorctl \(Home.noun) enable 7XK9 --off"))
    }

    @Flag(help: "Switch it off.") var off = false
    @OptionGroup var channel: ChannelArgument<Home>
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let found = try await Home.channel(channel.id, in: session)
        try session.confirm(
            session.text(off ? .readingChannelOff : .readingChannelOn, session.words(of: found)), channel.write)
        let answer = try await session.send(Home.call(.patch, found.id, body: ["active": .bool(!off)]))
        try session.printSaved(answer, .channelSaved, ["id": found.id])
    }
}

struct ChannelEdit<Home: ChannelHome>: SessionCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "edit", abstract: "Change what a \(Home.thing) is called, where it leads or what it is sent.",
            discussion: examples(
                "mentorctl \(Home.noun) edit 7XK9 --label CRM",
                "mentorctl \(Home.noun) edit 7XK9 --types 'consultation.*,message.created'",
                "mentorctl \(Home.noun) edit 7XK9 --types all"))
    }

    @Option(help: "What it is, to tell it from others.") var label: String?
    @Option(help: ArgumentHelp("Where it leads from now on.", valueName: "url")) var at: String?
    @Option(
        help: ArgumentHelp("These types alone, divided by commas; all for every type.", valueName: "types"),
        completion: .live(.words(EventTypes.all)))
    var types: String?
    @OptionGroup var channel: ChannelArgument<Home>
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let body = JSON.object(given: [
            "label": label.map { .string($0) }, "url": at.map { .string($0) },
            "event_types": types == "all" ? .null : list(of: types),
        ])
        guard case .object(let members) = body, !members.isEmpty else {
            throw session.failure(.usage, .nothingToChange)
        }
        let found = try await Home.channel(channel.id, in: session)
        let values = session.words(of: found).merging(["fields": try session.summary(members)]) { $1 }
        try session.confirm(session.text(.readingChannelEdit, values), channel.write)
        let answer = try await session.send(Home.call(.patch, found.id, body: body))
        try session.printSaved(answer, .channelSaved, ["id": found.id])
    }
}

struct ChannelTest<Home: ChannelHome>: SessionCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "test", abstract: "Send a \(Home.thing) a word that says nothing but that it arrives.",
            discussion: examples("mentorctl \(Home.noun) test 7XK9"))
    }

    @OptionGroup var channel: ChannelArgument<Home>
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let found = try await Home.channel(channel.id, in: session)
        try session.confirm(session.text(.readingChannelTest, session.words(of: found)), channel.write)
        let answer = try await session.send(Home.call(.post, found.id, "test", body: .object([:])))
        if session.printsJSON { return session.print(json: answer.body) }
        let queued: QueuedDelivery = try answer.decoded()
        session.print(.testQueued, ["id": queued.delivery])
    }
}

struct ChannelRemove<Home: ChannelHome>: SessionCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "remove", abstract: "Remove a \(Home.thing), with what is on its way to it.",
            discussion: examples("mentorctl \(Home.noun) remove 7XK9"))
    }

    @OptionGroup var channel: ChannelArgument<Home>
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let found = try await Home.channel(channel.id, in: session)
        try session.confirm(session.text(.readingChannelRemove, session.words(of: found)), channel.write)
        let answer = try await session.send(Home.call(.delete, found.id))
        try session.printSaved(answer, .channelRemoved, ["id": found.id])
    }
}

/// What channels can be told of; a family ends in a star.
enum EventTypes {
    static let all =
        [
            "consultation.*", "message.*", "plan.*", "schedule.*", "message.created", "message.edited",
            "message.deleted", "plan.created", "plan.published", "plan.changed", "plan.replanned", "schedule.changed",
        ]
        + [
            "opened", "requested", "confirmed", "declined", "cancelled", "rescheduled", "completed", "no_show",
            "objected", "expired", "closed",
        ].map { "consultation.\($0)" }
}

/// Words divided by commas as an array; nil when nothing was said.
func list(of text: String?) -> JSON? {
    text.map { text in
        .array(text.split(separator: ",").map { .string($0.trimmingCharacters(in: .whitespaces)) })
    }
}

extension Session {
    /// What tells a channel from others, for its reading.
    func words(of channel: NotificationChannel) -> [String: String] {
        let target = channel.target.map { " → \($0.printableLine)" } ?? ""
        return ["label": "\(channel.label.printableLine) (\(channel.kind)\(target))"]
    }

    /// The secret alone on standard output, so that it can be piped.
    func printSecret(of answer: APIAnswer) throws {
        if printsJSON { return print(json: answer.body) }
        let channel: NotificationChannel = try answer.decoded()
        guard let secret = channel.secret else {
            print(.channelSaved, ["id": channel.id])
            if channel.confirmed == false { print(.channelToConfirm, ["id": channel.id]) }
            return
        }
        print(secret.printableLine)
        console.writeError(text(.secretShownOnce, ["id": channel.id]) + "\n")
    }

    /// Whether anything goes there.
    private func state(of channel: NotificationChannel) -> Table.Cell {
        if channel.confirmed == false { return Table.Cell(text(.channelUnconfirmed), .yellow) }
        return Table.Cell(text(channel.active ? .yes : .no), styles: channel.active ? [] : [.red])
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
                    state(of: channel),
                    Table.Cell((channel.eventTypes ?? []).joined(separator: " ")),
                    Table.Cell(stamp(channel.failingSince), .red), Table.Cell(channel.disabledReason ?? ""),
                ]
            })
    }
}

/// The columns of channels printed as data.
extension NotificationChannel {
    static let fieldNames = [
        "id", "kind", "label", "target", "active", "confirmed", "event_types", "disabled_at", "disabled_reason",
        "failing_since", "created_at",
    ]
}
