/// What a setting takes.
public enum SettingKind: Sendable, Hashable {
    /// Any text that is not empty.
    case text
    /// An absolute URL of one of these schemes.
    case url(schemes: [String])
    /// The path of a file or folder.
    case path
    /// `true` or `false`.
    case flag
    /// A whole number, and what it counts: `seconds`, `bytes`.
    case integer(ClosedRange<Int>, unit: String)
    /// One of these words.
    case choice([String])
    /// Items separated by commas, or a YAML list; and what they are.
    case list(of: String)

    /// What is expected, as the end of a sentence.
    public var expectation: String {
        switch self {
        case .text: "a text"
        case .url(let schemes): "a URL such as \(schemes.map { "\($0)://…" }.joined(separator: " or "))"
        case .path: "a path"
        case .flag: "true or false"
        case .integer(let range, let unit):
            "a whole number\(unit.isEmpty ? "" : " of \(unit)") from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .list(let items): "a list of \(items)"
        }
    }

    /// Whether a text can be read as this.
    public func accepts(_ text: String) -> Bool {
        switch self {
        case .text, .path: !text.isEmpty && !text.contains("\0")
        case .url(let schemes): schemes.contains { text.hasPrefix("\($0)://") && text.count > $0.count + 3 }
        case .flag: text == "true" || text == "false"
        case .integer(let range, _): Int(text).map(range.contains) ?? false
        case .choice(let words): words.contains(text)
        case .list: !text.contains("\0")
        }
    }
}
