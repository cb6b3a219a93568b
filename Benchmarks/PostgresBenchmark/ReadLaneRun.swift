import Postgres

/// Many tasks, each asking for one account after another through the read lane.
struct ReadLaneRun {
    let url: String
    let connections: Int
    let tasks: Int
    let seconds: Double

    func measure() async throws -> Double {
        let (tasks, seconds) = (tasks, seconds)
        return try await AccountTable.withClient(url, connections: connections) { client in
            // Warm up: connections opened, statements prepared.
            try await Self.ask(client, tasks: tasks, until: ContinuousClock.now + .milliseconds(300))
            let start = ContinuousClock.now
            let answers = try await Self.ask(client, tasks: tasks, until: start + .seconds(seconds))
            let taken = ContinuousClock.now - start
            return Double(answers) / (Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18)
        }
    }

    @discardableResult
    private static func ask(_ client: PostgresClient, tasks: Int, until end: ContinuousClock.Instant) async throws
        -> Int
    {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var random = SplitMix(state: UInt64(task))
                    var answers = 0
                    while true {
                        // A look at the clock for 32 questions.
                        for _ in 0..<32 {
                            let id = Int32(random.next() % UInt64(AccountTable.rows)) + 1
                            let rows = try await client.read(
                                "SELECT abalance FROM pgbench_accounts WHERE aid = \(id)")
                            guard let _: Int32 = try rows.first({ try $0.next() }) else {
                                throw MissingAccount(id: id)
                            }
                            answers += 1
                        }
                        if ContinuousClock.now >= end { return answers }
                    }
                }
            }
            return try await group.reduce(0, +)
        }
    }
}

struct MissingAccount: Error {
    let id: Int32
}

/// A small generator, so that making keys costs nothing beside asking for them.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
