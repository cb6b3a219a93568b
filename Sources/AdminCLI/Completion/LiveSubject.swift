import ArgumentParser

/// What a shell can be told while somebody types: things of the server or of this machine.
enum LiveSubject: Sendable, Equatable {
    /// Consultations in one of these statuses; in any when empty.
    case consultations([String] = [])
    /// Files, or messages, of the consultation that stands earlier on the line.
    case attachments, messages
    /// Plans in one of these statuses; in any when empty.
    case plans([String] = [])
    /// Plans the mentor is asked to take.
    case planAsks
    /// Steps of the plan that stands earlier on the line.
    case steps
    /// Deliveries in one of these states.
    case deliveries([String])
    /// A person's own channels, or webhooks, or what of both a delivery can go to.
    case channels, webhooks, destinations
    case offerings, students, mentors, directions, timeOff, tokens, measures
    // Known without a server.
    case profiles, settings, weeks
    /// Fields of the answers of the command that is typed.
    case fields
    /// Any of these.
    case words([String])

    /// Whether several may be said, divided by commas.
    var isList: Bool {
        switch self {
        case .fields, .words, .measures, .directions: true
        default: false
        }
    }

    fileprivate var isLocal: Bool {
        switch self {
        case .profiles, .settings, .weeks, .fields, .words: true
        default: false
        }
    }
}

extension CompletionKind {
    /// Asks for candidates when the key is pressed.
    static func live(_ subject: LiveSubject) -> CompletionKind {
        // These are here, and the argument parser takes what has to wait in whole commands alone.
        if subject.isLocal {
            return .custom { (words: [String], index: Int, prefix: String) -> [String] in
                LiveCompletion.local(subject, line: TypedLine(words, at: index, prefix: prefix))
            }
        }
        return .custom { words, index, prefix in
            await LiveCompletion.candidates(for: subject, line: TypedLine(words, at: index, prefix: prefix))
        }
    }
}
