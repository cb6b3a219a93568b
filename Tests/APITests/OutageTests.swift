import Foundation
import HTTPAPI
import NIOHTTP1
import Postgres
import PrivatePostgres
import Scheduling
import Schema
import Synchronization
import Testing

/// The database goes away under load and comes back: on a cluster of the test's own.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct OutageTests {
    /// What the clients have been told.
    private final class Ledger: Sendable {
        struct Entries {
            /// The consultation each key was answered with, and its status as last acknowledged.
            var acknowledged: [String: (id: String, status: String)] = [:]
            var answers: [Int: Int] = [:]
            var strange: [String] = []
            var isOver = false
        }

        private let entries = Mutex(Entries())
        private let moments = AsyncStream<Void>.makeStream()

        var snapshot: Entries { entries.withLock { $0 } }

        func note(_ answer: Service.Answer) {
            entries.withLock { entries in
                entries.answers[answer.status, default: 0] += 1
                let isExpected =
                    (200..<500).contains(answer.status)
                    || answer.status == 503 && answer.code == "unavailable"
                        && answer.headers.first(name: "Retry-After") != nil
                if !isExpected { entries.strange.append("\(answer.status) \(answer.text)") }
            }
            moments.continuation.yield()
        }

        func acknowledge(_ key: String, _ answer: Service.Answer) {
            entries.withLock { entries in
                let status = answer.json["status"]?.string ?? ""
                if let known = entries.acknowledged[key], known.id != answer.id {
                    entries.strange.append("\(key) is \(known.id) and \(answer.id)")
                }
                entries.acknowledged[key] = (answer.id, status)
            }
            moments.continuation.yield()
        }

        /// Lets every client finish its round and go.
        func stop() { entries.withLock { $0.isOver = true } }

        /// An answer after which there is no point in going on.
        func end(_ answer: Service.Answer) {
            entries.withLock { $0.strange.append("\(answer.status) \(answer.text)") }
            moments.continuation.finish()
        }

        /// A repeat is answered with what the first was.
        func compare(_ key: String, _ answer: Service.Answer) {
            entries.withLock { entries in
                let isReplay = answer.headers.first(name: "Idempotent-Replayed") == "true"
                guard isReplay, answer.id == entries.acknowledged[key]?.id else {
                    entries.strange.append("\(key) again: \(answer.status) \(answer.text)")
                    return
                }
            }
        }

        /// Waits for the first moment at which this holds.
        func wait(until condition: @Sendable (Entries) -> Bool) async {
            if condition(snapshot) { return }
            for await _ in moments.stream where condition(snapshot) { return }
        }
    }

    private static func cluster() async throws -> PrivateCluster {
        let cluster = try await PrivateCluster.start(.temporary(logger: Service.logger))
        let client = PostgresClient(PostgresConfiguration(url: cluster.url), logger: Service.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            try await client.script("CREATE ROLE mentordesk_service LOGIN")
            try await Migrator(client).up(appliedAt: Service.start.rfc3339UTC, serviceRole: "mentordesk_service")
            await client.shutdown()
            try await group.waitForAll()
        }
        return cluster
    }

    /// Books and cancels with one student and one mentor, until it is told to stop. What is refused for now is sent
    /// again with the same key, as a client should.
    private static func load(
        _ number: Int, _ service: Service, _ mentor: MentorFixture, _ student: StudentFixture, _ ledger: Ledger
    ) async throws {
        // Midnight in Shanghai, the day after tomorrow.
        let start = Service.start.adding(minutes: 30 * 60)
        var round = 0
        let key = { (round: Int) in "load-\(number)-\(round)" }
        let ask = { (round: Int) in
            // A half hour of its own for each, so that nothing but the outage can be in the way.
            let wanted = start.adding(minutes: 30 * (round % 2_000)).rfc3339UTC
            return try await insist(ledger) {
                try await service.ask(student, mentor, start: wanted, key: key(round))
            }
        }
        while !ledger.snapshot.isOver {
            let key = key(round)
            let booked = try await ask(round)
            guard booked.status == 201 else { return ledger.end(booked) }
            ledger.acknowledge(key, booked)
            if round % 2 == 0 || round > 3 {
                let cancelled = try await insist(ledger) {
                    try await service.move("cancel", booked.id, student.token, key: key)
                }
                guard cancelled.status == 200 else { return ledger.end(cancelled) }
                ledger.acknowledge(key, cancelled)
            }
            round += 1
        }
        // Whatever the outage did: a client that never saw its answers gets the same ones.
        for round in 0..<round { ledger.compare(key(round), try await ask(round)) }
    }

    /// Repeats a call until it is neither refused for now nor still at work.
    private static func insist(
        _ ledger: Ledger, _ call: () async throws -> Service.Answer
    ) async throws -> Service.Answer {
        while true {
            let answer = try await call()
            ledger.note(answer)
            if answer.status != 503, answer.code != "idempotency_in_progress" { return answer }
        }
    }

    @Test func `PostgreSQL killed under load loses nothing acknowledged, doubles nothing, and is found again`()
        async throws
    {
        let cluster = try await Self.cluster()
        let ledger = Ledger()
        do {
            try await Service.run(databaseURL: cluster.url(database: "mentordesk", user: "mentordesk_service")) {
                service in
                let always: JSONValue = .object(
                    Dictionary(
                        uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map {
                            ($0, [["00:00", "24:00"]])
                        }))
                let students = try await service.addStudents(8)
                var mentors: [MentorFixture] = []
                for number in students.indices {
                    mentors.append(
                        try await service.addMentor(
                            "mentor-\(number)", weekly: always,
                            offerings: [
                                ["slug": "mock", "duration_minutes": 30, "approval": "instant", "horizon_days": 90]
                            ]))
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (number, (mentor, student)) in zip(mentors, students).enumerated() {
                        group.addTask {
                            try await Self.load(number, service, mentor, student, ledger)
                        }
                    }
                    await ledger.wait { $0.acknowledged.count >= 64 }
                    await cluster.kill(signal: SIGKILL)
                    // Nobody starts it again until somebody has been told.
                    await ledger.wait { $0.answers[503, default: 0] > 0 }
                    let before = ledger.snapshot.acknowledged.count
                    try await withThrowingTaskGroup(of: Void.self) { watch in
                        watch.addTask { try await cluster.run() }
                        await ledger.wait { $0.acknowledged.count >= before + 64 }
                        ledger.stop()
                        watch.cancelAll()
                        try await watch.waitForAll()
                    }
                    try await group.waitForAll()
                }
                try await Self.compare(ledger, service, students)
            }
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
        let told = ledger.snapshot
        #expect(told.strange.isEmpty, "\(told.strange.joined(separator: "\n"))")
        #expect(told.answers[503, default: 0] > 0)
    }

    /// Every acknowledged consultation is there as it was acknowledged, and there are no others.
    private static func compare(_ ledger: Ledger, _ service: Service, _ students: [StudentFixture]) async throws {
        var there: [String: String] = [:]
        var cursor: String?
        repeat {
            let page = try await service.call(
                .GET, "/v1/consultations?limit=100" + (cursor.map { "&cursor=\($0)" } ?? ""),
                token: service.adminToken)
            for consultation in page.json["data"]?.array ?? [] {
                there[consultation["id"]?.string ?? ""] = consultation["status"]?.string
            }
            cursor = page.json["next_cursor"]?.string
        } while cursor != nil
        let told = ledger.snapshot.acknowledged.values
        #expect(Set(told.map(\.id)).count == told.count)
        #expect(there == Dictionary(uniqueKeysWithValues: told.map { ($0.id, $0.status) }))
    }

    @Test func `with the database away everything that needs it is 503, and what doesn't is not`() async throws {
        let cluster = try await Self.cluster()
        do {
            let url = cluster.url(database: "mentordesk", user: "mentordesk_service")
            try await Service.run(databaseURL: url, waitLimit: .milliseconds(500)) { service in
                let student = try await service.addStudent()
                await cluster.stop(.immediate)
                for (path, token) in [
                    ("/readyz", nil), ("/v1/directions", nil), ("/v1/mentors/lin", nil), ("/v1/me", student.token),
                    ("/v1/consultations", student.token),
                ] {
                    let answer = try await service.call(.GET, path, token: token)
                    #expect(answer.status == 503, "\(path) \(answer.text)")
                    #expect(answer.code == "unavailable")
                    #expect(answer.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 0 > 0)
                    #expect(!answer.text.contains("postgres") && !answer.text.contains("socket"))
                }
                for path in ["/livez", "/openapi.json", "/docs"] {
                    #expect(try await service.call(.GET, path).status == 200)
                }
                // A token that can't be one needs no look-up, and a bad query none either.
                let garbage = try await service.call(.GET, "/v1/me", token: "nonsense")
                #expect(garbage.status == 401)
                let query = try await service.call(.GET, "/v1/mentors?limit=0")
                #expect(query.status == 422)
            }
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }
}
