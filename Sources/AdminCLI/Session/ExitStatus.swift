import APIModel

/// How the command ends, for scripts. These numbers are documented and don't change.
enum ExitStatus: Int32, Sendable, CaseIterable {
    case success = 0
    case failure = 1
    case notFound = 3
    case notAllowed = 4
    case conflict = 5
    case invalid = 6
    case usage = 64
    case unreachable = 69

    /// What an HTTP error status means for a script.
    init(httpStatus status: Int) {
        self =
            switch status {
            case 404, 410: .notFound
            case 401, 403: .notAllowed
            case 409, 412, 428: .conflict
            case 429: .failure
            case 502, 503, 504: .unreachable
            case 400..<500: .invalid
            default: .failure
            }
    }

    init(_ failure: APIFailure) {
        switch failure {
        case .problem(let problem): self.init(httpStatus: problem.status)
        case .refused(let status): self.init(httpStatus: status)
        case .unreachable, .unanswered: self = .unreachable
        case .unreadableAnswer: self = .failure
        }
    }
}

/// The end of a command that was only to say what it would do. Not a failure.
struct DryRun: Error, Equatable, Sendable {
    var message: String
}

/// A failure that is already worded for the person at the terminal.
struct CommandFailure: Error, Equatable, Sendable {
    var status: ExitStatus
    var message: String
}
