import Synchronization
import Testing

@testable import Mentoring

/// Many who ask at once, and the few reads that answer them. The reads here wait until a test lets them go.
@Suite(.timeLimit(.minutes(5)))
struct GatheredReadsTests {
    private struct Broken: Error, Equatable {
        let isForAll: Bool
    }

    /// A source whose reads a test sees begin and lets end.
    private final class Source: Sendable {
        private let begun: AsyncStream<Begun>
        private let announce: AsyncStream<Begun>.Continuation

        struct Begun: Sendable {
            let keys: [Int]
            let end: AsyncStream<Result<Void, Broken>>.Continuation

            func succeed() { end.yield(.success(())) }
            func fail(forAll: Bool) { end.yield(.failure(Broken(isForAll: forAll))) }
        }

        init() {
            (begun, announce) = AsyncStream.makeStream()
        }

        /// Odd keys stand for nothing, even ones for their text.
        func read(_ keys: [Int]) async throws -> [Int: String] {
            let (ends, end) = AsyncStream<Result<Void, Broken>>.makeStream()
            announce.yield(Begun(keys: keys, end: end))
            for await result in ends {
                try result.get()
                return Dictionary(
                    uniqueKeysWithValues: keys.filter { $0.isMultiple(of: 2) }.map { ($0, "\($0)") })
            }
            throw CancellationError()
        }

        func next() async throws -> Begun {
            for await one in begun { return one }
            throw CancellationError()
        }
    }

    private func makeReads(_ source: Source, atOnce: Int = 1, keys: Int = 64) -> GatheredReads<Int, String> {
        GatheredReads(maximumReads: atOnce, maximumKeys: keys, endsAll: { ($0 as? Broken)?.isForAll == true }) {
            try await source.read($0)
        }
    }

    /// Asks for each of some keys, one task each, and returns when all of them wait behind a read under way.
    private func gather(_ keys: [Int], _ reads: GatheredReads<Int, String>) async -> [Task<String?, any Error>] {
        let before = reads.waitingCount
        let tasks = keys.map { key in Task { try await reads.find(key) } }
        while reads.waitingCount < before + keys.count { await Task.yield() }
        return tasks
    }

    @Test
    func `those who come while a read is under way are answered by the next one, together`() async throws {
        let source = Source()
        let reads = makeReads(source)
        let first = Task { try await reads.find(2) }
        let begun = try await source.next()
        #expect(begun.keys == [2])
        let others = await gather([4, 6, 7, 4, 2], reads)
        begun.succeed()
        let second = try await source.next()
        #expect(second.keys.sorted() == [2, 4, 6, 7])
        second.succeed()
        #expect(try await first.value == "2")
        var found: [String: Int] = [:]
        for other in others { found[try await other.value ?? "nothing", default: 0] += 1 }
        #expect(found == ["2": 1, "4": 2, "6": 1, "nothing": 1])
        #expect(reads.waitingCount == 0)
    }

    @Test
    func `as many reads as may be are under way at once, each for as many keys as may be`() async throws {
        let source = Source()
        let reads = makeReads(source, atOnce: 2, keys: 3)
        let firsts = [Task { try await reads.find(2) }, Task { try await reads.find(4) }]
        let begun = [try await source.next(), try await source.next()]
        #expect(begun.map(\.keys.count) == [1, 1])
        let others = await gather([6, 8, 10, 12], reads)
        begun[0].succeed()
        let third = try await source.next()
        #expect(third.keys.count == 3)
        begun[1].succeed()
        let fourth = try await source.next()
        #expect(fourth.keys.count == 1)
        #expect(Set(third.keys + fourth.keys) == [6, 8, 10, 12])
        third.succeed()
        fourth.succeed()
        for task in firsts + others { #expect(try await task.value != nil) }
    }

    @Test
    func `a reader who leaves harms none of those they read for`() async throws {
        let source = Source()
        let reads = makeReads(source)
        let first = Task { try await reads.find(2) }
        let begun = try await source.next()
        let others = await gather([4, 6], reads)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        let second = try await source.next()
        #expect(second.keys.sorted() == [4, 6])
        // Who leads now leaves as well: the last one still gets its answer.
        for other in others { other.cancel() }
        let last = Task { try await reads.find(8) }
        for other in others { await #expect(throws: CancellationError.self) { try await other.value } }
        let third = try await source.next()
        third.succeed()
        if third.keys != [8] { try await source.next().succeed() }
        #expect(try await last.value == "8")
        begun.succeed()
    }

    @Test
    func `an error is for those the read was for, and for all who wait where it would meet them too`() async throws {
        let source = Source()
        let reads = makeReads(source)
        let first = Task { try await reads.find(2) }
        let begun = try await source.next()
        let other = await gather([4], reads)
        begun.fail(forAll: false)
        await #expect(throws: Broken(isForAll: false)) { try await first.value }
        let second = try await source.next()
        let third = await gather([6, 8], reads)
        second.fail(forAll: true)
        for task in other + third { await #expect(throws: Broken(isForAll: true)) { try await task.value } }
        // It goes on as if nothing had been.
        let later = Task { try await reads.find(10) }
        try await source.next().succeed()
        #expect(try await later.value == "10")
    }
}
