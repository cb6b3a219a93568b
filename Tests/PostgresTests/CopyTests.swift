import Foundation
import Postgres
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct CopyTests {
    @Test func `a large copy arrives whole, in chunks that end with a row`() async throws {
        try await Server.withClient { client in
            var lines = 0
            var bytes = 0
            var chunks = 0
            for try await chunk in client.copyOut(
                "COPY (SELECT g, repeat('x', 100) FROM generate_series(1, 100000) g) TO STDOUT")
            {
                #expect(chunk.last == UInt8(ascii: "\n"))
                chunks += 1
                bytes += chunk.count
                lines += chunk.count { $0 == UInt8(ascii: "\n") }
            }
            #expect(lines == 100_000)
            #expect(bytes == 100_000 * 102 + 488_895)
            #expect(chunks > 10)
            // The connection goes on in pipeline mode.
            #expect(try await client.value("SELECT 1", as: Int.self) == 1)
            #expect(client.statistics.connectionsOpened == 1)
        }
    }

    @Test func `a copy that nobody takes is not read into memory`() async throws {
        try await Server.withClient { client in
            let mark = Server.uniqueName("copy")
            var chunks = client.copyOut(
                "COPY (SELECT repeat('x', 1000), '\(mark)' FROM generate_series(1, 1000000)) TO STDOUT"
            ).makeAsyncIterator()
            _ = try await chunks.next()
            // The server waits for us to read on: that is back-pressure.
            try await client.until(
                "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE query LIKE '%' || \(mark) || '%' AND wait_event = 'ClientWrite')"
            )
            var bytes = 0
            while bytes < 5_000_000, let chunk = try await chunks.next() { bytes += chunk.count }
            #expect(bytes >= 5_000_000)
        }
    }

    @Test func `a copy stopped early ends on the server and costs no connection of the pool`() async throws {
        try await Server.withClient {
            $0.maxConnections = 2
        } _: { client in
            let mark = Server.uniqueName("copy")
            for _ in 0..<5 {
                for try await _ in client.copyOut(
                    "COPY (SELECT '\(mark)', generate_series(1, 100000000)) TO STDOUT")
                {
                    break
                }
            }
            try await client.until(
                "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY%' || \(mark) || '%' AND state = 'active')"
            )
            #expect(try await client.value("SELECT 1", as: Int.self) == 1)
        }
    }

    @Test func `an error before and in the middle of a copy is thrown`() async throws {
        try await Server.withClient { client in
            let early = try await failure { for try await _ in client.copyOut("COPY missing_table TO STDOUT") {} }
            #expect(early.sqlState == "42P01")
            let late = try await failure {
                for try await _ in client.copyOut(
                    "COPY (SELECT 1 / (50000 - g) FROM generate_series(1, 100000) g) TO STDOUT")
                {}
            }
            #expect(late.sqlState == "22012")
            let wrong = try await failure { for try await _ in client.copyOut("COPY (SELECT 1) FROM STDIN") {} }
            #expect(wrong.sqlState == "42601")
            #expect(try await client.value("SELECT 1", as: Int.self) == 1)
        }
    }

    @Test func `a cancelled reader gets CancellationError`() async throws {
        try await Server.withClient { client in
            let started = Meeting(of: 2)
            let task = Task {
                for try await _ in client.copyOut(
                    "COPY (SELECT g, pg_sleep(CASE WHEN g = 20000 THEN 100 ELSE 0 END) FROM generate_series(1, 30000) g) TO STDOUT"
                ) {
                    await started.arrive()
                }
            }
            await started.arrive()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `COPY through query is refused as misuse`() async throws {
        try await Server.withClient { client in
            let out = try await failure { try await client.query("COPY (SELECT 1) TO STDOUT") }
            #expect(out.kind == .misuse)
            let script = try await failure { try await client.script("SELECT 1; COPY pg_class FROM STDIN;") }
            #expect(script.kind == .misuse || script.kind == .server)
            #expect(try await client.value("SELECT 1", as: Int.self) == 1)
        }
    }
}
