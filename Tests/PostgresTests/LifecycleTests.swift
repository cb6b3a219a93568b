import Logging
import Postgres
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct LifecycleTests {
    private func client(_ adjust: (inout PostgresConfiguration) -> Void = { _ in }) -> PostgresClient {
        var configuration = PostgresConfiguration(url: Server.url)
        configuration.waitLimit = .seconds(60)
        adjust(&configuration)
        return PostgresClient(configuration, logger: Server.logger)
    }

    @Test func `a query asked before run waits for it`() async throws {
        let client = client()
        async let early = client.value("SELECT 5", as: Int.self)
        while client.statistics.waiting == 0 { await Task.yield() }
        async let running: Void = client.run()
        #expect(try await early == 5)
        await client.shutdown()
        await running
    }

    @Test func `a client that is never run refuses within the limit and can be shut down`() async throws {
        let client = client { $0.waitLimit = .milliseconds(50) }
        let error = try await failure { try await client.query("SELECT 1") }
        #expect(error.kind == .unavailable)
        await client.shutdown()
        let late = try await failure { try await client.query("SELECT 1") }
        #expect(late.kind == .closed)
    }

    @Test func `a shutdown lets running work finish and refuses new work`() async throws {
        let client = client()
        async let running: Void = client.run()
        let inside = Meeting(of: 2)
        let closing = Meeting(of: 2)
        let work = Task {
            try await client.transaction { tx in
                try await tx.query("SELECT 1")
                await inside.arrive()
                await closing.arrive()
                return try await tx.value("SELECT 2", as: Int.self)
            }
        }
        await inside.arrive()
        let end = Task { await client.shutdown() }
        var refusal: PostgresError?
        while refusal?.kind != .closed {
            do { try await client.query("SELECT 1") } catch let error as PostgresError { refusal = error }
        }
        await closing.arrive()
        #expect(try await work.value == 2)
        await end.value
        await running
        #expect(client.statistics.idleConnections + client.statistics.busyConnections == 0)
    }

    @Test func `cancelling run breaks off what runs and closes everything`() async throws {
        try await Server.withClient { observer in
            let name = Server.uniqueName("run")
            let client = client { $0.applicationName = name }
            let running = Task { await client.run() }
            let work = Task { try await client.query("SELECT pg_sleep(100), \(unescaped: "'\(name)'")") }
            try await observer.untilRunning(name)
            running.cancel()
            await running.value
            let error = try await failure { try await work.value }
            #expect(error.kind == .closed)
        }
    }

    @Test func `a client that is dropped leaves no connection behind`() async throws {
        try await Server.withClient { observer in
            let name = Server.uniqueName("dropped")
            do {
                let client = client { $0.applicationName = name }
                let running = Task { await client.run() }
                try await client.query("SELECT 1")
                running.cancel()
                await running.value
            }
            try await observer.until(
                "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = \(name))")
        }
    }

    @Test func `the minimum of connections is kept open, and idle ones above it are closed`() async throws {
        try await Server.withClient {
            $0.minConnections = 2
            $0.maxConnections = 6
            $0.idleLimit = .milliseconds(50)
        } _: { client in
            while client.statistics.idleConnections < 2 { await Task.yield() }
            let all = Meeting(of: 6)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await client.transaction { tx in
                            try await tx.query("SELECT 1")
                            await all.arrive()
                        }
                    }
                }
                try await group.waitForAll()
            }
            while client.statistics.idleConnections != 2 { await Task.yield() }
            #expect(client.statistics.connectionsLost == 0)
        }
    }

    @Test func `old connections are replaced without anybody noticing`() async throws {
        try await Server.withClient {
            $0.maxConnections = 2
            $0.maxConnectionAge = .milliseconds(20)
        } _: { client in
            while client.statistics.connectionsOpened < 5 {
                let one = try await client.value("SELECT 1", as: Int.self)
                #expect(one == 1)
            }
            #expect(client.statistics.connectionsLost == 0)
        }
    }
}
