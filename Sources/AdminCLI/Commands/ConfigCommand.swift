import ArgumentParser
import ClientProfiles
import Foundation
import Terminal

/// What a profile can be told, besides its token.
enum ProfileSetting: String, CaseIterable, ExpressibleByArgument, Sendable {
    case url, mentor, lang, color, output, pager, editor

    var path: WritableKeyPath<Profile, String?>? {
        switch self {
        case .url: nil
        case .mentor: \.mentor
        case .lang: \.lang
        case .color: \.color
        case .output: \.output
        case .pager: \.pager
        case .editor: \.editor
        }
    }

    /// The variable that comes before it.
    var variable: String? {
        switch self {
        case .url: "MENTORCTL_URL"
        case .lang: "MENTORCTL_LANG"
        case .output: "MENTORCTL_OUTPUT"
        case .pager: "MENTORCTL_PAGER"
        case .editor: "MENTORCTL_EDITOR"
        case .mentor, .color: nil
        }
    }

    func value(in profile: Profile) -> String? {
        path.map { profile[keyPath: $0] } ?? profile.url
    }

    /// What may be set; nil where anything goes.
    var choices: [String]? {
        switch self {
        case .lang: Language.allCases.map(\.rawValue)
        case .color: ColorChoice.allCases.map(\.rawValue)
        case .output: OutputFormat.allCases.map(\.rawValue)
        case .url, .mentor, .pager, .editor: nil
        }
    }
}

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "What profiles say: servers, language, colour, output.",
        discussion: """
            A setting comes from a flag, else the environment, else the profile. Settings: url, mentor, lang \
            (zh, en), color (auto, always, never), output (table, json, csv, tsv, md), pager, editor.

            EXAMPLES:
              mentorctl config list
              mentorctl config set lang zh
              mentorctl config use admin
            """,
        subcommands: [ConfigList.self, ConfigGet.self, ConfigSet.self, ConfigUnset.self, ConfigUse.self],
        defaultSubcommand: ConfigList.self)
}

struct ConfigList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Every profile and what it says; never its token.",
        discussion: examples("mentorctl config list", "mentorctl config list --json"))

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run() async throws {
        let desk = try ProfileDesk(connection)
        let rows = desk.profiles.profiles.sorted { $0.key < $1.key }.map { name, profile in
            let settings = ProfileSetting.allCases.map {
                ($0.rawValue, $0.value(in: profile).map(JSON.string) ?? .null)
            }
            return JSON.object(Dictionary(uniqueKeysWithValues: settings))
                .adding(["name": .string(name), "current": .bool(name == desk.profiles.current)])
        }
        if rows.isEmpty, desk.preferences.format.isForPeople {
            throw CommandFailure(status: .notFound, message: Phrase.notLoggedIn.text(desk.language))
        }
        let names = ["current", "name"] + ProfileSetting.allCases.map(\.rawValue)
        if !desk.preferences.format.isForPeople || desk.preferences.fields != nil {
            let fields = desk.preferences.fields ?? names
            let text =
                switch desk.preferences.format {
                case .csv: DelimitedText.csv(rows, fields: fields)
                case .tsv: DelimitedText.tsv(rows, fields: fields)
                case .json, .table, .markdown:
                    JSON.object(["data": .array(rows), "next_cursor": .null]).keeping(fields).compactText + "\n"
                }
            return desk.console.write(text)
        }
        for row in rows {
            let mark = row["current"] == .bool(true) ? "*" : " "
            desk.console.write("\(mark) \(row["name"]?.text?.printableLine ?? "")\n")
            for setting in ProfileSetting.allCases {
                guard let value = row[setting.rawValue]?.text else { continue }
                desk.console.write("    \(setting.rawValue.padded(toWidth: 8))\(value.printableLine)\n")
            }
        }
    }
}

struct ConfigGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "One setting, as commands would find it.",
        discussion: examples("mentorctl config get url", "mentorctl config get lang --profile admin"))

    @Argument(help: "url, mentor, lang, color, output, pager or editor.", completion: .live(.settings))
    var setting: ProfileSetting
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run() async throws {
        let desk = try ProfileDesk(connection)
        let environment = desk.context.environment.filter { !$0.value.isEmpty }
        let value = try setting.variable.flatMap { environment[$0] } ?? setting.value(in: desk.named().profile)
        guard let value else { throw desk.failure(.notFound, .settingUnset, ["name": setting.rawValue]) }
        desk.console.write(value.printableLine + "\n")
    }
}

struct ConfigSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Keep a setting in the profile.",
        discussion: examples(
            "mentorctl config set lang zh", "mentorctl config set output csv --profile scripts",
            "mentorctl config set editor 'code --wait'"))

    @Argument(help: "url, mentor, lang, color, output, pager or editor.", completion: .live(.settings))
    var setting: ProfileSetting
    @Argument(help: "The value.") var value: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run() async throws {
        let desk = try ProfileDesk(connection)
        var (name, profile) = try desk.named()
        // Kept as the shortest of its tags, whichever was written.
        let value = setting == .lang ? Language(tag: value)?.rawValue ?? value : value
        if let choices = setting.choices, !choices.contains(value) {
            throw desk.failure(
                .usage, .settingChoices,
                ["name": setting.rawValue, "text": value, "choices": choices.joined(separator: ", ")])
        }
        if let path = setting.path {
            profile[keyPath: path] = value
        } else {
            guard let base = Connection.baseURL(value) else { throw desk.failure(.usage, .badURL, ["text": value]) }
            // The token was given for the old server; it never goes to a new one unasked.
            guard base == profile.url else { throw desk.failure(.usage, .urlBelongsToToken, ["url": base]) }
        }
        try desk.save(profile, named: name)
        desk.console.writeError(
            desk.text(.settingSaved, ["name": setting.rawValue, "value": value, "profile": name]) + "\n")
    }
}

struct ConfigUnset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Forget a setting of the profile.",
        discussion: examples("mentorctl config unset lang"))

    @Argument(help: "mentor, lang, color, output, pager or editor.", completion: .live(.settings))
    var setting: ProfileSetting
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        if setting.path == nil { throw ValidationError("A profile has to have a url; 'logout' forgets the profile.") }
    }

    func run() async throws {
        let desk = try ProfileDesk(connection)
        var (name, profile) = try desk.named()
        if let path = setting.path { profile[keyPath: path] = nil }
        try desk.save(profile, named: name)
        desk.console.writeError(
            desk.text(.settingRemoved, ["name": setting.rawValue, "profile": name]) + "\n")
    }
}

struct ConfigUse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Use this profile from now on.",
        discussion: examples("mentorctl config use admin"))

    @Argument(help: "The profile's name.", completion: .live(.profiles)) var name: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run() async throws {
        let desk = try ProfileDesk(connection)
        guard let profile = desk.profiles.profiles[name] else { throw desk.unknown(name) }
        try desk.save(profile, named: name, makeCurrent: true)
        desk.console.writeError(desk.text(.profileUsed, ["name": name, "url": profile.url]) + "\n")
    }
}

/// The profiles file, for the commands that change it.
struct ProfileDesk {
    let context: CommandContext
    let preferences: Preferences
    let profiles: Profiles
    private let chosen: String?

    var language: Language { preferences.language }
    var console: any Console { context.console }

    init(_ options: ConnectionOptions) throws {
        let context = CommandContext.current
        let loaded: Profiles
        do {
            loaded = try context.profiles.load()
        } catch {
            throw CommandFailure(status: .failure, message: String(describing: error))
        }
        let variable = context.environment["MENTORCTL_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
        let name = options.server.profile ?? variable ?? loaded.current
        let profile = name.flatMap { loaded.profiles[$0] }
        (self.context, profiles, chosen) = (context, loaded, name)
        preferences = Preferences(options, environment: context.environment, profile: profile)
    }

    /// The profile that is named, or the current one.
    func named() throws -> (name: String, profile: Profile) {
        guard let chosen else {
            throw CommandFailure(status: .notAllowed, message: Phrase.notLoggedIn.text(language))
        }
        guard let profile = profiles.profiles[chosen] else { throw unknown(chosen) }
        return (chosen, profile)
    }

    func save(_ profile: Profile, named name: String, makeCurrent: Bool = false) throws {
        do {
            try context.profiles.save(profile: profile, named: name, makeCurrent: makeCurrent)
        } catch {
            throw CommandFailure(status: .failure, message: String(describing: error))
        }
    }

    func unknown(_ name: String) -> CommandFailure {
        let names = profiles.profiles.keys.sorted().joined(separator: ", ")
        return failure(
            .notFound, .noSuchProfile,
            ["name": name.printableLine, "names": names.isEmpty ? Phrase.noProfiles.text(language) : names])
    }

    func text(_ phrase: Phrase, _ values: [String: String]) -> String {
        phrase.text(language, values.mapValues(\.printableLine))
    }

    func failure(_ status: ExitStatus, _ phrase: Phrase, _ values: [String: String]) -> CommandFailure {
        CommandFailure(status: status, message: text(phrase, values))
    }
}
