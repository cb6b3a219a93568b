import ArgumentParser
import Foundation
import Logging
import Postgres

/// Where the database is: a flag, else the environment.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: .customLong("database-url"),
        help: "postgres://… of the database; else the environment's MENTORDESK_DATABASE_URL.")
    var databaseURL: String?

    /// - Parameter fallbacks: names in the environment, the first that is set counts.
    func url(environment names: [String] = ["MENTORDESK_DATABASE_URL"]) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let url = databaseURL ?? names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) {
            return url
        }
        throw ValidationError("Say where the database is: --database-url or \(names[0]).")
    }
}

/// Runs work with a client of its own, and closes it.
func withClient<T: Sendable>(
    url: String, name: String, maxConnections: Int = 2, logger: Logger,
    _ work: @escaping @Sendable (PostgresClient) async throws -> T
) async throws -> T {
    var configuration = PostgresConfiguration(url: url)
    configuration.applicationName = name
    configuration.maxConnections = maxConnections
    let client = PostgresClient(configuration, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await client.run() }
        defer { group.cancelAll() }
        let value = try await work(client)
        await client.shutdown()
        return value
    }
}
