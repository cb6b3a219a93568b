import ArgumentParser
import Testing

@testable import AdminCLI

/// Every command there is, found by walking the tree.
private struct Entry: Sendable, CustomStringConvertible {
    var path: [String]
    var description: String { path.joined(separator: " ") }

    static let all: [Entry] = entries(of: MentorControl.self, path: [])

    private static func entries(of command: any ParsableCommand.Type, path: [String]) -> [Entry] {
        [Entry(path: path)]
            + command.configuration.subcommands.flatMap { child in
                let name = child.configuration.commandName ?? child._commandName
                return entries(of: child, path: path + [name])
            }
    }
}

@Suite struct HelpTests {
    @Test(arguments: Entry.all)
    fileprivate func `Every command explains itself with an example`(entry: Entry) async {
        let run = await run(entry.path + ["--help"])
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("EXAMPLES:"))
        #expect(run.output.contains("mentorctl \(entry.path.joined(separator: " "))"))
    }

    @Test(arguments: Entry.all)
    fileprivate func `The examples can be typed as they stand`(entry: Entry) async throws {
        let help = await run(entry.path + ["--help"]).output
        let lines = help.split(separator: "\n").drop { $0 != "EXAMPLES:" }.dropFirst().prefix { $0.hasPrefix("  ") }
        #expect(!lines.isEmpty)
        // A line that the help has to break can't be copied.
        #expect(lines.allSatisfy { $0.hasPrefix("  mentorctl") || $0.contains("| mentorctl") })
        for line in lines {
            // The parts of a shell line that are not ours.
            let own = line.split(separator: "|").last.map(String.init) ?? ""
            let words = Self.words(own.split(whereSeparator: { $0 == ">" || $0 == "<" })[0])
            #expect(words.first == "mentorctl", "\(line)")
            #expect(throws: Never.self, "\(line)") { try MentorControl.parseAsRoot(Array(words.dropFirst())) }
        }
    }

    @Test func `Nouns and verbs are one word, so that completion works`() {
        for entry in Entry.all { #expect(entry.path.allSatisfy { $0.allSatisfy(\.isLetter) }, "\(entry)") }
    }

    @Test(
        "A command line that can't be read ends with 64 and says why",
        arguments: [
            ["accept"], ["decline", "7XK9"], ["noshow", "7XK9"], ["noshow", "7XK9", "--absent", "cat"],
            ["list", "--limit", "0"], ["schedule", "set"], ["schedule", "set", "mon 19:00-20:00", "--file", "x"],
            ["offering", "add", "x"], ["token", "add", "mentor", "--label", "x"], ["slots"],
            ["slots", "lin-wei", "--direction", "llm"], ["attachment", "add", "7XK9"],
            ["report", "week", "--format", "xls"],
        ])
    func usage(arguments: [String]) async {
        let run = await run(arguments)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("Error: "))
    }

    @Test func `The version is on standard output`() async {
        let run = await run(["--version"])
        #expect(run.output == CommandLineTool.version + "\n")
        #expect(run.status == 0)
    }

    private static func words(_ line: some StringProtocol) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}
