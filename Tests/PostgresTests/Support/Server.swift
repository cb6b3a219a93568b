import Foundation
import Logging
import Postgres
import TestDatabase

/// The server the tests run against.
enum Server {
    /// The database of the test that runs, as its superuser.
    static var url: String { TestDatabase.current.url }

    static let logger: Logger = {
        var logger = Logger(label: "postgres-tests")
        logger.logLevel = .critical
        return logger
    }()

    /// Runs a body with a client of its own and shuts the client down afterwards.
    static func withClient<T: Sendable>(
        url: String? = nil, _ adjust: (inout PostgresConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (PostgresClient) async throws -> T
    ) async throws -> T {
        var configuration = PostgresConfiguration(url: url ?? Self.url)
        configuration.applicationName = "postgres-tests"
        // Tests run side by side on few threads: a client may wait long for its turn to start.
        configuration.waitLimit = .seconds(60)
        adjust(&configuration)
        let client = PostgresClient(configuration, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            let result: Result<T, any Error>
            do { result = .success(try await body(client)) } catch { result = .failure(error) }
            await client.shutdown()
            try await group.waitForAll()
            return try result.get()
        }
    }

    /// A name no other test uses.
    static func uniqueName(_ prefix: String) -> String {
        prefix + "_" + UUID().uuidString.replacing("-", with: "").lowercased()
    }
}

extension PostgresClient {
    /// Asks until a condition holds; the server's answers are the clock.
    func until(_ condition: SQL) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while try await query(condition).first(as: Bool.self) != true {
            guard ContinuousClock.now < end else { throw NeverHappened(condition: condition.text) }
        }
    }

    /// Waits until a statement with this text in it runs on some other connection.
    func untilRunning(_ mark: String) async throws {
        try await until(
            """
            SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE query LIKE '%' || \(mark) || '%' AND state = 'active'
                           AND pid <> pg_backend_pid())
            """)
    }

    /// Ends the backends of every connection with this application name, except the one that asks.
    func terminate(applicationName: String) async throws {
        try await query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = \(applicationName) AND pid <> pg_backend_pid()
            """)
    }
}

struct NeverHappened: Error {
    let condition: String
}

/// Runs something that must fail with a `PostgresError`, and gives it.
func failure<T>(_ body: () async throws -> T) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    throw DidNotFail()
}

struct DidNotFail: Error {}

extension PostgresQuerying {
    /// The first column of the first row.
    func value<T: PostgresDecodable>(_ sql: SQL, as type: T.Type = T.self) async throws -> T? {
        try await query([sql])[0].first(as: T.self)
    }
}
