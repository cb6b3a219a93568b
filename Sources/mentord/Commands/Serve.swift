import ArgumentParser
import Foundation
import Logging
import Settings

/// The service on the operator's PostgreSQL.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service on the operator's PostgreSQL.",
        discussion: """
            Needs the settings database.url and secret_key. A setting is read from a flag, else the environment \
            (MENTORDESK_DATABASE_URL, MENTORDESK_SECRET_KEY), else the directory $CREDENTIALS_DIRECTORY (files \
            database-url, secret-key), else \(SettingsSources.standardFile). `mentord config` lists them all.

            SIGTERM drains: /readyz answers 503, requests at work finish, then it ends.

            Example: MENTORDESK_SECRET_KEY=$(openssl rand -base64 32) mentord serve --database-url postgres://service@db/mentordesk
            """)

    @OptionGroup var options: SettingsOptions

    @Option(help: "The address to listen on: http.host.")
    var host: String?

    @Option(help: "The port to listen on: http.port.")
    var port: Int?

    @Option(name: .customLong("max-connections"), help: "How many connections to the database: database.connections.")
    var maxConnections: Int?

    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical: log.level.")
    var logLevel: String?

    private var flags: [SettingsSources.Flag] {
        [
            flag("--host", host, for: SettingKeys.host), flag("--port", port, for: SettingKeys.port),
            flag("--max-connections", maxConnections, for: SettingKeys.databaseConnections),
            flag("--log-level", logLevel, for: SettingKeys.logLevel),
        ].compactMap(\.self)
    }

    func run() async throws {
        try await explaining {
            let settings = try await options.settings(flags)
            let logger = Logs.start(
                level: LogLevel(argument: settings[SettingKeys.logLevel]) ?? .info,
                format: Logs.Format(rawValue: settings[SettingKeys.logFormat]) ?? .json)
            try await Deployment(settings: settings, logger: logger).run()
        }
    }
}
