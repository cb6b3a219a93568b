import Postgres
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct ThroughputTests {
    @Test func `ten thousand queries of two hundred tasks over four connections each get their own answer`()
        async throws
    {
        try await Server.withClient {
            $0.maxConnections = 4
            $0.waitLimit = .seconds(60)
        } _: { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<200 {
                    group.addTask {
                        for round in 0..<50 {
                            let key = task * 1000 + round
                            let text = "\(task)-\(round)"
                            let sql: SQL =
                                "SELECT \(key), \(text), \(key) * 2 FROM generate_series(1, \(round % 3 + 1))"
                            let rows =
                                switch round % 5 {
                                case 0: try await client.query(sql)
                                case 1: try await client.transaction { tx in try await tx.query(sql) }
                                default: try await client.read(sql)
                                }
                            #expect(rows.count == round % 3 + 1)
                            let row = try #require(try rows.first(as: (Int, String, Int).self))
                            #expect(row == (key, text, key * 2))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let statistics = client.statistics
            #expect(statistics.connectionsOpened <= 4)
            #expect(statistics.readRoundTrips < 6000, "reads did not share round trips")
            #expect(statistics.errors == 0)
        }
    }

    @Test func `a failing read harms none of its neighbours`() async throws {
        try await Server.withClient {
            $0.maxConnections = 2
        } _: { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<300 {
                    group.addTask {
                        if index % 7 == 0 {
                            let error = try await failure { try await client.read("SELECT 1 / \(index - index)") }
                            #expect(error.sqlState == "22012")
                        } else if index % 7 == 1 {
                            let error = try await failure {
                                try await client.read("SELECT \(unescaped: "missing_\(index % 5)")")
                            }
                            #expect(error.sqlState == "42703")
                        } else {
                            let value = try await client.read("SELECT \(index)").first(as: Int.self)
                            #expect(value == index)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(client.statistics.resentReads > 0, "no read shared a failing round trip")
            #expect(client.statistics.connectionsLost == 0)
        }
    }

    @Test func `a cell of fifty megabytes arrives whole`() async throws {
        try await Server.withClient { client in
            let rows = try await client.query("SELECT repeat('0123456789', 5000000), 1", deadline: .seconds(60))
            let row = try #require(try rows.first(as: (String, Int).self))
            #expect(row.0.utf8.count == 50_000_000)
            #expect(row.0.hasSuffix("0123456789"))
            #expect(try await client.value("SELECT 1", as: Int.self) == 1)
            // The connection with the swollen buffer was replaced.
            #expect(client.statistics.connectionsOpened == 2)
        }
    }

    @Test func `a bind of twenty megabytes arrives whole`() async throws {
        try await Server.withClient { client in
            let text = String(repeating: "0123456789", count: 2_000_000)
            let row = try await client.query(
                "SELECT length(\(text)), md5(\(text)) = md5(repeat('0123456789', 2000000))"
            )
            .first(as: (Int, Bool).self)
            #expect(try #require(row) == (20_000_000, true))
        }
    }

    @Test func `two hundred thousand rows arrive in order`() async throws {
        try await Server.withClient { client in
            let rows = try await client.query("SELECT g, 'row ' || g FROM generate_series(1, 200000) g")
            #expect(rows.count == 200_000)
            var expected = 0
            let mismatches = try rows.map { row -> Int in
                expected += 1
                let (number, text) = (try row.next(Int.self), try row.next(String.self))
                return number == expected && text == "row \(expected)" ? 0 : 1
            }
            #expect(mismatches.reduce(0, +) == 0)
        }
    }

    @Test func `a segment larger than any socket buffer goes both ways at once`() async throws {
        try await Server.withClient { client in
            let text = String(repeating: "x", count: 100_000)
            let statements = (0..<200).map { "SELECT \($0), \(text)" as SQL }
            let rows = try await client.query(statements)
            #expect(rows.count == 200)
            for (index, row) in rows.enumerated() {
                let (number, echoed) = try #require(try row.first(as: (Int, String).self))
                #expect(number == index && echoed.utf8.count == 100_000)
            }
        }
    }
}
