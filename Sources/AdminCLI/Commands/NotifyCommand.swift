import APIModel
import ArgumentParser
import Foundation
import Terminal

struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "How you are told: channels, language, quiet hours, reminders.",
        discussion: examples(
            "mentorctl notify show", "mentorctl notify add email --address me@example.com",
            "mentorctl notify set --quiet 22:30-08:00"),
        subcommands: [
            NotifyShow.self, NotifySet.self, NotifyAdd.self, NotifyConfirm.self, NotifyCode.self,
            ChannelEdit<OwnChannels>.self,
            ChannelEnable<OwnChannels>.self, ChannelTest<OwnChannels>.self, ChannelRemove<OwnChannels>.self,
        ],
        defaultSubcommand: NotifyShow.self)
}

struct NotifyShow: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Your channels and wishes.",
        discussion: examples("mentorctl notify show", "mentorctl notify show --json"))
    static let fieldNames = NotificationChannel.fieldNames

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let answer = try await session.send(.get("v1", "me", "notifications"))
        let channels = try await session.send(.get("v1", "me", "channels"))
        if session.printsJSON {
            let isWhole = session.preferences.format == .json && session.preferences.fields == nil
            guard isWhole else { return session.print(json: channels.body, fields: Self.fieldNames) }
            return try session.print(json: ["settings": try answer.json(), "channels": try channels.json()])
        }
        let settings: NotificationSettings = try answer.decoded()
        session.print(
            .notifyLanguage, ["language": settings.language ?? session.text(.notifyAccountLanguage)])
        let quiet = settings.quietHours.map { "\($0.from)–\($0.until) (\(settings.timezone))" }
        session.print(.notifyQuiet, ["hours": quiet ?? session.text(.notifyNone)])
        session.print(.notifyReminders, ["leads": leads(settings.reminderMinutes, session)])
        session.print(.notifyAgenda, ["answer": session.text(settings.weeklyAgenda ? .yes : .no)])
        session.print(.notifyReport, ["answer": session.text(settings.weeklyReport ? .yes : .no)])
        let list: NotificationChannels = try channels.decoded()
        if list.data.isEmpty { return session.print(.channelsEmpty) }
        session.print()
        session.print(session.channelTable(list.data))
    }

    private func leads(_ minutes: [Int]?, _ session: Session) -> String {
        guard let minutes else { return session.text(.notifyStandard) }
        guard !minutes.isEmpty else { return session.text(.notifyNone) }
        return minutes.map { session.text(.notifyMinutes, ["count": String($0)]) }.joined(separator: ", ")
    }
}

struct NotifySet: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change language, quiet hours, reminders, the weekly agenda or report.",
        discussion: examples(
            "mentorctl notify set --quiet 22:30-08:00", "mentorctl notify set --quiet none --reminders 1440,30",
            "mentorctl notify set --language en --agenda no --report yes"))

    enum Answer: String, ExpressibleByArgument, CaseIterable {
        case yes, no
    }

    @Option(help: ArgumentHelp("zh, en, or account for that of your account.", valueName: "language"))
    var language: String?
    @Option(help: ArgumentHelp("From and until, or none.", valueName: "HH:MM-HH:MM")) var quiet: String?
    @Option(
        help: ArgumentHelp(
            "Minutes before a session, separated by commas; none, or standard.", valueName: "minutes"))
    var reminders: String?
    @Option(help: "Whether your week is sent on Monday: yes or no.") var agenda: Answer?
    @Option(help: "Whether the report of the week that is over is sent on Monday: yes or no.") var report: Answer?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        if let language, language != "account", Language(tag: language) == nil {
            throw ValidationError("--language takes zh, en or account.")
        }
        if let quiet, quiet != "none", quietHours == nil {
            throw ValidationError("--quiet takes two times such as 22:30-08:00, or none.")
        }
        if let reminders, !["none", "standard"].contains(reminders), leads == nil {
            throw ValidationError("--reminders takes minutes such as 1440,60, none or standard.")
        }
        if language == nil, quiet == nil, reminders == nil, agenda == nil, report == nil {
            throw ValidationError("Say what to change.")
        }
    }

    private var quietHours: JSON? {
        guard let parts = quiet?.split(separator: "-"), parts.count == 2 else { return nil }
        return ["from": .string(String(parts[0])), "until": .string(String(parts[1]))]
    }

    private var leads: JSON? {
        let parts = (reminders ?? "").split(separator: ",")
        let minutes = parts.compactMap { Int64($0.trimmingCharacters(in: .whitespaces)) }
        return minutes.count == parts.count && !parts.isEmpty ? .array(minutes.map { .integer($0) }) : nil
    }

    func run(in session: Session) async throws {
        var body: [String: JSON] = [:]
        if let language { body["language"] = Language(tag: language).map { .string($0.tag) } ?? .null }
        if let quiet { body["quiet_hours"] = quiet == "none" ? .null : quietHours ?? .null }
        switch reminders {
        case nil: break
        case "none": body["reminder_minutes"] = .array([])
        case "standard": body["reminder_minutes"] = .null
        default: body["reminder_minutes"] = leads
        }
        if let agenda { body["weekly_agenda"] = .bool(agenda == .yes) }
        if let report { body["weekly_report"] = .bool(report == .yes) }
        try session.confirm(session.text(.readingNotifySet, ["fields": try session.summary(body)]), write)
        let answer = try await session.send(.patch("v1", "me", "notifications", body: .object(body)))
        try session.printSaved(answer, .notifySaved, [:])
    }
}

struct NotifyAdd: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a channel: e-mail, a group robot or a webhook.",
        discussion: examples(
            "mentorctl notify add email --address me@example.com",
            "mentorctl notify add wecom --at https://wecom.example/send",
            "mentorctl notify add feishu --label team --at https://feishu.example/0"))

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case email, webhook, wecom, feishu, dingtalk
    }

    @Argument(help: "email, webhook, wecom, feishu or dingtalk.") var kind: Kind
    @Option(help: ArgumentHelp("An e-mail address (mentors).", valueName: "address")) var address: String?
    @Option(help: ArgumentHelp("The robot's or webhook's URL.", valueName: "url")) var at: String?
    @Option(help: ArgumentHelp("What a 飞书 or 钉钉 robot signs with.", valueName: "secret")) var secret: String?
    @Option(help: "What it is, to tell it from others.") var label: String?
    @Option(
        help: ArgumentHelp("These types alone, separated by commas.", valueName: "types"),
        completion: .live(.words(EventTypes.all)))
    var types: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        if kind == .email, address == nil { throw ValidationError("--address is missing.") }
        if kind != .email, at == nil { throw ValidationError("--at is missing.") }
    }

    func run(in session: Session) async throws {
        var lines = [
            session.text(.readingChannelAdd, ["kind": kind.rawValue, "to": (address ?? at ?? "").printableLine])
        ]
        if let types { lines.append(session.text(.channelTypes, ["types": types.printableLine])) }
        try session.confirm(lines.joined(separator: "\n"), write)
        let answer = try await session.send(
            .post(
                "v1", "me", "channels",
                body: .object(given: [
                    "kind": .string(kind.rawValue), "address": address.map { .string($0) },
                    "url": at.map { .string($0) }, "secret": secret.map { .string($0) },
                    "label": label.map { .string($0) }, "event_types": list(of: types),
                ])))
        try session.printSecret(of: answer)
    }
}
