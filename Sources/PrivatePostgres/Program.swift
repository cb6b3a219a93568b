import Foundation
internal import Subprocess
internal import SystemPackage

/// A program that is run to its end and answers with a status and some text.
struct Program {
    let path: String
    let arguments: [String]
    var account: ServerAccount = .current

    struct Answer: Sendable {
        let isSuccess: Bool
        let output: String
        let complaint: String
    }

    func run() async throws -> Answer {
        let command = try account.commandLine(path, arguments)
        let result = try await Subprocess.run(
            .path(FilePath(command.path)), arguments: Arguments(command.arguments),
            environment: .custom(Self.environment), workingDirectory: "/", output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        return Answer(
            isSuccess: result.terminationStatus.isSuccess, output: result.standardOutput,
            complaint: result.standardError.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// A clean environment: `PGPORT`, `PGDATA` and their like of the caller must not reach the server, and the account
    /// it runs as may not even enter the caller's home.
    static let environment: [Subprocess.Environment.Key: String] = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC",
    ]
}
