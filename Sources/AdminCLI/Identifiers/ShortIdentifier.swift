import Foundation

/// Ids as people type them: whole, or only their last characters.
///
/// The first characters of ids made within hours of each other are the same; the last ones differ.
enum ShortIdentifier {
    /// Whether `text` is a whole id of this kind: the prefix and 26 characters.
    static func isWhole(_ text: String, prefix: String) -> Bool {
        text.hasPrefix(prefix) && text.count == prefix.count + 26
    }

    /// The shortest ending that is looked for.
    static let minimumLength = 4

    /// Those of `ids` that end in `text`, whatever the case; O, I and L are read as the digits they look like.
    static func matches(_ text: String, among ids: [String], prefix: String) -> [String] {
        let ending = normalized(text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
        guard ending.count >= minimumLength else { return [] }
        return ids.filter { normalized(String($0.dropFirst(prefix.count))).hasSuffix(ending) }
    }

    /// The ending to show for each id: at least six characters, and as many as tell them apart.
    static func shown(_ ids: [String]) -> [String: String] {
        let distinct = Set(ids)
        var length = 6
        while length < 26, Set(distinct.map { $0.suffix(length) }).count < distinct.count { length += 1 }
        return Dictionary(uniqueKeysWithValues: distinct.map { ($0, String($0.suffix(length))) })
    }

    private static func normalized(_ text: String) -> String {
        String(
            text.uppercased().map { character in
                switch character {
                case "O": "0"
                case "I", "L": "1"
                default: character
                }
            })
    }
}
