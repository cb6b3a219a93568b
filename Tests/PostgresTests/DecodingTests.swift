import Foundation
import Postgres
import TestDatabase
import Testing

@Suite(.database) struct DecodingTests {
    private enum Mood: String, PostgresCodable {
        case calm
    }

    /// The error of reading the only column of a statement as a type.
    private func error<T: PostgresDecodable>(_ sql: SQL, as type: T.Type) async throws -> PostgresError? {
        try await Server.withClient { client in
            let rows = try await client.read(sql)
            do {
                _ = try rows.first { try $0.next(T.self) }
                return nil
            } catch {
                return error as? PostgresError
            }
        }
    }

    @Test func `a wrong type names the column and both types`() async throws {
        let error = try #require(try await error("SELECT 'x'::text AS title", as: Int.self))
        #expect(error.kind == .decoding)
        #expect(error.column == "title")
        #expect(error.message.contains("title") && error.message.contains("text") && error.message.contains("Int"))
    }

    @Test func `NULL read as a plain value is an error, not a trap`() async throws {
        #expect(try await error("SELECT NULL::int8 AS n", as: Int.self)?.message.contains("NULL") == true)
        #expect(try await error("SELECT NULL::text", as: String.self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::bool", as: Bool.self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::float8", as: Double.self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::uuid", as: UUID.self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::timestamptz", as: Date.self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::int8[]", as: [Int].self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::int8range", as: PostgresRange<Int>.self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::jsonb", as: PostgresJSON.self)?.kind == .decoding)
        #expect(try await error("SELECT NULL::numeric", as: Decimal.self)?.kind == .decoding)
    }

    @Test func `types that only look alike are refused`() async throws {
        #expect(try await error("SELECT 'x'::text", as: Data.self)?.kind == .decoding)
        #expect(try await error("SELECT 1::int8", as: Double.self)?.kind == .decoding)
        #expect(try await error("SELECT 1.5::float8", as: Int.self)?.kind == .decoding)
        #expect(try await error("SELECT 1::int8", as: PostgresTimestamp.self)?.kind == .decoding)
        #expect(try await error("SELECT now()", as: Int.self)?.kind == .decoding)
        #expect(try await error("SELECT 1::int8", as: String.self)?.kind == .decoding)
        #expect(try await error("SELECT '\\x00000000'::bytea", as: [Int].self)?.kind == .decoding)
        #expect(try await error("SELECT ARRAY[1,2]::int4[]", as: Int.self)?.kind == .decoding)
        #expect(try await error("SELECT ARRAY['a']", as: [Int].self)?.kind == .decoding)
        #expect(try await error("SELECT ARRAY[1, NULL]::int8[]", as: [Int].self)?.kind == .decoding)
        #expect(try await error("SELECT ARRAY[[1],[2]]::int8[]", as: [Int].self)?.kind == .decoding)
        #expect(try await error("SELECT '[1,2)'::int4range", as: PostgresRange<Int>.self)?.kind == .decoding)
        #expect(try await error("SELECT '{}'::jsonb", as: PostgresJSONCoded<[Int]>.self)?.kind == .decoding)
    }

    @Test func `a number that does not fit is refused`() async throws {
        #expect(try await error("SELECT 70000::int8", as: Int16.self)?.message.contains("does not fit") == true)
        #expect(try await error("SELECT -1::int8", as: UInt32.self)?.kind == .decoding)
        #expect(try await error("SELECT 3000000000::int8", as: Int32.self)?.kind == .decoding)
    }

    @Test func `a raw value without a case is refused without being quoted`() async throws {
        let error = try #require(try await error("SELECT 'top secret'::text", as: Mood.self))
        #expect(error.kind == .decoding)
        #expect(!error.description.contains("secret"))
    }

    @Test func `a missing column is an error by place and by name`() async throws {
        try await Server.withClient { client in
            let rows = try await client.read("SELECT 1 AS a, 2 AS b")
            let tooMany = #expect(throws: PostgresError.self) { try rows.decode((Int, Int, Int).self) }
            #expect(tooMany?.kind == .decoding)
            #expect(tooMany?.statement == "SELECT 1 AS a, 2 AS b")
            let row = try #require(rows.first { $0 })
            #expect(try row.column(named: "b", as: Int.self) == 2)
            #expect(try row.column(0, as: Int.self) == 1)
            let unknown = #expect(throws: PostgresError.self) { try row.column(named: "c", as: Int.self) }
            #expect(unknown?.column == "c")
            #expect(throws: PostgresError.self) { try row.column(-1, as: Int.self) }
        }
    }

    @Test func `rows tell their count, columns and command tag`() async throws {
        try await Server.withClient { client in
            let table = Server.uniqueName("t")
            try await client.query("CREATE TABLE \(identifier: table) (id int8, name text)")
            let inserted = try await client.query(
                "INSERT INTO \(identifier: table) SELECT g, 'n' || g FROM generate_series(1, 5) g")
            #expect(inserted.affected == 5)
            #expect(inserted.commandTag == "INSERT 0 5")
            #expect(inserted.isEmpty)
            let updated = try await client.query(
                "UPDATE \(identifier: table) SET name = 'x' WHERE id > \(3) RETURNING id")
            #expect(updated.affected == 2)
            #expect(updated.count == 2)
            let rows = try await client.read("SELECT * FROM \(identifier: table) ORDER BY id")
            #expect(rows.columns == ["id", "name"])
            #expect(
                try rows.map { (try $0.next(Int.self), try $0.next(String.self)) }.map(\.1) == [
                    "n1", "n2", "n3", "x", "x",
                ])
            var ids: [Int] = []
            for var row in rows { ids.append(try row.next()) }
            #expect(ids == [1, 2, 3, 4, 5])
            #expect(try await client.value("SELECT 1 WHERE false", as: Int.self) == nil)
            try await client.query("DROP TABLE \(identifier: table)")
        }
    }

    @Test func `a row kept after its result still reads`() async throws {
        let row = try await Server.withClient { client in
            try await client.read("SELECT \(String(repeating: "long ", count: 1000))").first { $0 }
        }
        var kept = try #require(row)
        #expect(try kept.next(String.self).count == 5000)
    }
}
