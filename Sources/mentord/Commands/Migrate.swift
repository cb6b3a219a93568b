import ArgumentParser
import Curriculum
import Foundation
import Mentoring
import Postgres
import Scheduling
import Schema

/// The database's structure.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database to the structure this version needs.",
        discussion: """
            Needs the owner's direct connection: --database-url, else the setting migration.database_url \
            (MENTORDESK_MIGRATION_DATABASE_URL), else database.url.

            Example: mentord migrate up --database-url postgres://owner@db/mentordesk --service-role mentordesk_service
            """, subcommands: [Up.self, Status.self, Plan.self])

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply what is missing.",
            discussion: "Example: mentord migrate up --service-role mentordesk_service --curricula")

        @OptionGroup var options: SettingsOptions

        @Option(name: .customLong("service-role"), help: "Give this database role what the service needs.")
        var serviceRole: String?

        @Flag(help: "Then publish the built-in curricula whose versions aren't there yet.")
        var curricula = false

        func run() async throws {
            try await explaining {
                let url = try await options.ownerURL()
                try await withClient(url: url, name: "mentord migrate", logger: Logs.quiet) { client in
                    let applied = try await Migrator(client).up(
                        appliedAt: SystemClock().now.rfc3339UTC, serviceRole: serviceRole)
                    for migration in applied { print("applied \(migration.version) \(migration.name)") }
                    if applied.isEmpty { print("The database is up to date.") }
                    guard curricula else { return }
                    let desk = try DeskFactory.make(
                        client, clock: SystemClock(), secrets: [DeskFactory.randomSecret()])
                    for curriculum in try await BuiltInCurricula.publishMissing(by: desk).published {
                        print("published \(curriculum.direction) \(curriculum.version)")
                    }
                }
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show each migration beside the database's.",
            discussion: "Ends with 1 when the database is not up to date.\n\nExample: mentord migrate status")

        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await explaining {
                let url = try await options.ownerURL()
                let status = try await withClient(url: url, name: "mentord migrate", logger: Logs.quiet) {
                    try await Migrator($0).status()
                }
                print(status.sideBySide)
                if !status.isCurrent { throw ExitCode.failure }
            }
        }
    }

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the SQL that `up` would run.", discussion: "Example: mentord migrate plan")

        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await explaining {
                let url = try await options.ownerURL()
                let status = try await withClient(url: url, name: "mentord migrate", logger: Logs.quiet) {
                    try await Migrator($0).status()
                }
                try status.check()
                for migration in status.pending {
                    print("-- \(migration.version) \(migration.name)\n\(migration.text)")
                }
                if status.pending.isEmpty { print("-- The database is up to date.") }
            }
        }
    }
}
