import ArgumentParser
import ClientProfiles
import Foundation
import Scheduling
import Terminal

/// Candidates for the word somebody is typing. Quick, and silent when anything fails: a shell has no place for a
/// message.
enum LiveCompletion {
    /// One candidate and what it is, for shells that show both.
    struct Candidate: Equatable, Sendable {
        var word: String
        var about = ""
    }

    /// Longer than this nobody waits for a key.
    @TaskLocal static var timeLimit: Duration = .milliseconds(1500)

    static func candidates(for subject: LiveSubject, line: TypedLine) async -> [String] {
        let limit = timeLimit
        let found = try? await withThrowingTaskGroup(of: [Candidate]?.self) { group in
            group.addTask { try await find(subject, line: line) }
            group.addTask {
                // The machine's clock, not the context's: a key that is pressed is answered in time whatever it says.
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        return texts(of: found ?? nil ?? [], subject, line)
    }

    /// Candidates of this machine.
    static func local(_ subject: LiveSubject, line: TypedLine) -> [String] {
        let found: [Candidate] =
            switch subject {
            case .profiles:
                ((try? CommandContext.current.profiles.load()) ?? Profiles()).profiles.sorted { $0.key < $1.key }
                    .map { Candidate(word: $0.key, about: $0.value.url) }
            case .settings: ProfileSetting.allCases.map { Candidate(word: $0.rawValue) }
            case .weeks: weeks()
            case .fields:
                ((line.command as? any TabularCommand.Type)?.fieldNames ?? []).map { Candidate(word: $0) }
            case .words(let words): words.map { Candidate(word: $0) }
            default: []
            }
        return texts(of: found, subject, line)
    }

    /// The weeks somebody asks a report of: this one, the last, and some before.
    private static func weeks() -> [Candidate] {
        let today = ZoneRules.utc.localDate(at: CommandContext.current.now)
        let current = ISOWeek(containing: today)
        let named = [
            Candidate(word: "this", about: current.string),
            Candidate(word: "last", about: current.adding(weeks: -1).string),
        ]
        return named
            + (1...8).map { distance in
                let week = current.adding(weeks: -distance)
                return Candidate(word: week.string, about: "\(week.firstDay.iso8601) – \(week.lastDay.iso8601)")
            }
    }

    /// Candidates as the shell's script takes them. Of a list, what is typed already stays in front of each.
    private static func texts(of candidates: [Candidate], _ subject: LiveSubject, _ line: TypedLine) -> [String] {
        let head = subject.isList ? line.listHead : ""
        let said = Set(head.split(separator: ",").map(String.init))
        return candidates.filter { !said.contains($0.word) }.map { candidate in
            text(of: Candidate(word: head + candidate.word, about: candidate.about), for: CompletionShell.requesting)
        }
    }

    /// A candidate as the shell's script takes it.
    static func text(of candidate: Candidate, for shell: CompletionShell?) -> String {
        let about = candidate.about.printableLine.truncated(toWidth: 60)
        guard !about.isEmpty else { return candidate.word }
        return switch shell {
        case .zsh?: candidate.word.replacing(":", with: "\\:") + ":" + about
        case .fish?: candidate.word + "\t" + about
        default: candidate.word
        }
    }

    private static func find(_ subject: LiveSubject, line: TypedLine) async throws -> [Candidate] {
        var arguments: [String] = []
        for option in ["--profile", "--url", "--token", "--lang"] {
            if let value = line.value(of: option) { arguments += [option, value] }
        }
        let options = try ConnectionOptions.parse(arguments)
        var found: [Candidate] = []
        try await Session.open(options, mentor: line.value(of: "--mentor")) { session in
            found = try await session.candidates(subject, line: line)
        }
        return found
    }
}
