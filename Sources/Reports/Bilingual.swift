/// A language a report is written in.
public enum ReportLanguage: String, Sendable, Hashable, CaseIterable {
    case zhHans = "zh-Hans"
    case en
}

/// A phrase in both languages.
public struct Bilingual: Sendable, Hashable {
    public let zh: String
    public let en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    public func text(in language: ReportLanguage) -> String {
        switch language {
        case .zhHans: zh
        case .en: en
        }
    }
}
