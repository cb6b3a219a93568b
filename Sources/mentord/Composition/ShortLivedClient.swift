import Logging
import Postgres

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
