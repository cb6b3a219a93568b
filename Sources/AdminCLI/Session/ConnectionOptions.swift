import ArgumentParser
import Terminal

/// Where the server is, who is calling, and in which language the answer is: what every command has.
///
/// A command whose own `-o` names a file takes these alone; all others take ``ConnectionOptions``.
struct ServerOptions: ParsableArguments {
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

    @Option(
        help: ArgumentHelp("Profile to use ($MENTORCTL_PROFILE).", valueName: "name"), completion: .live(.profiles))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "Language of the output: zh or en, zh-CN and en_GB.UTF-8 as well ($MENTORCTL_LANG, LC_ALL, LANG).",
            valueName: "tag"))
    var lang: Language?

    @Option(help: ArgumentHelp("Colour: auto, always or never (NO_COLOR).", valueName: "when"))
    var color: Color?

    @Flag(help: "Print the server's JSON; the same as -o json.")
    var json = false
}

/// How an answer looks.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Output as table, json, csv, tsv or md ($MENTORCTL_OUTPUT).", valueName: "format"))
    var output: OutputFormat?

    @Option(
        help: ArgumentHelp(
            "Only these fields of the JSON, divided by commas, such as id,status,student.name.", valueName: "names"),
        completion: .live(.fields))
    var fields: String?

    func validate() throws {
        if fields != nil, fieldNames?.isEmpty ?? true {
            throw ValidationError("--fields takes names divided by commas, such as id,status.")
        }
    }

    var fieldNames: [String]? {
        fields.map { $0.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init) }
    }
}

/// The options nearly every command has.
struct ConnectionOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if server.json, let format = output.output, format != .json {
            throw ValidationError("--json and -o \(format.rawValue) contradict each other.")
        }
    }
}

/// What a session is opened with.
protocol SessionOptions {
    var server: ServerOptions { get }
    /// Nil where the command has a format of its own.
    var format: OutputOptions? { get }
}

extension ServerOptions: SessionOptions {
    var server: ServerOptions { self }
    var format: OutputOptions? { nil }
}

extension ConnectionOptions: SessionOptions {
    var format: OutputOptions? { output }
}

/// For admins: whose desk a command is about.
struct OnBehalfOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Act for this mentor (admins; audited).", valueName: "handle"), completion: .live(.mentors))
    var mentor: String?
}

/// For commands that change something.
///
/// What is about to be done is always printed first, on standard error. On a terminal the command then asks. Without
/// one there is nobody to ask, and the command line itself is the decision: `--dry-run` is there to look first.
struct WriteOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Don't ask before changing anything.")
    var yes = false

    @Flag(help: "Only say what would be done, and change nothing.")
    var dryRun = false
}
