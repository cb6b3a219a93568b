public import ArgumentParser
import Foundation
public import Mentoring
import Postgres
import Scheduling
import Schema
import Settings
import ZoneData

/// Tokens, issued at the database's side: the first administrator has no other way.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue a token at the database's side.", subcommands: [Issue.self])

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issue a token and print it, this once.",
            discussion: "Example: mentord token issue --role admin --label ops")

        @OptionGroup var options: SettingsOptions

        @Option(help: "admin, mentor or student.")
        var role: Role

        @Option(help: "The mentor's handle, for a mentor's token.")
        var mentor: String?

        @Option(help: "The student's id (stu_…), for a student's token.")
        var student: String?

        @Option(help: "What it is for; shown in lists.")
        var label: String

        @Option(name: .customLong("expires-at"), help: "When it stops working, RFC 3339.")
        var expiresAt: Instant?

        func validate() throws {
            guard (role == .mentor) == (mentor != nil) else {
                throw ValidationError("--mentor goes with --role mentor, and is needed there.")
            }
            guard (role == .student) == (student != nil) else {
                throw ValidationError("--student goes with --role student, and is needed there.")
            }
            guard student.map({ StudentID($0) != nil }) ?? true else {
                throw ValidationError("--student takes an id such as stu_….")
            }
            guard (1...120).contains(label.unicodeScalars.count) else {
                throw ValidationError("--label takes 1 to 120 characters.")
            }
        }

        func run() async throws {
            try await explaining {
                let url = try await options.settings().require(SettingKeys.databaseURL)
                let token = try await withClient(url: url, name: "mentord token", logger: Logs.quiet) { client in
                    // Tokens touch nothing that is sealed, so this desk's secret is one for the moment.
                    let desk = try DeskFactory.make(
                        client, clock: SystemClock(), secrets: [DeskFactory.randomSecret()])
                    do {
                        return try await desk.accounts.issue(
                            role: role, mentor: mentor.map { MentorName($0) },
                            student: student.flatMap { StudentID($0) }, label: label, expiresAt: expiresAt, by: nil)
                    } catch let refusal as Refusal {
                        throw CommandRefusal(refusal)
                    }
                }
                print(token.value?.secret ?? "")
            }
        }
    }
}

extension Role: ExpressibleByArgument {}

/// A use case's refusal as one sentence for the operator.
struct CommandRefusal: Error, CustomStringConvertible {
    let description: String

    init(_ refusal: Refusal) {
        description =
            switch refusal {
            case .notFound(let pointer?): "There is no such \(pointer.dropFirst())."
            case .invalid(let pointer, _): "The value of \(pointer.dropFirst()) is not possible."
            default: "Refused: \(refusal)."
            }
    }
}
