import ArgumentParser

/// What a shell can be told while somebody types: things of the server or of this machine.
enum LiveSubject: Sendable, Equatable {
    /// Consultations in one of these statuses; in any when empty.
    case consultations([String] = [])
    case offerings, students, mentors, timeOff, tokens, profiles, settings
}

extension CompletionKind {
    /// Asks for candidates when the key is pressed.
    static func live(_ subject: LiveSubject) -> CompletionKind {
        switch subject {
        case .profiles, .settings:
            // These are here, and the argument parser takes what has to wait in whole commands alone.
            .custom { (_: [String], _: Int, _: String) -> [String] in LiveCompletion.local(subject) }
        case .consultations, .offerings, .students, .mentors, .timeOff, .tokens:
            .custom { words, _, _ in await LiveCompletion.candidates(for: subject, words: words) }
        }
    }
}
