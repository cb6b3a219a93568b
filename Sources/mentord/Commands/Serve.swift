import ArgumentParser
import Foundation
import HTTPAPI
import Logging
import Mentoring
import Postgres
import Schema
import ServiceLifecycle
import UnixSignals

/// The service on the operator's PostgreSQL.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service on the operator's PostgreSQL.",
        discussion: """
            Needs MENTORDESK_DATABASE_URL (or --database-url) and MENTORDESK_SECRET_KEY: 32 random bytes or more in \
            base64, or a file named by MENTORDESK_SECRET_KEY_FILE. SIGTERM drains: requests at work finish, then it \
            ends.

            Example: MENTORDESK_SECRET_KEY=$(openssl rand -base64 32) mentord serve --database-url postgres://service@db/mentordesk
            """)

    @OptionGroup var database: DatabaseOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on.")
    var port = 8080

    @Option(name: .customLong("max-connections"), help: "How many connections to the database.")
    var maxConnections = 8

    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: LogLevel = .info

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port takes 1 to 65535.") }
        guard (1...500).contains(maxConnections) else { throw ValidationError("--max-connections takes 1 to 500.") }
    }

    func run() async throws {
        let url = try database.url()
        let secrets = try SecretKeys.load(environment: ProcessInfo.processInfo.environment)
        try await explaining {
            let logger = Logs.start(level: logLevel)
            try await checkSchema(url, logger)
            var configuration = PostgresConfiguration(url: url)
            configuration.applicationName = "mentord"
            configuration.maxConnections = maxConnections
            let client = PostgresClient(configuration, logger: logger)
            let desk = try DeskFactory.make(client, clock: SystemClock(), secrets: secrets)
            var settings = HTTPSettings(address: .host(host, port: port))
            settings.rateLimits = RateLimits()
            let http = try Assembly.httpService(desk, settings: settings, logger: logger)
            let group = ServiceGroup(
                services: [DatabaseService(client), SweeperService(desk, logger: logger), http],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: Logs.lifecycle)
            try await group.run()
        }
    }

    /// A database of another structure is refused at once; one that can't be reached is waited for, with 503.
    private func checkSchema(_ url: String, _ logger: Logger) async throws {
        do {
            let status = try await withClient(url: url, name: "mentord", logger: Logs.quiet) {
                try await Migrator($0).status()
            }
            try status.check()
            guard status.isCurrent else { throw MigrationRefusal.notCurrent(status.sideBySide) }
        } catch let error as PostgresError where error.isUnavailable {
            logger.warning("the database can't be reached; answering 503 until it can")
        }
    }
}
