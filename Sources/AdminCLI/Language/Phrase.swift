/// Something the command says, in both languages.
///
/// `{name}` marks a place for a value. A phrase is made of both texts, so that none can lack a language.
struct Phrase: Hashable, Sendable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// The phrase in `language`, its places filled in. A value is taken as it is, braces and all.
    func text(_ language: Language, _ values: [String: String] = [:]) -> String {
        var rest = Substring(language == .chinese ? chinese : english)
        var text = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            text += rest[..<open] + (values[name] ?? "")
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
