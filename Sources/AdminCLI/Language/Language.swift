import ArgumentParser
import Terminal

/// The language of what the command says.
enum Language: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"

    /// For `Accept-Language`.
    var tag: String {
        switch self {
        case .chinese: "zh-Hans"
        case .english: "en"
        }
    }

    /// The language of a tag as people and systems write them: `zh`, `zh-CN`, `zh-Hans-CN`, `en_GB.UTF-8`, `C`.
    ///
    /// Any Chinese is the Chinese there is, and any English the English there is.
    init?(tag: String) {
        // A locale's encoding and modifier, as in en_GB.UTF-8 and zh_CN@pinyin, say nothing of the language.
        let name = tag.prefix { $0 != "." && $0 != "@" }.lowercased()
        if ["c", "posix"].contains(name) {
            self = .english
            return
        }
        let parts = name.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        let isSubtag = { (part: Substring) in
            (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        guard parts.allSatisfy(isSubtag) else { return nil }
        switch parts[0] {
        case "zh": self = .chinese
        case "en": self = .english
        default: return nil
        }
    }

    /// The language of a command line that can't be read any further: `--lang`, `MENTORCTL_LANG`, then the machine's.
    static func chosen(_ arguments: [String], _ environment: [String: String]) -> Language {
        said(arguments, environment).lazy.compactMap { Language(tag: $0.text) }.first
            ?? Language(environment: environment)
    }

    /// Refuses a language that was asked for and isn't there.
    ///
    /// - Throws: ``CommandFailure``: one sentence, where the argument parser would add a screen of usage.
    static func check(_ arguments: [String], _ environment: [String: String]) throws {
        // A shell that asks for candidates has no place for a message.
        if arguments.first == "---completion" { return }
        for said in said(arguments, environment) where Language(tag: said.text) == nil {
            let values = ["place": said.place, "text": String(said.text.printableLine.prefix(40))]
            throw CommandFailure(
                status: .usage, message: Phrase.languageUnknown.text(Language(environment: environment), values))
        }
    }

    /// What is said of the language to this tool alone, and where; the flag first.
    private static func said(
        _ arguments: [String], _ environment: [String: String]
    ) -> [(place: String, text: String)] {
        var found: [(place: String, text: String)] = []
        let own = arguments.prefix { $0 != "--" }
        for (index, word) in own.enumerated() {
            if word == "--lang", index + 1 < own.count {
                found.append(("--lang", own[index + 1]))
            } else if word.hasPrefix("--lang=") {
                found.append(("--lang", String(word.dropFirst("--lang=".count))))
            }
        }
        if let text = environment["MENTORCTL_LANG"], !text.isEmpty { found.append(("MENTORCTL_LANG", text)) }
        return found
    }

    /// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says something decides; English when none does.
    init(environment: [String: String]) {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self = name.flatMap { Language(tag: $0) } ?? .english
    }
}

extension Language: ExpressibleByArgument {
    init?(argument: String) {
        self.init(tag: argument)
    }

    static var allValueStrings: [String] { ["zh", "en"] }
}
