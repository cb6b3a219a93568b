import Foundation
import Postgres
import TestDatabase
import Testing

@Suite(.database) struct SQLTests {
    @Test func `interpolated values become numbered binds`() {
        let name: String? = nil
        let sql: SQL = "SELECT * FROM book WHERE id = \(7) AND name = \(name) AND tags = \(["a", "b"])"
        #expect(sql.text == "SELECT * FROM book WHERE id = $1 AND name = $2 AND tags = $3")
        #expect(sql.bindCount == 3)
    }

    @Test func `a spliced fragment has its binds renumbered`() {
        let inner: SQL = "price < \(10) OR price > \(20)"
        let middle: SQL = "(\(inner)) AND language = \("de")"
        let sql: SQL = "SELECT \(1) WHERE \(middle) LIMIT \(5)"
        #expect(sql.text == "SELECT $1 WHERE (price < $2 OR price > $3) AND language = $4 LIMIT $5")
        #expect(sql.bindCount == 5)
    }

    @Test func `a fragment without binds is spliced as text`() {
        let order: SQL = "ORDER BY id"
        #expect(("SELECT 1 \(order)" as SQL).text == "SELECT 1 ORDER BY id")
    }

    @Test func `more than nine binds are renumbered over their two digits`() {
        let list = (1...12).map { "\($0)" as SQL }.joined(separator: ", ")
        let sql: SQL = "SELECT \(0), \(list)"
        #expect(sql.text == "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13")
    }

    @Test func `a digit behind a placeholder stays apart from it`() {
        let sql: SQL = "SELECT \(1)0"
        #expect(sql.text == "SELECT $1 0")
        let tail: SQL = "7 AND \(2)8"
        #expect(("\(1)\(tail)" as SQL).text == "$1 7 AND $2 8")
    }

    @Test func `an identifier is quoted`() {
        let name = #"we"ird; DROP TABLE x --"#
        #expect(("SELECT * FROM \(identifier: name)" as SQL).text == #"SELECT * FROM "we""ird; DROP TABLE x --""#)
    }

    @Test func `neither description shows a bound value`() {
        let sql: SQL = "SELECT \("a secret")"
        #expect(!"\(sql)".contains("secret"))
        #expect(!String(reflecting: sql).contains("secret"))
    }

    @Test(arguments: ["'; DROP TABLE x; --", #"" OR "1"="1"#, "$1", #"\'; --"#, "%s %n", "-- \n;"])
    func `a string that looks like SQL stays a value`(_ text: String) async throws {
        try await Server.withClient { client in
            let rows = try await client.read("SELECT \(text), length(\(text))")
            #expect(try rows.first(as: (String, Int).self)! == (text, text.unicodeScalars.count))
        }
    }

    @Test func `spliced fragments run with the right values`() async throws {
        try await Server.withClient { client in
            let between: SQL = "g BETWEEN \(3) AND \(5)"
            let sql: SQL = "SELECT g * \(10) FROM generate_series(1, \(9)) g WHERE \(between) OR g = \(9) ORDER BY g"
            let rows = try await client.read(sql)
            #expect(try rows.decode(Int.self) == [30, 40, 50, 90])
        }
    }

    @Test func `an inferred text takes the type of its place`() async throws {
        try await Server.withClient { client in
            let type = Server.uniqueName("mood")
            try await client.query("CREATE TYPE \(identifier: type) AS ENUM ('calm', 'wild')")
            let none: String? = nil
            let rows = try await client.read(
                "SELECT \(inferred: "calm")::\(identifier: type), \(inferred: "01:30")::interval = interval '90 min', \(inferred: none)::date IS NULL, \(inferred: "")"
            )
            let row = try rows.first(as: (String, Bool, Bool, String).self)
            #expect(try #require(row) == ("calm", true, true, ""))
            try await client.query("DROP TYPE \(identifier: type)")
        }
    }

    @Test func `a value that cannot be encoded is refused when the statement is sent`() async throws {
        try await Server.withClient { client in
            let error = await #expect(throws: PostgresError.self) { try await client.read("SELECT \("a\0b")") }
            #expect(error?.kind == .encoding)
            await #expect(throws: PostgresError.self) {
                try await client.read("SELECT \(Date(timeIntervalSince1970: .infinity))")
            }
        }
    }
}
