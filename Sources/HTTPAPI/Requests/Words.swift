/// A phrase in both languages of the service.
public struct Words: Hashable, Sendable {
    public let zh: String
    public let en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The phrase in one language.
    public func text(in language: Language) -> String {
        switch language {
        case .zhHans: zh
        case .en: en
        }
    }
}
