import CLibPQ
import Foundation

/// The classic alternative: tasks hand their questions to a pool of threads, each with a connection of its own and one
/// blocking round trip a question.
struct BlockingPoolRun {
    let url: String
    let threads: Int
    let tasks: Int
    let seconds: Double

    func measure() async throws -> Double {
        let pool = BlockingPool(url: url, threads: threads)
        defer { pool.close() }
        try await ask(pool, until: ContinuousClock.now + .milliseconds(300))
        let start = ContinuousClock.now
        let answers = try await ask(pool, until: start + .seconds(seconds))
        let taken = ContinuousClock.now - start
        return Double(answers) / (Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18)
    }

    @discardableResult
    private func ask(_ pool: BlockingPool, until end: ContinuousClock.Instant) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var random = SplitMix(state: UInt64(task))
                    var answers = 0
                    while true {
                        for _ in 0..<32 {
                            let id = Int32(random.next() % UInt64(AccountTable.rows)) + 1
                            _ = try await pool.balance(of: id)
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

/// Threads that wait for questions on a condition variable.
// Sendable is safe: `questions` and `isClosed` are used only under the condition's lock.
private final class BlockingPool: @unchecked Sendable {
    private struct Question {
        let id: Int32
        let continuation: CheckedContinuation<Int32, any Error>
    }

    private let condition = NSCondition()
    private var questions: [Question] = []
    private var taken = 0
    private var isClosed = false

    init(url: String, threads: Int) {
        for _ in 0..<threads {
            Thread { self.serve(url) }.start()
        }
    }

    func balance(of id: Int32) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            condition.lock()
            questions.append(Question(id: id, continuation: continuation))
            condition.signal()
            condition.unlock()
        }
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    private func next() -> Question? {
        condition.lock()
        defer { condition.unlock() }
        while taken == questions.count {
            if isClosed { return nil }
            questions.removeAll(keepingCapacity: true)
            taken = 0
            condition.wait()
        }
        defer { taken += 1 }
        return questions[taken]
    }

    private func serve(_ url: String) {
        let connection = PQconnectdb(url)
        defer { PQfinish(connection) }
        let types: [Oid] = [23]
        PQclear(PQprepare(connection, "s", "SELECT abalance FROM pgbench_accounts WHERE aid = $1", 1, types))
        while let question = next() {
            let result = withUnsafeBytes(of: question.id.bigEndian) { bytes in
                let values: [UnsafePointer<CChar>?] = [bytes.baseAddress?.assumingMemoryBound(to: CChar.self)]
                return PQexecPrepared(connection, "s", 1, values, [4], [1], 1)
            }
            if PQntuples(result) == 1, let value = PQgetvalue(result, 0, 0) {
                let balance = UnsafeRawPointer(value).loadUnaligned(as: Int32.self)
                question.continuation.resume(returning: Int32(bigEndian: balance))
            } else {
                question.continuation.resume(throwing: MissingAccount(id: question.id))
            }
            PQclear(result)
        }
    }
}
