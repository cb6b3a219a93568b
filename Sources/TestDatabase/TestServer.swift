import Foundation
import Logging
import Postgres
import PrivatePostgres
import Synchronization

/// The server of this process's test databases, started when the first is asked for.
actor TestServer {
    static let shared = TestServer()

    private var started: Task<Running, any Error>?
    private var templates: [String: Task<String, any Error>] = [:]
    /// Tests all begin at once; this many have a database at a time, so that connections and memory suffice.
    private let turnstile = Turnstile(places: 8)

    struct Running: Sendable {
        let url: DatabaseURL
        /// Makes and drops the databases.
        let administration: PostgresClient
    }

    nonisolated func withDatabase<Result: Sendable>(
        template: TestDatabase.Template?, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let server = try await running()
        let original = if let template { try await prepared(template, on: server) } else { "template0" }
        return try await turnstile.pass {
            try await Self.withDatabase(original: original, on: server, body)
        }
    }

    private static func withDatabase<Result: Sendable>(
        original: String, on server: Running, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let name = uniqueName()
        try await server.administration.script("CREATE DATABASE \(name) TEMPLATE \(original)")
        let url = server.url.replacing(database: name)
        let client = client(url: url, maxConnections: 10)
        let running = Task { await client.run() }
        var result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(TestDatabase(url: url, client: client)))
        } catch {
            result = .failure(error)
        }
        // A test that was cancelled still has to leave nothing behind.
        let dropped = await Task {
            await client.shutdown()
            await running.value
            return await Swift.Result(catching: {
                try await server.administration.script("DROP DATABASE \(name) WITH (FORCE)")
            })
        }.value
        if case (.success, .failure(let error)) = (result, dropped) { result = .failure(error) }
        return try result.get()
    }

    // MARK: - The server

    private func running() async throws -> Running {
        if let started { return try await started.value }
        // Not the test's child: the server outlives the test that happened to be first, and its cancellation.
        let start = Task { try await Self.start() }
        started = start
        return try await start.value
    }

    private static func start() async throws -> Running {
        let url: String
        if let given = ProcessInfo.processInfo.environment["MENTORDESK_TEST_DATABASE_URL"], !given.isEmpty {
            url = given
        } else {
            var options = PrivateCluster.Options.temporary(logger: logger)
            options.maxConnections = 200
            let cluster = try await PrivateCluster.start(options)
            cluster.stopAtExit()
            processCluster.withLock { $0 = cluster }
            url = cluster.url
        }
        let administration = client(url: url, maxConnections: 4)
        Task { await administration.run() }
        return Running(url: DatabaseURL(url), administration: administration)
    }

    private func prepared(_ template: TestDatabase.Template, on server: Running) async throws -> String {
        if let begun = templates[template.name] { return try await begun.value }
        let preparation = Task {
            let name = Self.uniqueName()
            try await server.administration.script("CREATE DATABASE \(name) TEMPLATE template0")
            try await template.prepare(server.url.replacing(database: name))
            // A database with a connection cannot be copied, and autovacuum would open one.
            try await server.administration.script("ALTER DATABASE \(name) WITH ALLOW_CONNECTIONS false")
            return name
        }
        templates[template.name] = preparation
        return try await preparation.value
    }

    // MARK: - Parts

    private static let logger: Logger = {
        var logger = Logger(label: "test-database")
        logger.logLevel = .critical
        return logger
    }()

    private static func client(url: String, maxConnections: Int) -> PostgresClient {
        var configuration = PostgresConfiguration(url: url)
        configuration.applicationName = "mentordesk-tests"
        configuration.maxConnections = maxConnections
        configuration.waitLimit = .seconds(60)
        return PostgresClient(configuration, logger: logger)
    }

    /// Unique also among the processes that share a server given in the environment.
    private static func uniqueName() -> String {
        "mentordesk_test_" + UUID().uuidString.replacing("-", with: "").lowercased()
    }
}

/// Holds the server for as long as the process lives.
private let processCluster = Mutex<PrivateCluster?>(nil)

extension Result where Failure == any Error {
    fileprivate init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
