import ArgumentParser
import Terminal

/// Finds a noun or verb that doesn't exist, and what was probably meant. The argument parser would call it an
/// unexpected argument.
struct VerbCheck {
    var arguments: [String]
    var language: Language

    init(_ arguments: [String], language: Language) {
        self.arguments = arguments
        self.language = language
    }

    /// - Throws: ``CommandFailure`` that names the commands that come near.
    func check() throws {
        var command: any ParsableCommand.Type = MentorControl.self
        var path: [String] = []
        for word in arguments {
            let children = Self.children(of: command)
            if children.isEmpty || word.hasPrefix("-") { return }
            if let child = children.first(where: { $0.name == word }) {
                command = child.type
                path.append(word)
            } else if word == "help" {
                return
            } else {
                throw refusal(of: word, path: path, among: children.filter(\.isShown).map(\.name))
            }
        }
    }

    private func refusal(of word: String, path: [String], among names: [String]) -> CommandFailure {
        let shown = String(word.printableLine.prefix(40))
        let phrase: Phrase = path.isEmpty ? .unknownCommand : .unknownCommandOf
        var message = phrase.text(language, ["word": shown, "command": path.joined(separator: " ")])
        let near = Spelling.nearest(to: word, among: names)
        if !near.isEmpty {
            let words = near.map { "'\((["mentorctl"] + path + [$0]).joined(separator: " "))'" }
            let or = language == .chinese ? " 或 " : " or "
            message += "\n" + Phrase.didYouMean.text(language, ["words": words.joined(separator: or)])
        }
        return CommandFailure(status: .usage, message: message)
    }

    /// A command below another one.
    struct Child {
        var name: String
        var type: any ParsableCommand.Type
        var isShown: Bool
    }

    static func children(of command: any ParsableCommand.Type) -> [Child] {
        command.configuration.subcommands.map { type in
            Child(
                name: type.configuration.commandName ?? type._commandName, type: type,
                isShown: type.configuration.shouldDisplay)
        }
    }
}

/// How near words are to each other.
enum Spelling {
    /// At most three of `names` that come near what was typed, the nearest first: a few letters wrong, missing, doubled
    /// or swapped, or a beginning.
    static func nearest(to word: String, among names: [String]) -> [String] {
        let word = word.lowercased()
        let ranked = names.compactMap { name -> (distance: Int, name: String)? in
            let distance = distance(word, name)
            if distance <= max(1, min(word.count, name.count) / 3 + 1), distance < name.count {
                return (distance, name)
            }
            if word.count >= 2, name.hasPrefix(word) || word.hasPrefix(name) { return (4, name) }
            return nil
        }
        let best = ranked.map(\.distance).min() ?? 0
        return ranked.filter { $0.distance <= best + 1 }.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3).map(\.name)
    }

    /// Letters to insert, remove, replace or swap with their neighbour (optimal string alignment).
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.prefix(40)), Array(right.prefix(40)))
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var before: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var row = [i]
            for j in 1...right.count {
                var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    best = min(best, before[j - 2] + 1)
                }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[right.count]
    }
}
