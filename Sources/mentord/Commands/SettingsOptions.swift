import ArgumentParser
import Foundation
import Settings

/// What every command takes that works with the service's settings.
struct SettingsOptions: ParsableArguments {
    @Option(help: "The YAML file of settings, instead of \(SettingsSources.standardFile).")
    var config: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("One setting, such as log.level=debug; may be repeated.", valueName: "key=value"))
    var assignments: [String] = []

    @Option(name: .customLong("database-url"), help: "postgres://… of the database: the setting database.url.")
    var databaseURL: String?

    func validate() throws {
        for assignment in assignments where !assignment.contains("=") {
            throw ValidationError("--set takes KEY=VALUE, such as --set log.level=debug.")
        }
    }

    /// Reads flags, environment, credentials and file.
    /// - Parameter short: flags of the command's own that stand for a setting.
    func settings(_ short: [SettingsSources.Flag] = []) async throws -> Settings {
        var sources = SettingsSources()
        sources.flags = assignments.map { assignment in
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = String(parts[0])
            return .init(key: key, value: String(parts[1]), name: "--set \(key)")
        }
        if let databaseURL {
            sources.flags.append(
                .init(key: SettingKeys.databaseURL.setting.key, value: databaseURL, name: "--database-url"))
        }
        sources.flags += short
        sources.environment = ProcessInfo.processInfo.environment
        sources.credentialDirectory = sources.environment["CREDENTIALS_DIRECTORY"]
        sources.file = config
        return try await Settings(sources)
    }

    /// The database's URL as its owner: `--database-url`, else `migration.database_url`, else `database.url`.
    func ownerURL() async throws -> String {
        let settings = try await settings()
        if let databaseURL { return databaseURL }
        return try settings[SettingKeys.migrationDatabaseURL] ?? settings.require(SettingKeys.databaseURL)
    }
}

/// A flag that stands for a setting, if it was given.
func flag<Value>(_ name: String, _ value: Value?, for key: SettingKey<some Sendable>) -> SettingsSources.Flag? {
    value.map { .init(key: key.setting.key, value: "\($0)", name: name) }
}
