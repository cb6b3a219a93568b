/// The language of an e-mail.
public enum EmailLanguage: String, Sendable, Hashable, CaseIterable {
    case zhHans = "zh-Hans"
    case en

    /// The one nearest to a language tag: Chinese for any `zh`, English for any other; nil without a tag.
    public init?(locale: String?) {
        guard let locale else { return nil }
        self = locale.lowercased().split(separator: "-").first == "zh" ? .zhHans : .en
    }
}
