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

    /// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says something decides; English when none does.
    init(environment: [String: String]) {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self = name?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }
}
