import Postgres
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct PreparedStatementTests {
    @Test func `a statement is prepared once a connection`() async throws {
        try await Server.withClient {
            $0.maxConnections = 1
        } _: { client in
            for number in 0..<20 {
                #expect(try await client.value("SELECT \(number) + 1000", as: Int.self) == number + 1000)
            }
            let names = try await client.value(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%+ 1000'", as: Int.self)
            #expect(names == 1)
        }
    }

    @Test func `the least recently used statements are deallocated over the limit`() async throws {
        try await Server.withClient {
            $0.maxConnections = 1
            $0.maxPreparedStatements = 16
        } _: { client in
            for number in 0..<100 {
                #expect(
                    try await client.value("SELECT \(unescaped: "\(number)") + 7000", as: Int32.self) == Int32(number)
                        + 7000)
                try await client.query("SELECT 'often used'")
            }
            let count = try await client.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self) ?? 0
            #expect(count <= 17)
            let kept = try await client.value(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT ''often used'''", as: Int.self)
            #expect(kept == 1)
            #expect(client.statistics.errors == 0)
        }
    }

    @Test func `statements the server forgot are prepared again`() async throws {
        try await Server.withClient {
            $0.maxConnections = 1
        } _: { client in
            let ask: @Sendable () async throws -> Int? = { try await client.value("SELECT \(5) * 2", as: Int.self) }
            let read: @Sendable () async throws -> Int? = {
                try await client.read("SELECT \(6) * 2").first(as: Int.self)
            }
            let transact: @Sendable () async throws -> Int? = {
                try await client.transaction { tx in try await tx.value("SELECT \(7) * 2", as: Int.self) }
            }
            for _ in 0..<3 {
                #expect(try await ask() == 10)
                #expect(try await read() == 12)
                #expect(try await transact() == 14)
                try await client.query("DEALLOCATE ALL")
            }
        }
    }

    @Test func `a result whose shape changed is asked for again`() async throws {
        try await Server.withClient {
            $0.maxConnections = 1
        } _: { client in
            let table: SQL = "\(identifier: Server.uniqueName("t"))"
            try await client.query("CREATE TABLE \(table) (a int8)")
            try await client.query("INSERT INTO \(table) VALUES (1)")
            let all: SQL = "SELECT * FROM \(table)"
            let columns: @Sendable () async throws -> [Int] = {
                let query = try await client.query(all).columns.count
                let read = try await client.read(all).columns.count
                let transaction = try await client.transaction { tx in try await tx.query(all).columns.count }
                return [query, read, transaction]
            }
            #expect(try await columns() == [1, 1, 1])
            try await client.query("ALTER TABLE \(table) ADD COLUMN b int8")
            #expect(try await columns() == [2, 2, 2])
            try await client.query("ALTER TABLE \(table) ADD COLUMN c int8")
            let inTransaction = try await client.transaction { tx in
                try await tx.query("SELECT 1")
                return try await tx.query(all).columns.count
            }
            #expect(inTransaction == 3)
            try await client.query("DROP TABLE \(table)")
        }
    }

    @Test func `without names nothing stays prepared and everything works`() async throws {
        try await Server.withClient {
            $0.maxConnections = 1
            $0.preparedStatements = .unnamed
        } _: { client in
            for number in 0..<5 { #expect(try await client.value("SELECT \(number)", as: Int.self) == number) }
            try await client.transaction { tx in
                tx.enqueue("SELECT \(1)")
                try await tx.query("SELECT \("x")")
            }
            #expect(try await client.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self) == 0)
        }
    }
}
