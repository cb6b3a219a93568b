import Postgres
import TestDatabase
import Testing

@Suite(.database) struct QueryTests {
    @Test func `a read, a query and several statements in one segment answer`() async throws {
        try await Server.withClient { client in
            let one = try await client.read("SELECT \(41) + 1, \("héllo 大模型 🎉")")
            #expect(try one.first(as: (Int, String).self)! == (42, "héllo 大模型 🎉"))
            let rows = try await client.query("SELECT g FROM generate_series(1, \(5)) g")
            #expect(try rows.decode(Int.self) == [1, 2, 3, 4, 5])
            let (a, b) = try await client.query("SELECT 1", "SELECT 'x'")
            #expect(try a.first { try $0.next(Int.self) } == 1)
            #expect(try b.first { try $0.next(String.self) } == "x")
        }
    }

    @Test func `a transaction commits`() async throws {
        try await Server.withClient { client in
            let table = Server.uniqueName("t")
            try await client.query("CREATE TABLE \(identifier: table) (id int8 PRIMARY KEY)")
            let n = try await client.transaction { tx in
                tx.enqueue("INSERT INTO \(identifier: table) VALUES (\(1))")
                let n = try await tx.query("SELECT count(*) FROM \(identifier: table)")
                tx.enqueue("INSERT INTO \(identifier: table) VALUES (\(2))")
                return try n.first { try $0.next(Int.self) }
            }
            #expect(n == 1)
            let count = try await client.read("SELECT count(*) FROM \(identifier: table)")
            #expect(try count.first { try $0.next(Int.self) } == 2)
            try await client.query("DROP TABLE \(identifier: table)")
        }
    }
}
