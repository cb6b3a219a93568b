/// A language the service answers in.
public enum Language: String, CaseIterable, Hashable, Sendable {
    case zhHans = "zh-Hans"
    case en

    /// Chooses by an `Accept-Language` header: Chinese when there is none, Simplified Chinese for any `zh`, else by
    /// quality; a reader who names neither language gets English.
    public init(acceptLanguage header: String?) {
        guard let header, header.contains(where: { !$0.isWhitespace }) else {
            self = .zhHans
            return
        }
        var best: (language: Language, quality: Double)?
        var refused: Set<Language> = []
        for item in WeightedItem.parse(header) {
            let primary = item.name.prefix { $0 != "-" }
            let languages: [Language] =
                switch primary {
                case "zh": [.zhHans]
                case "en": [.en]
                case "*": [.zhHans, .en]
                default: []
                }
            if item.quality <= 0 {
                refused.formUnion(primary == "*" ? [] : languages)
                continue
            }
            for language in languages where item.quality > best?.quality ?? 0 && !refused.contains(language) {
                best = (language, item.quality)
                break
            }
        }
        if let best, !refused.contains(best.language) {
            self = best.language
        } else {
            self = refused.contains(.en) && !refused.contains(.zhHans) ? .zhHans : .en
        }
    }
}
