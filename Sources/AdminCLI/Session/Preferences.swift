import ClientProfiles
import Terminal

/// How a person wants to be answered: a flag before the environment before the profile, and what the machine says
/// (`LANG`, the terminal) last.
struct Preferences: Equatable, Sendable {
    var language: Language
    var color: ColorChoice
    var format: OutputFormat
    var fields: [String]?
    /// A shell command; nil for none.
    var pager: String?
    var editor: String

    init(_ options: some SessionOptions, environment: [String: String], profile: Profile?) {
        let environment = environment.filter { !$0.value.isEmpty }
        let server = options.server
        language =
            server.lang ?? environment["MENTORCTL_LANG"].flatMap { Language(tag: $0) }
            ?? profile?.lang.flatMap { Language(tag: $0) } ?? Language(environment: environment)
        // NO_COLOR and its like are the environment's word, so they come before the profile's.
        let saysColor = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"].contains { environment[$0] != nil }
        let chosen = profile?.color.flatMap { ColorChoice(rawValue: $0) }
        color = server.color?.choice ?? (saysColor ? nil : chosen) ?? .auto
        if server.json {
            format = .json
        } else if let output = options.format {
            let named = environment["MENTORCTL_OUTPUT"] ?? profile?.output
            format = output.output ?? named.flatMap { OutputFormat(rawValue: $0) } ?? .table
        } else {
            // A command with a format of its own is not told one from outside.
            format = .table
        }
        fields = options.format?.fieldNames
        let named = environment["MENTORCTL_PAGER"] ?? profile?.pager ?? environment["PAGER"] ?? "less"
        pager = named.isEmpty || named == "cat" || environment["TERM"] == "dumb" ? nil : named
        editor =
            environment["MENTORCTL_EDITOR"] ?? profile?.editor ?? environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
    }
}
