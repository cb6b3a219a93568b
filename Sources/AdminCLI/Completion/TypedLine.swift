import ArgumentParser

/// A command line while it is typed.
struct TypedLine: Sendable {
    /// Whole words before the one that is typed and after it, the program's name first.
    var words: [String]
    /// What is there of the word that is typed.
    var prefix: String

    init(_ words: [String], at index: Int, prefix: String) {
        let isInside = words.indices.contains(index)
        self.words = words.enumerated().filter { !isInside || $0.offset != index }.map(\.element)
        // Shells differ in whether they say the word up to the cursor; all of them hand over the word itself.
        self.prefix = prefix.isEmpty && isInside ? words[index] : prefix
    }

    /// The value of an option: `--profile x` or `--profile=x`.
    func value(of option: String) -> String? {
        for (index, word) in words.enumerated() {
            if word == option, index + 1 < words.count { return words[index + 1] }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }

    /// The one of `ids` that a word of the line names, whole or by its last characters.
    func named(among ids: [String], prefix: String) -> String? {
        for word in words.dropFirst() where !word.hasPrefix("-") {
            if ids.contains(word) { return word }
            let found = ShortIdentifier.matches(word, among: ids, prefix: prefix)
            if found.count == 1 { return found[0] }
        }
        return nil
    }

    /// The command that the line begins with.
    var command: (any ParsableCommand.Type)? {
        var command: any ParsableCommand.Type = MentorControl.self
        for word in words.dropFirst() {
            guard let child = VerbCheck.children(of: command).first(where: { $0.name == word }) else { break }
            command = child.type
        }
        // A noun alone stands for its usual verb.
        return command.configuration.defaultSubcommand ?? command
    }

    /// What of a list is typed already, up to its last comma.
    var listHead: String {
        prefix.lastIndex(of: ",").map { String(prefix[...$0]) } ?? ""
    }
}
