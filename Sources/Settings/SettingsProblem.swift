/// What is wrong with a configuration: a plain sentence for each thing, all of them at once.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let sentences: [String]

    public init(_ sentences: [String]) {
        self.sentences = sentences
    }

    public var description: String { sentences.joined(separator: "\n") }

    /// A value that can't be read as what its setting takes. A secret's value is not repeated.
    static func wrongValue(_ text: String, of setting: Setting, from origin: String) -> String {
        let value = setting.isSecret ? "the value" : "\"\(text)\""
        return "\(setting.key): \(value) from \(origin) is not possible; it takes \(setting.kind.expectation)."
    }

    static func unknown(_ name: String, in origin: String, nearest: String) -> String {
        "\(origin): there is no setting \(name). Did you mean \(nearest)?"
    }
}

/// The name most like a mistyped one.
enum NearestName {
    static func find(_ name: String, among names: [String]) -> String {
        names.min { distance(name, $0) < distance(name, $1) } ?? ""
    }

    /// Insertions, removals and replacements from one to the other (Levenshtein).
    static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let replaced = diagonal + (character == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
