import Foundation
import Postgres
import TestDatabase
import Testing

@Suite(.database) struct ErrorTests {
    @Test func `a refused row tells constraint, table and state, and keeps other rows' values to itself`() async throws
    {
        try await Server.withClient { client in
            let name = Server.uniqueName("person")
            let table: SQL = "\(identifier: name)"
            try await client.query(
                "CREATE TABLE \(table) (mail text CONSTRAINT \(identifier: "\(name)_mail_key") UNIQUE)")
            try await client.query("INSERT INTO \(table) VALUES (\("secret@example.org"))")
            let error = try await failure {
                try await client.query("INSERT INTO \(table) VALUES (\("secret@example.org"))")
            }
            #expect(error.kind == .server)
            #expect(error.sqlState == "23505")
            #expect(error.constraint == "\(name)_mail_key")
            #expect(error.table == name)
            #expect(error.detail?.contains("secret@example.org") == true)
            #expect(!error.description.contains("secret"))
            #expect(!"\(error)".contains("secret"))
            #expect(error.debugDescription.contains("secret@example.org"))
            #expect(!error.isUnavailable)
            try await client.query("DROP TABLE \(table)")
        }
    }

    @Test func `a message that quotes a value is withheld from the description`() async throws {
        try await Server.withClient { client in
            let error = try await failure { try await client.read("SELECT \("secret word")::int") }
            #expect(error.sqlState == "22P02")
            #expect(error.message.contains("secret word"))
            #expect(!error.description.contains("secret"))
            #expect(error.description.contains("22P02"))
        }
    }

    @Test(
        arguments: [
            "postgres://someone:hidden word@localhost/x", "host=localhost password=hid'den x",
            "postgres://u:hidden@[::1/x",
            "password=hidden nonsense", "postgres://u:hidden@localhost:notaport/x",
        ])
    func `a malformed connection string is never quoted`(_ url: String) async throws {
        try await Server.withClient(url: url) {
            $0.waitLimit = .seconds(1)
            $0.connectTimeout = .milliseconds(200)
        } _: { client in
            while client.statistics.connectFailures == 0 { await Task.yield() }
            let error = try await failure { try await client.read("SELECT 1") }
            #expect(error.kind == .unavailable)
            #expect(!error.description.contains("hid"), "\(error.description)")
        }
    }

    @Test func `a wrong password is unavailable and not shown`() async throws {
        try await Server.withClient { client in
            let role = Server.uniqueName("role")
            try await client.query("CREATE ROLE \(identifier: role) NOLOGIN PASSWORD 'right'")
            let url = TestDatabase.current.url(user: role) + "&password=hidden"
            try await Server.withClient(url: url) {
                $0.waitLimit = .seconds(1)
            } _: { stranger in
                while stranger.statistics.connectFailures == 0 { await Task.yield() }
                let error = try await failure { try await stranger.read("SELECT 1") }
                #expect(error.kind == .unavailable)
                #expect(error.message.contains(role))
                #expect(!"\(error) \(error.debugDescription)".contains("hidden"))
            }
            try await client.query("DROP ROLE \(identifier: role)")
        }
    }

    @Test func `the states of a server that stops or is full count as unavailable`() async throws {
        try await Server.withClient { client in
            for (state, isUnavailable) in [
                ("57P01", true), ("57P03", true), ("53300", true), ("08006", true), ("23505", false), ("42601", false),
            ] {
                let error = try await failure {
                    try await client.query(
                        "DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '\(unescaped: state)'; END $$")
                }
                #expect(error.isUnavailable == isUnavailable, "\(state)")
            }
        }
    }

    @Test func `an empty statement is misuse, not a crash`() async throws {
        try await Server.withClient { client in
            #expect(try await client.query("").isEmpty)
            #expect(try await client.query([] as [SQL]).isEmpty)
            let none = try await failure { try await client.query("SELECT 1; SELECT 2") }
            #expect(none.sqlState == "42601")
        }
    }

    @Test func `more binds than the protocol allows are refused`() async throws {
        try await Server.withClient { client in
            let many = (0..<70_000).map { "\($0)" as SQL }.joined(separator: ",")
            let error = try await failure { try await client.read("SELECT 1 WHERE 1 IN (\(many))") }
            #expect(error.kind == .misuse)
        }
    }
}
