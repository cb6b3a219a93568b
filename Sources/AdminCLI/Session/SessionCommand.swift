import ArgumentParser

/// A command that speaks to the server.
protocol SessionCommand: AsyncParsableCommand {
    associatedtype Options: SessionOptions

    var connection: Options { get }
    /// The mentor an admin acts for, where the command can be about one.
    var behalf: String? { get }
    /// Whether the answer may be long, and goes through a pager then.
    var isPaged: Bool { get }

    func run(in session: Session) async throws
}

extension SessionCommand {
    var behalf: String? { nil }
    var isPaged: Bool { false }

    mutating func run() async throws {
        let command = self
        try await Session.open(connection, mentor: behalf, isPaged: isPaged) { try await command.run(in: $0) }
    }
}

/// A help text's closing part.
func examples(_ lines: String...) -> String {
    (["EXAMPLES:"] + lines.map { "  \($0)" }).joined(separator: "\n")
}
