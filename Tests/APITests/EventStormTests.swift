import Foundation
import HTTPAPI
import Mentoring
import Postgres
import PrivatePostgres
import Scheduling
import Schema
import Synchronization
import Testing

/// Readers who come and go at random while events are written and everything restarts: on a cluster of the test's own.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct EventStormTests {
    /// Small where every run has to wait for it; `MENTORDESK_STORM=full` is what is promised.
    private struct Size {
        let readers: Int
        let events: Int
        let rounds: Int

        static let chosen =
            ProcessInfo.processInfo.environment["MENTORDESK_STORM"] == "full"
            ? Size(readers: 50, events: 5_000, rounds: 3) : Size(readers: 12, events: 240, rounds: 2)
    }

    /// Where the service is just now, and how much each reader has to see before it may go.
    private final class Board: Sendable {
        private struct State {
            var url: String?
            var waiting: [CheckedContinuation<String, Never>] = []
            var expected: [Int]?
            var connections = 0
            var seen: [Int: [String]] = [:]
            var done: (count: Int, continuation: CheckedContinuation<Void, Never>)?
        }

        private let state = Mutex(State())

        func open(_ url: String) {
            let waiting = state.withLock { state in
                state.url = url
                state.connections += state.waiting.count
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(returning: url) }
        }

        func close() { state.withLock { $0.url = nil } }

        /// The service's URL, as soon as there is one.
        func url() async -> String {
            await withCheckedContinuation { continuation in
                let url = state.withLock { state in
                    if state.url == nil { state.waiting.append(continuation) } else { state.connections += 1 }
                    return state.url
                }
                if let url { continuation.resume(returning: url) }
            }
        }

        func expect(_ counts: [Int]) { state.withLock { $0.expected = counts } }

        func hasAll(_ reader: Int, _ count: Int) -> Bool {
            state.withLock { $0.expected.map { count >= $0[reader] } ?? false }
        }

        var connections: Int { state.withLock { $0.connections } }

        func finish(_ reader: Int, _ seen: [String]) {
            let done = state.withLock { state in
                state.seen[reader] = seen
                return state.done.flatMap { state.seen.count >= $0.count ? $0.continuation : nil }
            }
            done?.resume()
        }

        func untilFinished(_ count: Int) async {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.seen.count < count { state.done = (count, continuation) }
                    return state.seen.count >= count
                }
                if isDone { continuation.resume() }
            }
        }

        var seen: [Int: [String]] { state.withLock { $0.seen } }
    }

    /// Somebody who reads their events along.
    private struct Person: Sendable {
        let token: String
        let condition: SQL
    }

    /// Somebody who writes messages in a consultation.
    private struct Writer: Sendable {
        let caller: Caller
        let consultation: ConsultationID
    }

    private static func cluster() async throws -> PrivateCluster {
        let cluster = try await PrivateCluster.start(.temporary(logger: Service.logger))
        try await asOwner(cluster) { client in
            try await client.script("CREATE ROLE mentordesk_service LOGIN")
            try await Migrator(client).up(appliedAt: Service.start.rfc3339UTC, serviceRole: "mentordesk_service")
        }
        return cluster
    }

    private static func asOwner<Result: Sendable>(
        _ cluster: PrivateCluster, _ body: (PostgresClient) async throws -> Result
    ) async throws -> Result {
        let client = PostgresClient(PostgresConfiguration(url: cluster.url), logger: Service.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            let result = try await body(client)
            await client.shutdown()
            try await group.waitForAll()
            return result
        }
    }

    /// Mentors and students, a consultation of each two, half of whom read.
    private static func cast(_ service: Service, readers: Int) async throws -> (people: [Person], writers: [Writer]) {
        let mentorCount = max(2, readers / 5)
        let students = try await service.addStudents(readers - mentorCount)
        var people: [Person] = []
        var writers: [Writer] = []
        var mentors: [MentorFixture] = []
        for number in 0..<mentorCount {
            let mentor = try await service.addMentor("mentor-\(number)", offerings: [])
            mentors.append(mentor)
            if let id = MentorID(mentor.id) {
                people.append(Person(token: mentor.token, condition: "mentor_id = \(id)"))
            }
        }
        for (number, student) in students.enumerated() {
            let mentor = mentors[number % mentorCount]
            let asked = try await service.ask(student, mentor)
            guard let id = StudentID(student.id), let consultation = ConsultationID(asked.id) else { continue }
            people.append(Person(token: student.token, condition: "student_id = \(id)"))
            for token in [student.token, mentor.token] {
                guard let caller = try await service.desk.accounts.find(bearing: token) else { continue }
                writers.append(Writer(caller: caller, consultation: consultation))
            }
        }
        return (people, writers)
    }

    /// Writes messages, eight at a time; what an outage refuses is written again.
    private static func write(_ count: Int, _ writers: [Writer], _ desk: Desk) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    var number = lane
                    while number < count {
                        guard let writer = writers.randomElement() else { return }
                        do {
                            _ = try await desk.messages.post("\(number)", to: writer.consultation, by: writer.caller)
                            number += 8
                        } catch is PostgresError {
                            try Task.checkCancellation()
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Reads until it has all, dropping the connection after a random number of events.
    private static func read(_ number: Int, _ person: Person, _ board: Board) async throws -> [String] {
        var seen: [String] = []
        while !board.hasAll(number, seen.count) {
            let source = EventSource(url: await board.url(), token: person.token)
            var left = Int.random(in: 1...40)
            do {
                try await source.read(after: seen.last) { part in
                    if let id = part.id {
                        seen.append(id)
                        left -= 1
                    }
                    return left > 0 && !board.hasAll(number, seen.count)
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // Refused for now, or cut: as a client should, it comes again from where it was.
                await Task.yield()
            }
        }
        return seen
    }

    @Test func `each reader sees each of their events once and in order, whatever restarts meanwhile`() async throws {
        let size = Size.chosen
        let cluster = try await Self.cluster()
        let board = Board()
        do {
            let url = cluster.url(database: "mentordesk", user: "mentordesk_service")
            var limits = EventFeed.Limits()
            limits.pingInterval = .milliseconds(100)
            let feed = limits
            let (people, writers) = try await Service.run(databaseURL: url, feed: feed) {
                try await Self.cast($0, readers: size.readers)
            }
            let expected = try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, person) in people.enumerated() {
                    group.addTask { board.finish(number, try await Self.read(number, person, board)) }
                }
                for _ in 0..<size.rounds {
                    try await Service.run(databaseURL: url, feed: feed) { service in
                        board.open(service.url)
                        let share = size.events / size.rounds
                        try await Self.write(share / 2, writers, service.desk)
                        // The rest while PostgreSQL is killed and comes back.
                        async let rest: Void = Self.write(share - share / 2, writers, service.desk)
                        try await cluster.restart(.immediate)
                        try await rest
                        board.close()
                    }
                }
                return try await Service.run(databaseURL: url, feed: feed) { service in
                    board.open(service.url)
                    let expected = try await Self.expected(people, cluster)
                    board.expect(expected.map(\.count))
                    await board.untilFinished(people.count)
                    return expected
                }
            }
            let seen = board.seen
            for (number, ids) in expected.enumerated() {
                #expect(seen[number] == ids, "reader \(number): \(seen[number]?.count ?? 0) of \(ids.count)")
            }
            #expect(expected.reduce(0) { $0 + $1.count } >= 2 * size.events)
            #expect(board.connections > people.count * size.rounds, "they came again")
            print(
                "storm: \(people.count) readers, \(size.events) events, \(size.rounds) restarts of each,",
                "\(board.connections) connections, \(expected.reduce(0) { $0 + $1.count }) events read")
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }

    /// What each reader should have seen: what the table has, in the feed's order.
    private static func expected(_ people: [Person], _ cluster: PrivateCluster) async throws -> [[String]] {
        try await asOwner(cluster) { client in
            var all: [[String]] = []
            for person in people {
                let rows = try await client.query(
                    "SELECT id FROM events WHERE \(person.condition) ORDER BY written_in, position")
                all.append(try rows.map { try $0.next(EventID.self).description })
            }
            return all
        }
    }
}
