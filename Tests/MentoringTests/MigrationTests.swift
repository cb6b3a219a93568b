import Foundation
import Postgres
import TestDatabase
import Testing

@testable import Schema

struct MigrationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Schema/Migrations").standardizedFileURL

    private static let extra = Migration("M0099_extra", Array("CREATE TABLE extra (id int NOT NULL);".utf8))

    @Test func `the built-in list is the folder, in order and without gaps`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(files.allSatisfy { $0.hasSuffix(".sql") })
        #expect(
            files
                == Migration.all.map { String(format: "M%04d_", $0.version) + $0.name + ".sql" })
        #expect(Migration.all.map(\.version) == Array(1...files.count))
        for (migration, file) in zip(Migration.all, files) {
            let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
            #expect(migration.text == text, "\(file)")
        }
    }

    @Test(.database) func `an empty database is brought up to date, and a second time changes nothing`() async throws {
        let client = TestDatabase.current.client
        let migrator = Migrator(client)
        let before = try await migrator.status()
        #expect(before.applied.isEmpty && before.pending == Migration.all)
        let applied = try await migrator.up(appliedAt: Databases.migratedAt)
        #expect(applied == Migration.all)
        let structure = try await Self.structure(client)
        #expect(try await migrator.up(appliedAt: "2027-01-01T00:00:00Z").isEmpty)
        #expect(try await Self.structure(client) == structure)
        let status = try await migrator.status()
        #expect(status.isCurrent)
        #expect(status.applied.allSatisfy { $0.appliedAt == Databases.migratedAt })
    }

    @Test(.database) func `a database of a newer build is refused and left as it is`() async throws {
        let client = TestDatabase.current.client
        try await Migrator(client, migrations: Migration.all + [Self.extra]).up(appliedAt: Databases.migratedAt)
        let structure = try await Self.structure(client)
        let refusal = await #expect(throws: MigrationRefusal.self) {
            try await Migrator(client).up(appliedAt: Databases.migratedAt)
        }
        guard case .newerDatabase(let table) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(table.contains("! 99  build: (not in this build)  database: extra"))
        #expect(try await Self.structure(client) == structure)
    }

    @Test(.database) func `a migration whose text was edited after it ran is refused`() async throws {
        let client = TestDatabase.current.client
        try await Migrator(client).up(appliedAt: Databases.migratedAt)
        var edited = Migration.all
        edited[1] = Migration("M0002_consultations", Array((edited[1].text + "\n-- edited").utf8))
        edited.append(Self.extra)
        let migrator = Migrator(client, migrations: edited)
        let refusal = await #expect(throws: MigrationRefusal.self) {
            try await migrator.up(appliedAt: Databases.migratedAt)
        }
        guard case .differentText(let table) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(table.contains("= 1  build: people_and_offerings"))
        #expect(table.contains("! 2  build: consultations"))
        #expect(table.contains("+ 99  build: extra"))
        let made = try await client.query("SELECT to_regclass('extra') IS NULL").first { try $0.next(Bool.self) }
        #expect(made == true)
    }

    @Test(.database) func `a migration that fails half way leaves nothing of itself`() async throws {
        let client = TestDatabase.current.client
        let broken = Migration("M0001_broken", Array("CREATE TABLE half (id int); SELECT 1 / 0;".utf8))
        await #expect(throws: PostgresError.self) {
            try await Migrator(client, migrations: [broken]).up(appliedAt: Databases.migratedAt)
        }
        let rows = try await client.query("SELECT to_regclass('half') IS NULL, count(*) FROM schema_migrations")
            .first(as: (Bool, Int).self)
        #expect(rows?.0 == true && rows?.1 == 0)
    }

    @Test(.database) func `of several migrators at once each migration is applied by one`() async throws {
        let url = TestDatabase.current.url
        try await Databases.makeServiceRole(TestDatabase.current.client)
        let applied = try await withThrowingTaskGroup(of: [Migration].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try await Databases.with(url, maxConnections: 1) { client in
                        try await Migrator(client).up(
                            appliedAt: Databases.migratedAt, serviceRole: Databases.serviceRole)
                    }
                }
            }
            return try await group.reduce(into: [Migration]()) { $0 += $1 }
        }
        #expect(applied.sorted { $0.version < $1.version } == Migration.all)
        #expect(try await Migrator(TestDatabase.current.client).status().isCurrent)
    }

    @Test(.database) func `a role that isn't there is named`() async throws {
        let refusal = await #expect(throws: MigrationRefusal.self) {
            try await Migrator(TestDatabase.current.client).up(
                appliedAt: Databases.migratedAt, serviceRole: "nobody_of_this_name")
        }
        #expect(refusal == .noSuchRole("nobody_of_this_name"))
    }

    /// Everything a schema is made of, as text.
    private static func structure(_ client: PostgresClient) async throws -> [String] {
        try await client.query(
            """
            SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'row ' || m::text FROM schema_migrations m
            ORDER BY 1
            """
        ).decode(String.self)
    }
}
