import ArgumentParser

/// The language of what the command says.
enum Language: String, Sendable, CaseIterable, ExpressibleByArgument {
    case chinese = "zh"
    case english = "en"

    /// For `Accept-Language`.
    var tag: String {
        switch self {
        case .chinese: "zh-Hans"
        case .english: "en"
        }
    }

    /// The language of a command line that can't be read any further: `--lang`, `MENTORCTL_LANG`, then the machine's.
    static func chosen(_ arguments: [String], _ environment: [String: String]) -> Language {
        let named = zip(arguments, arguments.dropFirst()).first { $0.0 == "--lang" }?.1
        return (named ?? environment["MENTORCTL_LANG"]).flatMap { Language(rawValue: $0) }
            ?? Language(environment: environment)
    }

    /// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says something decides; English when none does.
    init(environment: [String: String]) {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self = name?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }
}
