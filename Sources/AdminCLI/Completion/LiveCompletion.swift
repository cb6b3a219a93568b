import APIModel
import ArgumentParser
import ClientProfiles
import Foundation
import Terminal

/// Candidates for the word somebody is typing. Quick, and silent when anything fails: a shell has no place for a
/// message.
enum LiveCompletion {
    /// One candidate and what it is, for shells that show both.
    struct Candidate: Equatable, Sendable {
        var word: String
        var about: String
    }

    /// Longer than this nobody waits for a key.
    @TaskLocal static var timeLimit: Duration = .milliseconds(1500)

    /// - Parameter words: the command line as it stands, the program's name first.
    static func candidates(for subject: LiveSubject, words: [String]) async -> [String] {
        let limit = timeLimit
        let found = try? await withThrowingTaskGroup(of: [Candidate]?.self) { group in
            group.addTask { try await find(subject, words: words) }
            group.addTask {
                // The machine's clock, not the context's: a key that is pressed is answered in time whatever it says.
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        return (found ?? nil ?? []).map { text(of: $0, for: CompletionShell.requesting) }
    }

    /// Candidates of this machine.
    static func local(_ subject: LiveSubject) -> [String] {
        let found: [Candidate] =
            switch subject {
            case .profiles:
                ((try? CommandContext.current.profiles.load()) ?? Profiles()).profiles.sorted { $0.key < $1.key }
                    .map { Candidate(word: $0.key, about: $0.value.url) }
            case .settings: ProfileSetting.allCases.map { Candidate(word: $0.rawValue, about: "") }
            case .consultations, .offerings, .students, .mentors, .timeOff, .tokens: []
            }
        return found.map { text(of: $0, for: CompletionShell.requesting) }
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

    /// The value of an option on a command line: `--profile x` or `--profile=x`.
    static func value(of option: String, in words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            if word == option, index + 1 < words.count { return words[index + 1] }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }

    private static func find(_ subject: LiveSubject, words: [String]) async throws -> [Candidate] {
        var arguments: [String] = []
        for option in ["--profile", "--url", "--token", "--lang"] {
            if let value = value(of: option, in: words) { arguments += [option, value] }
        }
        let options = try ConnectionOptions.parse(arguments)
        var found: [Candidate] = []
        try await Session.open(options, mentor: value(of: "--mentor", in: words)) { session in
            found = try await find(subject, in: session)
        }
        return found
    }

    private static func find(_ subject: LiveSubject, in session: Session) async throws -> [Candidate] {
        switch subject {
        case .consultations(let statuses):
            let found = try await session.consultations(statuses: statuses, limit: 100)
            let ids = ShortIdentifier.shown(found.items.map(\.id))
            let view = session.consultationText
            return found.items.map { consultation in
                let about = "\(view.status(consultation.status)) · \(view.line(consultation))"
                return Candidate(word: (ids[consultation.id] ?? consultation.id).lowercased(), about: about)
            }
        case .offerings:
            var listing = Listing<Offering>()
            _ = try listing.add(try await session.sendForMentor(.get("v1", "mentor", "offerings")))
            return listing.items.map { Candidate(word: $0.slug, about: $0.title) }
        case .students:
            let listing = try await session.students(limit: 100)
            let ids = ShortIdentifier.shown(listing.items.map(\.id))
            return listing.items.map { Candidate(word: (ids[$0.id] ?? $0.id).lowercased(), about: $0.name) }
        case .mentors:
            let listing = try await session.list(.get("v1", "mentors"), of: Mentor.self, limit: 500)
            return listing.items.map { Candidate(word: $0.handle, about: $0.name) }
        case .timeOff:
            let schedule = try await session.schedule().schedule
            let ids = ShortIdentifier.shown(schedule.timeOff.compactMap(\.id))
            return schedule.timeOff.compactMap { span in
                span.id.map { id in
                    let when = session.clock.span(span.start, span.end, in: schedule.timezone)
                    return Candidate(
                        word: (ids[id] ?? id).lowercased(),
                        about: [when, span.note].compactMap { $0 }.joined(separator: " · "))
                }
            }
        case .tokens:
            let tokens = try await session.tokens().items
            let ids = ShortIdentifier.shown(tokens.map(\.id))
            return tokens.map { token in
                Candidate(
                    word: (ids[token.id] ?? token.id).lowercased(),
                    about: "\(session.role(token.role)) · \(token.label)")
            }
        case .profiles, .settings:
            return []
        }
    }
}
