import Postgres
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct CancellationTests {
    @Test func `a cancelled query stops on the server and throws CancellationError`() async throws {
        try await Server.withClient { client in
            let mark = Server.uniqueName("cancel")
            let task = Task { try await client.query("SELECT pg_sleep(100), \(unescaped: "'\(mark)'")") }
            try await client.untilRunning(mark)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await client.until(
                "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE query LIKE '%' || \(mark) || '%' AND state = 'active' AND pid <> pg_backend_pid())"
            )
            #expect(client.statistics.connectionsLost == 0)
        }
    }

    @Test func `a cancelled transaction rolls back and its locks are gone when it throws`() async throws {
        try await Server.withClient { client in
            let mark = Server.uniqueName("cancel")
            let key = Int.random(in: 1...Int.max)
            let task = Task {
                try await client.transaction { tx in
                    try await tx.query("SELECT pg_advisory_xact_lock(\(key))")
                    try await tx.query("SELECT pg_sleep(100), \(unescaped: "'\(mark)'")")
                }
            }
            try await client.untilRunning(mark)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let isFree = try await client.transaction { tx in
                try await tx.value("SELECT pg_try_advisory_xact_lock(\(key))", as: Bool.self)
            }
            #expect(isFree == true)
            #expect(client.statistics.connectionsLost == 0)
        }
    }

    @Test func `a transaction cancelled between statements does not commit`() async throws {
        try await Server.withClient { client in
            let table: SQL = "\(identifier: Server.uniqueName("t"))"
            try await client.query("CREATE TABLE \(table) (id int8)")
            let inside = Meeting(of: 2)
            let cancelled = Meeting(of: 2)
            let task = Task {
                try await client.transaction { tx in
                    try await tx.query("INSERT INTO \(table) VALUES (1)")
                    await inside.arrive()
                    await cancelled.arrive()
                    tx.enqueue("INSERT INTO \(table) VALUES (2)")
                }
            }
            await inside.arrive()
            task.cancel()
            await cancelled.arrive()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await client.value("SELECT count(*) FROM \(table)", as: Int.self) == 0)
            try await client.query("DROP TABLE \(table)")
        }
    }

    @Test func `a caller that waits for a connection can be cancelled`() async throws {
        try await Server.withClient {
            $0.maxConnections = 1
            $0.waitLimit = .seconds(60)
        } _: { client in
            let key = Int.random(in: 1...Int.max)
            try await client.transaction { tx in
                try await tx.query("SELECT pg_advisory_xact_lock(\(key))")
                let waiting = [
                    Task { try await client.query("SELECT 1") }, Task { try await client.read("SELECT 1") },
                    Task { try await client.transaction { tx in try await tx.query("SELECT 1") } },
                ]
                while client.statistics.waiting < 3 { await Task.yield() }
                for task in waiting { task.cancel() }
                for task in waiting { await #expect(throws: CancellationError.self) { try await task.value } }
            }
            #expect(client.statistics.cancels == 0)
        }
    }

    @Test func `work of a task that is already cancelled is not sent`() async throws {
        try await Server.withClient { client in
            try await client.query("SELECT 1")
            let before = client.statistics
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.query("SELECT 1")
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(client.statistics.segments == before.segments)
        }
    }

    @Test func `forty cancelled reads in a shared pipeline hurt none of their neighbours`() async throws {
        let mark = Server.uniqueName("victim")
        try await Server.withClient { observer in
            try await Server.withClient {
                $0.maxConnections = 4
                $0.maxReadConnections = 3
                $0.queryDeadline = .seconds(100)
            } _: { client in
                let answers = Locked(0)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    var victims: [Task<PostgresRows, any Error>] = []
                    for index in 0..<160 {
                        group.addTask {
                            for round in 0..<3 {
                                let value = try await client.read("SELECT \(index * 10 + round)").first(as: Int.self)
                                #expect(value == index * 10 + round)
                                answers.withLock { $0 += 1 }
                            }
                        }
                        guard index % 4 == 0 else { continue }
                        let text = "'\(mark) \(victims.count)'"
                        victims.append(Task { try await client.read("SELECT pg_sleep(100), \(unescaped: text)") })
                    }
                    // One that runs is cancelled together with the next, which waits or stands behind in a pipeline. The
                    // end of those that ran is waited for before the server is asked again who runs: asking all the time
                    // would take from it what it needs to get on.
                    var cancelled = Set<Int>()
                    while cancelled.count < victims.count {
                        let rows = try await observer.query(
                            """
                            SELECT substring(query from \(mark + " ([0-9]+)"))::int8 FROM pg_stat_activity
                            WHERE state = 'active' AND query LIKE '%' || \(mark) || ' %'
                            """)
                        let running = try rows.decode(Int?.self).compactMap(\.self)
                        for victim in running {
                            for index in [victim, victim + 1] where index < victims.count {
                                victims[index].cancel()
                                cancelled.insert(index)
                            }
                        }
                        for victim in running { _ = await victims[victim].result }
                    }
                    for victim in victims { await #expect(throws: CancellationError.self) { try await victim.value } }
                    try await group.waitForAll()
                }
                #expect(answers.value == 480)
                #expect(client.statistics.cancels > 0)
                #expect(client.statistics.connectionsLost == 0)
            }
        }
    }

    @Test func `a deadline cancels a read, a query and a transaction`() async throws {
        try await Server.withClient { client in
            try await client.query("SELECT 1")
            let start = ContinuousClock.now
            let read = try await failure { try await client.read("SELECT pg_sleep(100)", deadline: .milliseconds(50)) }
            #expect(read.kind == .deadlineExceeded)
            let query = try await failure {
                try await client.query("SELECT pg_sleep(100)", deadline: .milliseconds(50))
            }
            #expect(query.kind == .deadlineExceeded)
            #expect(query.isUnavailable)
            let transaction = try await failure {
                try await client.transaction(deadline: .milliseconds(50)) { tx in
                    try await tx.query("SELECT 1")
                    try await tx.query("SELECT pg_sleep(100)")
                }
            }
            #expect(transaction.kind == .deadlineExceeded)
            #expect(ContinuousClock.now - start < .seconds(20))
            #expect(client.statistics.connectionsLost == 0)
            #expect(try await client.value("SELECT 1", as: Int.self) == 1)
        }
    }

    @Test func `a lock wait ends at the deadline`() async throws {
        try await Server.withClient { client in
            let key = Int.random(in: 1...Int.max)
            try await client.transaction { holder in
                try await holder.query("SELECT pg_advisory_xact_lock(\(key))")
                let error = try await failure {
                    try await client.query("SELECT pg_advisory_xact_lock(\(key))", deadline: .milliseconds(50))
                }
                #expect(error.kind == .deadlineExceeded)
            }
        }
    }

    @Test func `a closure that dawdles past the deadline loses its locks`() async throws {
        try await Server.withClient { client in
            let key = Int.random(in: 1...Int.max)
            let error = try await failure {
                try await client.transaction(deadline: .milliseconds(100)) { tx in
                    try await tx.query("SELECT pg_advisory_xact_lock(\(key))")
                    try await client.query("SELECT pg_advisory_xact_lock(\(key))")
                    try await tx.query("SELECT 1")
                }
            }
            #expect(error.kind == .deadlineExceeded)
        }
    }

    @Test func `a read cancelled by somebody else is sent again, a segment is not`() async throws {
        try await Server.withClient { client in
            let mark = Server.uniqueName("stray")
            let cancel: SQL =
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE '%' || \(mark) || '%' AND state = 'active' AND pid <> pg_backend_pid()"
            let key = Int.random(in: 1...Int.max)
            let count = try await client.withSession { holder in
                try await holder.query("SELECT pg_advisory_lock(\(key))")
                async let read = client.read("SELECT pg_advisory_xact_lock(\(key)), \(unescaped: "'\(mark)'")")
                try await client.untilRunning(mark)
                try await client.query(cancel)
                while client.statistics.resentReads == 0 { await Task.yield() }
                try await holder.query("SELECT pg_advisory_unlock(\(key))")
                return try await read.count
            }
            #expect(count == 1)
            #expect(client.statistics.resentReads == 1)
            async let segment = client.query("SELECT pg_sleep(100), \(unescaped: "'\(mark)'")")
            try await client.untilRunning(mark)
            try await client.query(cancel)
            do {
                _ = try await segment
                Issue.record("a cancelled segment succeeded")
            } catch let error as PostgresError {
                #expect(error.kind == .server)
                #expect(error.sqlState == "57014")
            }
        }
    }
}
