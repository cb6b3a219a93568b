import ArgumentParser
import Terminal

/// Where the server is, who is calling, and how the answer looks: the options every command has.
struct ConnectionOptions: ParsableArguments {
    enum Color: String, ExpressibleByArgument, CaseIterable {
        case auto, always, never

        var choice: ColorChoice {
            switch self {
            case .auto: .auto
            case .always: .always
            case .never: .never
            }
        }
    }

    @Option(help: ArgumentHelp("Address of the server ($MENTORCTL_URL).", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("Access token ($MENTORCTL_TOKEN).", valueName: "token"))
    var token: String?

    @Option(help: ArgumentHelp("Profile to use ($MENTORCTL_PROFILE).", valueName: "name"))
    var profile: String?

    @Option(help: ArgumentHelp("Language of the output (LC_ALL, LANG).", valueName: "zh|en"))
    var lang: Language?

    @Option(help: ArgumentHelp("Colour: auto, always or never (NO_COLOR).", valueName: "when"))
    var color: Color = .auto

    @Flag(help: "Print the server's JSON.")
    var json = false
}

/// For admins: whose desk a command is about.
struct OnBehalfOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Act for this mentor (admins; audited).", valueName: "handle"))
    var mentor: String?
}

/// For commands that change something.
struct WriteOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Don't ask before changing anything.")
    var yes = false
}
