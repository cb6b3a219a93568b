import ArgumentParser
import Foundation
import Terminal

/// The command line tool as a function: arguments in, exit status out.
public enum CommandLineTool {
    /// The version the tool says it is, and sends as its user agent.
    public static let version = "0.1.0"

    /// Runs one command.
    ///
    /// - Parameters:
    ///   - arguments: what follows the program's name.
    ///   - context: environment, streams and clock.
    /// - Returns: 0 ok, 1 failure, 3 not found, 4 not allowed, 5 conflict, 6 invalid, 64 usage, 69 server unreachable.
    public static func run(_ arguments: [String], context: CommandContext) async -> Int32 {
        await CommandContext.$current.withValue(context) {
            do {
                try Language.check(arguments, context.environment)
                try VerbCheck(arguments, language: Language.chosen(arguments, context.environment)).check()
                var command = try await MentorControl.asyncParseAsRoot(arguments)
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
                return ExitStatus.success.rawValue
            } catch {
                return report(error, context: context).rawValue
            }
        }
    }

    private static func report(_ error: any Error, context: CommandContext) -> ExitStatus {
        switch error {
        case let failure as CommandFailure:
            context.console.writeError("mentorctl: \(failure.message)\n")
            return failure.status
        case let end as DryRun:
            context.console.writeError(end.message + "\n")
            return .success
        case is CancellationError:
            return .failure
        default:
            let code = MentorControl.exitCode(for: error)
            let message = MentorControl.fullMessage(for: error)
            if code == .success {
                context.console.write(message + "\n")
                return .success
            }
            if !message.isEmpty { context.console.writeError(message + "\n") }
            return code == .validationFailure ? .usage : .failure
        }
    }
}
