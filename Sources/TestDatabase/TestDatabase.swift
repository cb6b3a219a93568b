import Logging
public import Postgres

/// An empty database of a test's own, on real PostgreSQL.
///
/// ```swift
/// @Test(.database) func `a student is kept`() async throws {
///     let client = TestDatabase.current.client
///     …
/// }
/// ```
///
/// The server is a private cluster that the first such test of the process starts and that ends with the process.
/// `MENTORDESK_TEST_DATABASE_URL` names another server instead: a `postgres://` URL of a superuser, who may make
/// databases there. Templates stay on such a server after the run, one a process, named `mentordesk_test_…`.
public struct TestDatabase: Sendable {
    /// A libpq URL of the database as its owner.
    public let url: String
    /// A client of the database that is already running.
    public let client: PostgresClient

    @TaskLocal static var scoped: TestDatabase?

    /// The database of the test that runs.
    /// - Precondition: the test, or a suite around it, has the trait `.database`.
    public static var current: TestDatabase {
        guard let scoped else {
            preconditionFailure("there is no test database here: give the test or its suite the trait .database")
        }
        return scoped
    }

    /// The same server with another role, to connect as what the service connects as.
    public func url(user: String) -> String {
        DatabaseURL(url).replacing(user: user)
    }

    /// Runs the body with a database that is made before and dropped afterwards, whoever is still connected to it.
    /// - Parameter template: what the database is a copy of; nil gives an empty one.
    public static func with<Result: Sendable>(
        template: Template? = nil, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        try await TestServer.shared.withDatabase(template: template, body)
    }

    /// Something that databases are copied from: prepared once in a process, when the first test asks for it.
    /// - Parameter prepare: fills the empty database of this URL, and has closed its connections on return.
    public static func template(
        named name: String, prepare: @escaping @Sendable (_ url: String) async throws -> Void
    ) -> Template {
        Template(name: name, prepare: prepare)
    }

    /// See ``TestDatabase/template(named:prepare:)``.
    public struct Template: Sendable {
        let name: String
        let prepare: @Sendable (_ url: String) async throws -> Void
    }
}
