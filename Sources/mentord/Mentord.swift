import ArgumentParser

/// The service and what its operator does at the database's side.
@main
struct Mentord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mentord",
        abstract: "MentorDesk, the consultation-booking service for mentors.",
        discussion: """
            `mentord dev` needs nothing but PostgreSQL's programs: it runs a private server with demonstration data. \
            `mentord serve` works on the operator's PostgreSQL.
            """,
        version: Version.text,
        subcommands: [
            Dev.self, Serve.self, Doctor.self, ConfigCommand.self, Migrate.self, CurriculumCommand.self,
            HolidayCommand.self, TokenCommand.self,
        ])
}

/// The version of the software, as everything that shows one shows it.
enum Version {
    static let text = "0.1.0"
}
