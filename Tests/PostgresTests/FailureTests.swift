import Postgres
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct FailureTests {
    /// A client whose connections can be told from others by their application name.
    private func withNamedClient(
        connections: Int = 1, url: String? = nil,
        _ body: @escaping @Sendable (PostgresClient, String) async throws -> Void
    ) async throws {
        let name = Server.uniqueName("app")
        try await Server.withClient(url: url) {
            $0.applicationName = name
            $0.maxConnections = connections
            $0.backoff = .init(first: .milliseconds(5), longest: .milliseconds(50))
        } _: {
            try await body($0, name)
        }
    }

    @Test func `a backend killed in the middle of a query is a lost connection, and the next query works`() async throws
    {
        try await Server.withClient { observer in
            try await withNamedClient { client, name in
                async let answer = client.query("SELECT pg_sleep(100), 'killed mid-query'")
                try await observer.untilRunning("killed mid-query")
                try await observer.terminate(applicationName: name)
                do {
                    _ = try await answer
                    Issue.record("the query survived its backend")
                } catch let error as PostgresError {
                    #expect(error.kind == .connectionLost)
                    #expect(error.sqlState == "57P01")
                    #expect(error.isUnavailable)
                }
                #expect(try await client.value("SELECT 1", as: Int.self) == 1)
                #expect(client.statistics.connectionsLost == 1)
            }
        }
    }

    @Test func `a backend killed in the middle of a pipeline fails everything on it and nothing hangs`() async throws {
        try await Server.withClient { observer in
            try await withNamedClient { client, name in
                let mark = Server.uniqueName("mark")
                try await withThrowingTaskGroup(of: PostgresError.Kind?.self) { group in
                    // The first read holds the pipeline up; the others queue behind it in the pool and in the pipeline.
                    for index in 0..<50 {
                        group.addTask {
                            do {
                                _ = try await client.read(
                                    "SELECT pg_sleep(\(index < 10 ? 100.0 : 0.0)), \(index), \(identifier: mark).x FROM (SELECT 1 AS x) AS \(identifier: mark)"
                                )
                                return nil
                            } catch let error as PostgresError {
                                #expect(error.isUnavailable)
                                return error.kind
                            }
                        }
                    }
                    // Each kill frees the next of the ten that sleep.
                    while client.statistics.waiting + client.statistics.busyConnections > 0 || !group.isEmpty {
                        try await observer.terminate(applicationName: name)
                        if client.statistics.connectionsLost > 0, client.statistics.busyConnections == 0,
                            client.statistics.waiting == 0
                        {
                            break
                        }
                    }
                    var lost = 0
                    for try await kind in group where kind == .connectionLost { lost += 1 }
                    #expect(lost >= 10)
                }
                #expect(try await client.value("SELECT 1", as: Int.self) == 1)
            }
        }
    }

    @Test func `an idle connection that was killed is never handed out`() async throws {
        try await Server.withClient { observer in
            try await withNamedClient(connections: 3) { client, name in
                for round in 1...20 {
                    try await client.query("SELECT 1")
                    try await observer.terminate(applicationName: name)
                    // The server lists a backend no longer a moment before it closes the socket.
                    while client.statistics.connectionsLost < round { await Task.yield() }
                    #expect(try await client.value("SELECT 2", as: Int.self) == 2)
                }
            }
        }
    }

    @Test func `a cut line is a lost connection and is replaced`() async throws {
        let proxy = try await Proxy.make()
        try await Server.withClient { observer in
            try await withNamedClient(url: proxy.url) { client, _ in
                try await client.query("SELECT 1")
                let mark = Server.uniqueName("cut")
                async let answer = client.query("SELECT pg_sleep(100), \(unescaped: "'\(mark)'")")
                try await observer.untilRunning(mark)
                proxy.cut()
                do {
                    _ = try await answer
                    Issue.record("the query survived its line")
                } catch let error as PostgresError {
                    #expect(error.kind == .connectionLost)
                    #expect(error.sqlState == nil)
                }
                #expect(try await client.value("SELECT 2", as: Int.self) == 2)
            }
        }
    }

    @Test func `a line cut while COMMIT is under way is an unknown outcome, and the closure runs once`() async throws {
        let proxy = try await Proxy.make()
        try await withNamedClient(url: proxy.url) { client, _ in
            try await client.query("SELECT 1")
            proxy.cut(after: "COMMIT\0")
            let runs = Locked(0)
            let error = try await failure {
                try await client.transaction { tx in
                    runs.withLock { $0 += 1 }
                    try await tx.query("SELECT 1")
                }
            }
            #expect(error.kind == .commitOutcomeUnknown)
            #expect(!error.isUnavailable)
            #expect(runs.value == 1)
        }
    }

    @Test func `a line cut before COMMIT is a lost connection`() async throws {
        let proxy = try await Proxy.make()
        try await withNamedClient(url: proxy.url) { client, _ in
            let error = try await failure {
                try await client.transaction { tx in
                    try await tx.query("SELECT 1")
                    proxy.cut()
                    _ = try? await tx.query("SELECT 2")
                    tx.enqueue("SELECT 3")
                }
            }
            #expect(error.kind == .connectionLost)
        }
    }

    @Test func `a server that goes away and comes back is used again without help`() async throws {
        let proxy = try await Proxy.make()
        try await withNamedClient(connections: 2, url: proxy.url) { client, _ in
            try await client.query("SELECT 1")
            proxy.refuse()
            proxy.cut()
            async let early = client.value("SELECT 10", as: Int.self)
            while client.statistics.connectFailures < 3 { await Task.yield() }
            try proxy.accept()
            #expect(try await early == 10)
            #expect(try await client.value("SELECT 11", as: Int.self) == 11)
        }
    }

    @Test func `a server that cannot be reached is unavailable within the limit, and says why`() async throws {
        try await Server.withClient(url: "postgres://nobody:hidden@/x?host=/tmp/there-is-no-such-socket") {
            $0.waitLimit = .seconds(1)
        } _: { client in
            while client.statistics.connectFailures == 0 { await Task.yield() }
            let start = ContinuousClock.now
            let error = try await failure { try await client.read("SELECT 1") }
            #expect(error.kind == .unavailable)
            #expect(error.isUnavailable)
            #expect(error.message.contains("there-is-no-such-socket"))
            #expect(!"\(error) \(error.debugDescription)".contains("hidden"))
            #expect(ContinuousClock.now - start < .seconds(10))
            let inTransaction = try await failure {
                try await client.transaction { tx in try await tx.query("SELECT 1") }
            }
            #expect(inTransaction.kind == .unavailable)
        }
    }

    @Test func `a server that answers nothing is given up at the deadline`() async throws {
        let proxy = try await Proxy.make()
        let name = Server.uniqueName("frozen")
        try await Server.withClient(url: proxy.url) {
            $0.applicationName = name
            $0.maxConnections = 1
            $0.cancelGrace = .milliseconds(200)
            $0.connectTimeout = .milliseconds(300)
        } _: { client in
            try await client.query("SELECT 1")
            proxy.freeze()
            let read = try await failure { try await client.read("SELECT 2", deadline: .milliseconds(200)) }
            #expect(read.kind == .deadlineExceeded)
            let write = try await failure { try await client.query("SELECT 3", deadline: .milliseconds(400)) }
            #expect(write.isUnavailable)
        }
    }

    @Test func `when all connections are taken the next caller waits no longer than the limit`() async throws {
        try await Server.withClient {
            $0.maxConnections = 2
            $0.minConnections = 2
            $0.waitLimit = .seconds(1)
        } _: { client in
            while client.statistics.idleConnections < 2 { await Task.yield() }
            let taken = Meeting(of: 3)
            let done = Meeting(of: 3)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await client.transaction { tx in
                            try await tx.query("SELECT 1")
                            await taken.arrive()
                            await done.arrive()
                        }
                    }
                }
                await taken.arrive()
                let query = try await failure { try await client.query("SELECT 1") }
                #expect(query.kind == .unavailable)
                let read = try await failure { try await client.read("SELECT 1") }
                #expect(read.kind == .unavailable)
                await done.arrive()
                try await group.waitForAll()
            }
            #expect(client.statistics.refused == 2)
            #expect(try await client.value("SELECT 1", as: Int.self) == 1)
        }
    }

    @Test func `too many waiting callers are refused at once`() async throws {
        try await Server.withClient {
            $0.maxConnections = 1
            $0.maxWaiting = 3
            $0.waitLimit = .seconds(60)
        } _: { client in
            let taken = Meeting(of: 2)
            let done = Meeting(of: 2)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await client.transaction { tx in
                        try await tx.query("SELECT 1")
                        await taken.arrive()
                        await done.arrive()
                    }
                    return true
                }
                await taken.arrive()
                for _ in 0..<10 {
                    group.addTask {
                        do {
                            try await client.query("SELECT 1")
                            return true
                        } catch let error as PostgresError {
                            #expect(error.kind == .unavailable)
                            return false
                        }
                    }
                }
                var refused = 0
                for try await isServed in group {
                    if !isServed { refused += 1 }
                    if refused == 7 { break }
                }
                await done.arrive()
                for try await isServed in group { #expect(isServed) }
            }
        }
    }
}
