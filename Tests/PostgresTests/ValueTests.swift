import Foundation
import Postgres
import TestDatabase
import Testing

private enum Mood: String, PostgresCodable, CaseIterable {
    case calm, wild
}

private struct BookID: RawRepresentable, Hashable, PostgresCodable {
    let rawValue: UUID
}

private struct Note: Codable, Equatable, Sendable {
    var title: String
    var stars: [Int]
}

@Suite(.database) struct ValueTests {
    /// Sends each value, lets the server say what it got, and reads it back, alone, in an array and as NULL.
    private func roundTrip<T: PostgresCodable & Equatable>(
        _ values: [T], _ type: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await Server.withClient { client in
            for value in values {
                let none: T? = nil
                let rows = try await client.read(
                    "SELECT \(value), pg_typeof(\(value))::text, \(none), \([value, nil, value])")
                let row = try #require(try rows.first(as: (T, String, T?, [T?]).self))
                #expect(row.0 == value, sourceLocation: sourceLocation)
                #expect(row.1 == type, sourceLocation: sourceLocation)
                #expect(row.2 == nil, sourceLocation: sourceLocation)
                #expect(row.3 == [value, nil, value], sourceLocation: sourceLocation)
            }
            let empty = try await client.read("SELECT \([T]()), \(values)")
            let arrays = try #require(try empty.first(as: ([T], [T]).self))
            #expect(arrays.0.isEmpty, sourceLocation: sourceLocation)
            #expect(arrays.1 == values, sourceLocation: sourceLocation)
        }
    }

    @Test func `booleans and whole numbers go both ways`() async throws {
        try await roundTrip([true, false], "boolean")
        try await roundTrip([Int16.min, -1, 0, .max], "smallint")
        try await roundTrip([Int32.min, -1, 0, .max], "integer")
        try await roundTrip([Int64.min, -1, 0, .max], "bigint")
        try await roundTrip([Int.min, -1, 0, .max], "bigint")
    }

    @Test func `floating point numbers go both ways`() async throws {
        try await roundTrip([0, -0.5, .pi, .infinity, -.infinity, .leastNonzeroMagnitude], "double precision")
        try await roundTrip([Float(0), -0.5, .pi, .infinity], "real")
        try await Server.withClient { client in
            let nan = try await client.read("SELECT \(Double.nan)").first(as: Double.self)
            #expect(nan?.isNaN == true)
        }
    }

    @Test func `text goes both ways in every script`() async throws {
        try await roundTrip(
            ["", "plain", "Größe", "大模型应用", "👩🏽‍💻🎉", "e\u{301}", "a\tb\n'\"\\", String(repeating: "长", count: 10_000)],
            "text")
    }

    @Test func `bytes go both ways`() async throws {
        try await roundTrip([Data(), Data([0, 255, 1]), Data(repeating: 7, count: 100_000)], "bytea")
        try await Server.withClient { client in
            let bytes: [UInt8] = [0, 1, 254, 255]
            let none: [UInt8]? = nil
            let rows = try await client.read("SELECT \(bytes), pg_typeof(\(bytes))::text, \(none), \([bytes, []])")
            let row = try #require(try rows.first(as: ([UInt8], String, [UInt8]?, [[UInt8]]).self))
            #expect(row == (bytes, "bytea", nil, [bytes, []]))
        }
    }

    @Test func `identifiers go both ways, raw ones and wrapped ones`() async throws {
        let ids = (0..<5).map { _ in UUID() }
        try await roundTrip(ids, "uuid")
        try await roundTrip(ids.map(BookID.init(rawValue:)), "uuid")
        try await roundTrip(Mood.allCases, "text")
    }

    @Test func `instants keep their microseconds`() async throws {
        try await roundTrip(
            [0, 1, -1, 1_763_913_600_123_456, 946_684_800_000_000, -62_135_596_800_000_000].map(
                PostgresTimestamp.init(microseconds:)) + [.infinity, .negativeInfinity], "timestamp with time zone")
        try await roundTrip(
            [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1_763_913_600.25), .distantFuture],
            "timestamp with time zone")
        try await Server.withClient { client in
            let rows = try await client.read(
                "SELECT \(PostgresTimestamp(microseconds: 1_000_000)) = '1970-01-01 00:00:01Z', \(PostgresTimestamp.infinity) = 'infinity', \(Date(timeIntervalSince1970: 1.5)) = '1970-01-01 00:00:01.5Z'"
            )
            #expect(try #require(try rows.first(as: (Bool, Bool, Bool).self)) == (true, true, true))
        }
    }

    @Test func `an infinite instant is no Date`() async throws {
        try await Server.withClient { client in
            let rows = try await client.read("SELECT 'infinity'::timestamptz, '-infinity'::timestamptz")
            #expect(throws: PostgresError.self) { try rows.first { try $0.next(Date.self) } }
            let row = try #require(try rows.first(as: (PostgresTimestamp, PostgresTimestamp).self))
            #expect(row == (.infinity, .negativeInfinity))
        }
    }

    @Test func `days and times of day go both ways`() async throws {
        try await roundTrip(
            [0, 1, -1, 20_415, 10_957, -719_162].map(PostgresDate.init(days:)) + [.infinity, .negativeInfinity], "date")
        try await roundTrip(
            [0, 1, 86_400_000_000].map(PostgresTimeOfDay.init(microseconds:)), "time without time zone")
        try await Server.withClient { client in
            let rows = try await client.read(
                "SELECT \(PostgresDate(days: 20_415)) = '2025-11-23', \(PostgresTimeOfDay(microseconds: 34_200_000_000)) = '09:30'"
            )
            #expect(try #require(try rows.first(as: (Bool, Bool).self)) == (true, true))
        }
    }

    @Test func `JSON goes both ways, raw and coded`() async throws {
        try await Server.withClient { client in
            let note = PostgresJSONCoded(Note(title: "大 \"x\" 🎉", stars: [1, 2]))
            let raw = PostgresJSON(#"{"a": [1, null, "ü"]}"#)
            let rows = try await client.read(
                "SELECT \(note), \(raw), \(raw) -> 'a' ->> 2, '{\"title\":\"t\",\"stars\":[]}'::json, \([raw]), \(raw)")
            let row = try #require(
                try rows.first(
                    as: (
                        PostgresJSONCoded<Note>, PostgresJSON, String, PostgresJSONCoded<Note>, [PostgresJSON], String
                    ).self))
            #expect(row.0 == note)
            #expect(row.1 == raw)
            #expect(row.2 == "ü")
            #expect(row.3.value == Note(title: "t", stars: []))
            #expect(row.4 == [raw])
            #expect(row.5 == raw.text)
        }
    }

    @Test func `numbers with many digits stay exact`() async throws {
        let texts = [
            "0", "1", "-1", "10000", "0.0001", "-0.00001", "123456789.987654321",
            "99999999999999999999999999999999999999",
            "0.00000000000000000000000000000000000001", "12345678901234567890.123456789012345678", "1e50", "100",
            "5e-20",
        ]
        let values = try texts.map { try #require(Decimal(string: $0)) }
        try await roundTrip(values, "numeric")
        try await Server.withClient { client in
            for (text, value) in zip(texts, values) {
                let rows = try await client.read(
                    "SELECT \(value) = \(unescaped: text)::numeric, \(unescaped: text)::numeric, \(value)::text")
                let row = try #require(try rows.first(as: (Bool, Decimal, String).self))
                #expect(row.0, "\(text) arrived as \(row.2)")
                #expect(row.1 == value, "\(text) was read as \(row.1)")
            }
            let sums = try await client.read("SELECT sum(g), avg(g), 'NaN'::numeric FROM generate_series(1::int8, 4) g")
            let row = try #require(try sums.first(as: (Decimal, Decimal, Decimal).self))
            #expect(row.0 == 10)
            #expect(row.1 == Decimal(string: "2.5"))
            #expect(row.2.isNaN)
        }
    }

    @Test func `a number that Decimal cannot hold is refused, not rounded`() async throws {
        try await Server.withClient { client in
            for text in ["1234567890123456789012345678901234567890.5", "1e200", "'infinity'"] {
                let rows = try await client.read("SELECT \(unescaped: text)::numeric")
                #expect(throws: PostgresError.self) { try rows.first(as: Decimal.self) }
            }
        }
    }

    @Test func `ranges go both ways with every kind of bound`() async throws {
        let a = PostgresTimestamp(microseconds: 1_000_000)
        let b = PostgresTimestamp(microseconds: 2_000_000)
        try await roundTrip(
            [
                .empty, PostgresRange(a, upTo: b), .span(lower: .excluded(a), upper: .included(b)),
                .span(lower: .infinite, upper: .excluded(b)), .span(lower: .included(a), upper: .infinite),
                .span(lower: .infinite, upper: .infinite),
            ], "tstzrange")
        try await roundTrip([PostgresRange(1, upTo: 5), .empty], "int8range")
        try await roundTrip([PostgresRange(Int32(1), upTo: 5)], "int4range")
        try await roundTrip([PostgresRange(PostgresDate(days: 1), upTo: PostgresDate(days: 9))], "daterange")
        try await roundTrip([PostgresRange(Decimal(1), upTo: Decimal(2))], "numrange")
        try await Server.withClient { client in
            let rows = try await client.read(
                "SELECT \(PostgresRange(a, upTo: b)) && tstzrange('1970-01-01 00:00:01Z', NULL), '[1,5]'::int8range, tsrange('1970-01-01 00:00:01', NULL)"
            )
            let row = try #require(
                try rows.first(as: (Bool, PostgresRange<Int>, PostgresRange<PostgresTimestamp>).self))
            #expect(row.0)
            #expect(row.1 == PostgresRange(1, upTo: 6))
            #expect(row.2 == .span(lower: .included(a), upper: .infinite))
        }
    }

    @Test func `every text-like type reads as String`() async throws {
        try await Server.withClient { client in
            let mood = Server.uniqueName("mood")
            let domain = Server.uniqueName("domain")
            try await client.query(
                "CREATE TYPE \(identifier: mood) AS ENUM ('calm', 'wild')",
                "CREATE DOMAIN \(identifier: domain) AS varchar(10) CHECK (VALUE <> '')")
            let rows = try await client.read(
                """
                SELECT 'a'::varchar(5), 'b'::char(3), 'c'::name, 'd'::"char", 'e', 'wild'::\(identifier: mood),
                       'f'::\(identifier: domain), ARRAY['calm', NULL]::\(identifier: mood)[], 'wild'::\(identifier: mood)
                """)
            var row = try #require(rows.first { $0 })
            for expected in ["a", "b  ", "c", "d", "e", "wild", "f"] { #expect(try row.next(String.self) == expected) }
            #expect(try row.next([Mood?].self) == [.calm, nil])
            #expect(try row.next(Mood.self) == .wild)
            try await client.query("DROP TYPE \(identifier: mood)", "DROP DOMAIN \(identifier: domain)")
        }
    }

    @Test func `small integer columns read as larger integers`() async throws {
        try await Server.withClient { client in
            let rows = try await client.read("SELECT 7::int2, 8::int4, 9::int8, 25::oid")
            let row = try #require(try rows.first(as: (Int, Int, Int32, UInt32).self))
            #expect(row == (7, 8, 9, 25))
        }
    }
}
