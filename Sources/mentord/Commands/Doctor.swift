import ArgumentParser
import Foundation
import Mentoring
import Postgres
import PrivatePostgres
import Scheduling
import Settings

/// Examines what the service stands on.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Examine the database, the machine and the settings; say what to do about what is wrong.",
        discussion: """
            Looks at the database of the settings, or at the one that `mentord dev` runs in a data directory. Each line \
            begins with ✓ (good), ! (look at it) or ✗ (bad); ends with 1 when anything is bad.

            Example: mentord doctor
            Example: mentord doctor --config /etc/mentordesk/mentord.yaml --json
            """)

    @OptionGroup var options: SettingsOptions

    @Option(help: "Examine the service that `mentord dev` runs with this data directory.")
    var data: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await explaining {
            let diagnosis = Diagnosis(findings: try await findings())
            print(json ? try diagnosis.json : diagnosis.text)
            if diagnosis.isBad { throw ExitCode.failure }
        }
    }

    private func findings() async throws -> [Finding] {
        let settings = try await options.settings()
        let patient = try Patient.find(settings: settings, dataDirectory: data)
        let clock = SystemClock()
        let neededFiles = settings[SettingKeys.connections] + patient.poolSize + 64
        let builtIn = try DeskFactory.builtInHolidays["CN"] ?? Holidays(notices: [])
        var configuration = PostgresConfiguration(url: patient.databaseURL)
        configuration.applicationName = "mentord doctor"
        configuration.maxConnections = 1
        let client = PostgresClient(configuration, logger: Logs.quiet)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            let database = await DatabaseExamination(client: client, clock: clock, poolSize: patient.poolSize)
                .findings()
            // A database that can't say is a finding of its own; what is built in can be examined all the same.
            var holidays = builtIn
            if database.contains(where: { $0.check == "structure" && $0.verdict == .good }) {
                let desk = try? DeskFactory.make(client, clock: clock, secrets: [DeskFactory.randomSecret()])
                holidays = (try? await desk?.holidayImports.calendars()["CN"]) ?? builtIn
            }
            await client.shutdown()
            let machine = MachineExamination(
                now: clock.now, holidays: holidays, secrets: patient.secrets, neededFiles: neededFiles)
            return database + machine.findings
        }
    }
}

/// The service that is examined.
struct Patient {
    let databaseURL: String
    let poolSize: Int
    let secrets: Result<[Data], any Error>

    /// The folder that `mentord dev` uses when nobody names one.
    private static let standardDirectory = ".mentord"

    /// - Throws: ``SettingsProblem`` where there is neither a configured database nor a running private one.
    static func find(settings: Settings, dataDirectory: String?) throws -> Patient {
        if dataDirectory == nil, let url = settings[SettingKeys.databaseURL] {
            return Patient(
                databaseURL: url, poolSize: settings[SettingKeys.databaseConnections],
                secrets: Result { try SecretKeys.load(settings) })
        }
        let directory = dataDirectory ?? standardDirectory
        guard let cluster = RunningCluster.find(dataDirectory: directory) else {
            throw SettingsProblem([
                dataDirectory == nil
                    ? "There is nothing to examine: set database.url, or run `mentord dev` here first."
                    : "No `mentord dev` runs with the data directory \(directory)."
            ])
        }
        let url = cluster.url(database: "mentordesk", user: Development.serviceRole)
        return Patient(
            databaseURL: url, poolSize: PostgresConfiguration(url: url).maxConnections,
            secrets: Result {
                let text = try String(contentsOfFile: "\(directory)/secret", encoding: .utf8)
                return try SecretKeys.parse(text, origin: "\(directory)/secret")
            })
    }
}
