import Logging
import Postgres

/// The table of `pgbench -i -s 1`: 100,000 accounts. Made here when pgbench has not made it.
enum AccountTable {
    static let rows = 100_000

    static func withClient<T: Sendable>(
        _ url: String, connections: Int, _ body: @Sendable (PostgresClient) async throws -> T
    ) async throws -> T {
        var configuration = PostgresConfiguration(url: url)
        configuration.maxConnections = connections
        configuration.minConnections = connections
        configuration.maxReadConnections = connections
        let client = PostgresClient(configuration, logger: Logger(label: "benchmark"))
        async let running: Void = client.run()
        do {
            let value = try await body(client)
            await client.shutdown()
            await running
            return value
        } catch {
            await client.shutdown()
            await running
            throw error
        }
    }

    static func prepare(_ url: String) async throws {
        try await withClient(url, connections: 1) { client in
            let found = try await client.query("SELECT to_regclass('pgbench_accounts') IS NOT NULL")
            guard try found.first({ try $0.next(Bool.self) }) != true else { return }
            try await client.script(
                """
                CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
                INSERT INTO pgbench_accounts SELECT g, 1, 0, '' FROM generate_series(1, \(rows)) g;
                ANALYZE pgbench_accounts;
                """)
        }
    }
}
