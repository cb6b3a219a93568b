import Postgres
import TestDatabase
import Testing

@Suite(.database) struct TransactionTests {
    private struct Refused: Error {}

    /// A client and a table `(id int8 primary key, n int8)` of the test's own.
    private func withTable(
        connections: Int = 4, _ body: @escaping @Sendable (PostgresClient, SQL) async throws -> Void
    ) async throws {
        try await Server.withClient {
            $0.maxConnections = connections
        } _: { client in
            let table: SQL = "\(identifier: Server.uniqueName("t"))"
            try await client.query("CREATE TABLE \(table) (id int8 PRIMARY KEY, n int8 NOT NULL CHECK (n >= 0))")
            do { try await body(client, table) } catch {
                try await client.query("DROP TABLE \(table)")
                throw error
            }
            try await client.query("DROP TABLE \(table)")
        }
    }

    /// Checks how many rows the table holds.
    private static func expect(
        _ client: PostgresClient, _ table: SQL, count: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await client.value("SELECT count(*) FROM \(table)", as: Int.self)
        #expect(found == count, sourceLocation: sourceLocation)
    }

    @Test func `what was enqueued is kept when the closure returns`() async throws {
        try await withTable { client, table in
            let seen = try await client.transaction { tx in
                tx.enqueue("INSERT INTO \(table) VALUES (1, 1)")
                let seen = try await tx.query("SELECT count(*) FROM \(table)")
                tx.enqueue("INSERT INTO \(table) VALUES (2, 2)")
                tx.enqueue("INSERT INTO \(table) VALUES (3, 3)")
                return try seen.first(as: Int.self)
            }
            #expect(seen == 1)
            try await Self.expect(client, table, count: 3)
        }
    }

    @Test func `nothing is kept when the closure throws`() async throws {
        try await withTable { client, table in
            await #expect(throws: Refused.self) {
                try await client.transaction { tx in
                    try await tx.query("INSERT INTO \(table) VALUES (1, 1)")
                    throw Refused()
                }
            }
            try await Self.expect(client, table, count: 0)
            // The connection came back in order.
            #expect(client.statistics.connectionsOpened == 1)
        }
    }

    @Test func `read, decide and write take two round trips, and a closure without statements none`() async throws {
        try await withTable(connections: 1) { client, table in
            // The server counts a statement's Sync as one round trip; its own view of the last one tells them apart.
            let before = client.statistics.segments
            try await client.transaction { tx in
                try await tx.query("SELECT pg_advisory_xact_lock(1)", "SELECT n FROM \(table)")
                tx.enqueue("INSERT INTO \(table) VALUES (1, 1)")
                tx.enqueue("INSERT INTO \(table) VALUES (2, 1)")
            }
            #expect(client.statistics.segments - before == 2)
            try await client.transaction { tx in tx.enqueue("INSERT INTO \(table) VALUES (3, 1)") }
            #expect(client.statistics.segments - before == 3)
            try await client.transaction { _ in }
            #expect(client.statistics.segments - before == 3)
            try await Self.expect(client, table, count: 3)
        }
    }

    @Test func `an enqueued write's error comes out of the transaction and nothing is kept`() async throws {
        try await withTable { client, table in
            let atCommit = try await failure {
                try await client.transaction { tx in
                    try await tx.query("INSERT INTO \(table) VALUES (1, 1)")
                    tx.enqueue("INSERT INTO \(table) VALUES (1, 1)")
                }
            }
            #expect(atCommit.sqlState == "23505")
            let swallowed = try await failure {
                try await client.transaction { tx in
                    tx.enqueue("INSERT INTO \(table) VALUES (1, -1)")
                    _ = try? await tx.query("SELECT 1")
                }
            }
            #expect(swallowed.sqlState == "23514")
            #expect(swallowed.constraint?.hasSuffix("n_check") == true)
            try await Self.expect(client, table, count: 0)
        }
    }

    @Test func `a swallowed error makes COMMIT fail as rolled back`() async throws {
        try await withTable { client, table in
            let error = try await failure {
                try await client.transaction { tx in
                    try await tx.query("INSERT INTO \(table) VALUES (1, 1)")
                    _ = try? await tx.query("SELECT 1/0")
                }
            }
            #expect(error.kind == .rolledBack)
            try await Self.expect(client, table, count: 0)
        }
    }

    @Test func `an error undone by a savepoint is no error`() async throws {
        try await withTable { client, table in
            try await client.transaction { tx in
                try await tx.query("INSERT INTO \(table) VALUES (1, 1)", "SAVEPOINT here")
                let error = try await failure { try await tx.query("INSERT INTO \(table) VALUES (1, 1)") }
                #expect(error.sqlState == "23505")
                try await tx.query("ROLLBACK TO SAVEPOINT here")
            }
            try await Self.expect(client, table, count: 1)
        }
    }

    @Test func `a prelude's refusal aborts the transaction before the segment's rows are seen`() async throws {
        try await withTable { client, table in
            let seen = Locked(false)
            await #expect(throws: Refused.self) {
                try await client.transaction { tx in
                    tx.prelude("SELECT \(7)") { rows in
                        if try rows.first(as: Int.self) == 7 { throw Refused() }
                    }
                    // Even a closure that swallows it cannot go on.
                    _ = try? await tx.query("INSERT INTO \(table) VALUES (1, 1)")
                    _ = try? await tx.query("SELECT 1")
                    seen.withLock { $0 = true }
                }
            }
            #expect(seen.value)
            await #expect(throws: Refused.self) {
                try await client.transaction { tx in
                    tx.enqueue("INSERT INTO \(table) VALUES (1, 1)")
                    tx.prelude("SELECT 1") { _ in throw Refused() }
                }
            }
            try await Self.expect(client, table, count: 0)
        }
    }

    @Test func `a prelude that is content lets the segment through`() async throws {
        try await withTable { client, table in
            let order = Locked<[Int]>([])
            let rows = try await client.transaction { tx in
                tx.prelude("SELECT 1") { rows in order.withLock { $0.append(rows.count) } }
                tx.enqueue("INSERT INTO \(table) VALUES (1, 1)")
                tx.prelude("SELECT g FROM generate_series(1, 2) g") { rows in order.withLock { $0.append(rows.count) } }
                let (a, b) = try await tx.query("SELECT count(*) FROM \(table)", "SELECT 'second'")
                return try [a.first(as: Int.self).map { "\($0)" }, b.first(as: String.self)]
            }
            #expect(rows == ["1", "second"])
            #expect(order.value == [1, 2])
        }
    }

    @Test func `a prelude speaks before a write behind it fails or is committed`() async throws {
        try await withTable { client, table in
            try await client.query("INSERT INTO \(table) VALUES (1, 1)")
            await #expect(throws: Refused.self) {
                try await client.transaction { tx in
                    tx.prelude("SELECT 1") { _ in throw Refused() }
                    tx.enqueue("INSERT INTO \(table) VALUES (1, 1)")
                }
            }
            await #expect(throws: Refused.self) {
                try await client.transaction { tx in
                    tx.prelude("SELECT 1") { _ in throw Refused() }
                    tx.enqueue("INSERT INTO \(table) VALUES (1, 1)")
                    try await tx.query("SELECT 1")
                }
            }
            try await Self.expect(client, table, count: 1)
        }
    }

    @Test func `the handle refuses work after its closure ended`() async throws {
        try await withTable { client, table in
            let kept = Locked<PostgresTransaction?>(nil)
            try await client.transaction { tx in
                kept.withLock { $0 = tx }
                try await tx.query("SELECT 1")
            }
            let handle = try #require(kept.value)
            let late = try await failure { try await handle.query("INSERT INTO \(table) VALUES (1, 1)") }
            #expect(late.kind == .misuse)
            handle.enqueue("INSERT INTO \(table) VALUES (1, 1)")
            try await Self.expect(client, table, count: 0)
        }
    }

    @Test func `real serialization failures run the closure again until it succeeds`() async throws {
        try await withTable(connections: 8) { client, table in
            try await client.query("INSERT INTO \(table) VALUES (1, 0)")
            let runs = Locked(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await client.transaction(.serializable, attempts: 100) { tx in
                            runs.withLock { $0 += 1 }
                            let n = try await tx.query("SELECT n FROM \(table) WHERE id = 1").first(as: Int.self) ?? 0
                            try await tx.query("SELECT pg_sleep(0.005)")
                            tx.enqueue("UPDATE \(table) SET n = \(n + 1) WHERE id = 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let n = try await client.query("SELECT n FROM \(table)").first(as: Int.self)
            #expect(n == 8)
            #expect(runs.value > 8, "no two of them collided")
        }
    }

    @Test func `a real deadlock is resolved by running one of the two again`() async throws {
        try await withTable { client, table in
            try await client.query("INSERT INTO \(table) VALUES (1, 0), (2, 0)")
            let runs = Locked(0)
            let met = Meeting(of: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await client.transaction { tx in
                            let run = runs.withLock { runs in
                                runs += 1
                                return runs
                            }
                            try await tx.query("UPDATE \(table) SET n = n + 1 WHERE id = \(first)")
                            if run <= 2 { await met.arrive() }
                            try await tx.query("UPDATE \(table) SET n = n + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(runs.value == 3)
            #expect(try await client.value("SELECT sum(n)::int8 FROM \(table)", as: Int.self) == 4)
        }
    }

    @Test func `attempts are bounded and the last error comes out`() async throws {
        try await withTable { client, _ in
            let runs = Locked(0)
            let error = try await failure {
                try await client.transaction(attempts: 4) { tx in
                    runs.withLock { $0 += 1 }
                    try await tx.query("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
                }
            }
            #expect(error.sqlState == "40001")
            #expect(runs.value == 4)
        }
    }

    @Test func `isolation and read-only reach the server`() async throws {
        try await withTable { client, table in
            for level in PostgresIsolation.allCases {
                let shown = try await client.transaction(level) { tx in
                    try await tx.query("SHOW transaction_isolation").first(as: String.self)
                }
                #expect(shown == level.rawValue.lowercased())
            }
            let error = try await failure {
                try await client.transaction(readOnly: true) { tx in
                    try await tx.query("INSERT INTO \(table) VALUES (1, 1)")
                }
            }
            #expect(error.sqlState == "25006")
        }
    }

    @Test func `child tasks share a transaction one after another`() async throws {
        try await withTable { client, table in
            try await client.transaction { tx in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in 1...20 {
                        group.addTask { try await tx.query("INSERT INTO \(table) VALUES (\(id), \(id))") }
                    }
                    try await group.waitForAll()
                }
            }
            try await Self.expect(client, table, count: 20)
        }
    }

    @Test func `several statements in one segment happen all or not at all`() async throws {
        try await withTable { client, table in
            let error = try await failure {
                try await client.query(
                    "INSERT INTO \(table) VALUES (1, 1)", "INSERT INTO \(table) VALUES (1, 2)", "SELECT 1")
            }
            #expect(error.sqlState == "23505")
            try await Self.expect(client, table, count: 0)
        }
    }

    @Test func `a constraint deferred to the end of a segment is that segment's error`() async throws {
        try await withTable { client, table in
            try await client.query(
                "ALTER TABLE \(table) ADD CONSTRAINT later UNIQUE (n) DEFERRABLE INITIALLY DEFERRED")
            let alone = try await failure { try await client.query("INSERT INTO \(table) VALUES (1, 5), (2, 5)") }
            #expect(alone.sqlState == "23505")
            #expect(alone.constraint == "later")
            let atCommit = try await failure {
                try await client.transaction { tx in tx.enqueue("INSERT INTO \(table) VALUES (1, 5), (2, 5)") }
            }
            #expect(atCommit.sqlState == "23505")
            try await Self.expect(client, table, count: 0)
            #expect(client.statistics.connectionsLost == 0)
        }
    }

    @Test func `BEGIN by query does not leak into the next caller`() async throws {
        try await withTable(connections: 1) { client, table in
            try await client.query("BEGIN")
            try await client.query("INSERT INTO \(table) VALUES (1, 1)")
            let outside = try await failure { try await client.query("ROLLBACK TO SAVEPOINT x") }
            #expect(outside.sqlState == "25P01")
            try await Self.expect(client, table, count: 1)
        }
    }

    @Test func `a session keeps its settings, and nobody gets its connection afterwards`() async throws {
        try await withTable(connections: 1) { client, _ in
            let shown = try await client.withSession { session in
                try await session.query("SET work_mem = '77MB'")
                try await session.script("CREATE TEMPORARY TABLE mine (id int); INSERT INTO mine VALUES (1), (2);")
                let (memory, rows) = try await session.query("SHOW work_mem", "SELECT count(*) FROM mine")
                return (try memory.first(as: String.self), try rows.first(as: Int.self))
            }
            #expect(shown.0 == "77MB")
            #expect(shown.1 == 2)
            #expect(try await client.value("SHOW work_mem", as: String.self) != "77MB")
        }
    }

    @Test func `a script is one implicit transaction and reports its error`() async throws {
        try await withTable { client, table in
            let error = try await failure {
                try await client.script("INSERT INTO \(table.text) VALUES (1, 1); SELECT 1/0; SELECT 2;")
            }
            #expect(error.sqlState == "22012")
            try await Self.expect(client, table, count: 0)
            try await client.script("INSERT INTO \(table.text) VALUES (1, 1); INSERT INTO \(table.text) VALUES (2, 2);")
            try await Self.expect(client, table, count: 2)
        }
    }
}
