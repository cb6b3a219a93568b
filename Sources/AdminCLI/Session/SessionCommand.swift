import ArgumentParser

/// A command that speaks to the server.
protocol SessionCommand: AsyncParsableCommand {
    var connection: ConnectionOptions { get }
    /// The mentor an admin acts for, where the command can be about one.
    var behalf: String? { get }

    func run(in session: Session) async throws
}

extension SessionCommand {
    var behalf: String? { nil }

    mutating func run() async throws {
        let command = self
        try await Session.open(connection, mentor: behalf) { try await command.run(in: $0) }
    }
}

/// A help text's closing part.
func examples(_ lines: String...) -> String {
    (["EXAMPLES:"] + lines.map { "  \($0)" }).joined(separator: "\n")
}
