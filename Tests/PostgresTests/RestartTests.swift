import Postgres
import PrivatePostgres
import Testing

/// Against a server of their own, which they may stop.
@Suite(.timeLimit(.minutes(10))) struct RestartTests {
    @Test(arguments: [PrivateCluster.StopMode.fast, .immediate])
    func `a server that is stopped and started again is used again without help`(_ mode: PrivateCluster.StopMode)
        async throws
    {
        let cluster = try await PrivateCluster.start(.temporary(logger: Server.logger))
        do {
            try await Server.withClient(url: cluster.url) {
                $0.backoff = .init(first: .milliseconds(5), longest: .milliseconds(100))
                $0.maxConnections = 4
            } _: { client in
                try await client.query("CREATE TABLE kept (id int8)")
                let stopping = Locked(false)
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for task in 0..<8 {
                        group.addTask {
                            var failures = 0
                            var answersAfter = 0
                            while answersAfter < 10 {
                                let isAfter = stopping.value
                                do {
                                    let value = try await client.read("SELECT \(task)").first(as: Int.self)
                                    #expect(value == task)
                                    if isAfter { answersAfter += 1 }
                                } catch let error as PostgresError {
                                    #expect(error.isUnavailable, "\(error)")
                                    failures += 1
                                }
                            }
                            return failures
                        }
                    }
                    while client.statistics.queries < 100 { await Task.yield() }
                    try await cluster.restart(mode)
                    stopping.withLock { $0 = true }
                    try await group.waitForAll()
                }
                #expect(client.statistics.connectionsLost > 0)
                #expect(try await client.value("SELECT count(*) FROM kept", as: Int.self) == 0)
            }
        } catch {
            await cluster.stop(.immediate)
            throw error
        }
        await cluster.stop(.immediate)
    }
}
