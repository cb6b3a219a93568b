public import Postgres

/// Brings a database to the structure this build was made for.
///
/// Needs the owner's connection (`CREATE` on the schema), a direct one and not through a transaction-mode pooler.
public struct Migrator: Sendable {
    private let client: PostgresClient
    private let migrations: [Migration]

    public init(_ client: PostgresClient, migrations: [Migration] = Migration.all) {
        self.client = client
        self.migrations = migrations
    }

    /// Compares the database with this build. Writes nothing.
    public func status() async throws -> MigrationStatus {
        let exists = try await client.query("SELECT to_regclass('public.schema_migrations') IS NOT NULL")
            .first { try $0.next(Bool.self) }
        guard exists == true else { return MigrationStatus(build: migrations, applied: []) }
        let applied = try await client.query(
            "SELECT version, name, checksum, to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM schema_migrations ORDER BY version"
        ).decode((Int, String, String, String).self)
        return MigrationStatus(
            build: migrations,
            applied: applied.map { .init(version: $0.0, name: $0.1, checksum: $0.2, appliedAt: $0.3) })
    }

    /// Applies what is missing, each migration in a transaction of its own; several instances may call it at once.
    ///
    /// - Parameters:
    ///   - appliedAt: the instant to record, RFC 3339.
    ///   - serviceRole: the role the service connects as; it gets what `Grants.sql` says. Nil leaves grants alone.
    /// - Returns: what was applied by this call.
    /// - Throws: ``MigrationRefusal`` where the database is newer than this build or was migrated by other texts.
    @discardableResult
    public func up(appliedAt: String, serviceRole: String? = nil) async throws -> [Migration] {
        // IF NOT EXISTS alone lets two that begin at once collide in the catalogue.
        try await client.script(
            """
            BEGIN;
            \(Self.lock)
            CREATE TABLE IF NOT EXISTS schema_migrations (
                version integer NOT NULL,
                name text NOT NULL,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL,
                CONSTRAINT schema_migrations_pkey PRIMARY KEY (version)
            );
            COMMIT;
            """)
        var applied: [Migration] = []
        while true {
            let status = try await status()
            try status.check()
            guard let next = status.pending.first else { break }
            if try await apply(next, at: appliedAt) { applied.append(next) }
        }
        if let serviceRole { try await grant(to: serviceRole) }
        return applied
    }

    /// - Returns: false where another instance was faster.
    private func apply(_ migration: Migration, at instant: String) async throws -> Bool {
        let record =
            "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (\(migration.version), "
            + "\(literal(migration.name)), \(literal(migration.checksum)), \(literal(instant)));"
        do {
            if migration.runsOutsideTransaction {
                try await client.script(migration.text)
                try await client.script(record)
            } else {
                // The record goes first: an instance that waits here for another's to commit learns of it by the
                // key, before it touches any structure.
                try await client.script("BEGIN;\n\(record)\n\(migration.text)\nCOMMIT;")
            }
            return true
        } catch let error as PostgresError where error.constraint == "schema_migrations_pkey" {
            return false
        }
    }

    /// Gives the service's role what it needs and nothing else.
    private func grant(to role: String) async throws {
        let exists = try await client.query("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = \(role))")
            .first { try $0.next(Bool.self) }
        guard exists == true else { throw MigrationRefusal.noSuchRole(role) }
        let quoted = role.replacing("\"", with: "\"\"")
        let text = String(decoding: PackageResources.Grants_sql, as: UTF8.self)
        try await client.script("BEGIN;\n\(Self.lock)\n\(text.replacing("$role", with: quoted))\nCOMMIT;")
    }

    /// Held to the end of a transaction by one migrator at a time; the number is `mentor` in ASCII.
    private static let lock = "SELECT pg_advisory_xact_lock(120282412248946);"

    private func literal(_ text: String) -> String {
        "'\(text.replacing("'", with: "''"))'"
    }
}
