import Foundation
import HTTPAPI
import Postgres
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct BookingRaceTests {
    private func count(_ sql: SQL) async throws -> Int {
        try await TestDatabase.current.client.query(sql).first { try $0.next(Int.self) } ?? -1
    }

    /// Runs one call for each element, all at once.
    private func race<Element: Sendable>(
        _ elements: [Element], _ call: @escaping @Sendable (Element) async throws -> Service.Answer
    ) async throws -> [Service.Answer] {
        try await withThrowingTaskGroup(of: Service.Answer.self) { group in
            for element in elements { group.addTask { try await call(element) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `of 200 students who want one slot at once, one gets it and the others get alternatives`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let students = try await service.addStudents(200)
            let answers = try await race(students) { try await service.ask($0, mentor, start: Starts.tuesday19) }
            #expect(answers.count(where: { $0.status == 201 }) == 1)
            let refused = answers.filter { $0.status == 409 }
            #expect(refused.count == 199)
            #expect(refused.allSatisfy { $0.code == "slot_taken" && $0.json["alternatives"]?.array?.count == 3 })
            #expect(try await count("SELECT count(*) FROM consultations") == 1)
            #expect(try await count("SELECT count(*) FROM events WHERE type = 'consultation.requested'") == 1)
        }
    }

    @Test func `of students who want overlapping but different starts, never two meet`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [["slug": "mock", "step_minutes": 15]])
            let students = try await service.addStudents(96)
            let starts = ["19:00", "19:15", "19:30", "19:45", "20:00", "20:15", "20:30", "20:45", "21:00"]
            let answers = try await race(Array(students.enumerated())) { index, student in
                try await service.ask(
                    student, mentor, start: "2026-11-24T\(starts[index % starts.count]):00+08:00")
            }
            let won = answers.filter { $0.status == 201 }
            #expect((1...3).contains(won.count))
            #expect(answers.allSatisfy { $0.status == 201 || $0.code == "slot_taken" })
            #expect(
                try await count(
                    """
                    SELECT count(*) FROM consultations a JOIN consultations b ON a.id < b.id
                    AND a.start_at < b.end_at AND b.start_at < a.end_at
                    """) == 0)
        }
    }

    @Test func `of 32 bookings at different times for the last place of a cap, one gets it`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                weekly: ["tue": [["08:00", "24:00"]], "wed": [["08:00", "24:00"]]],
                offerings: [["slug": "mock", "duration_minutes": 30, "max_per_week": 1]])
            let students = try await service.addStudents(32)
            let answers = try await race(Array(students.enumerated())) { index, student in
                let minute = 8 * 60 + index * 30
                let day = minute < 24 * 60 ? 24 : 25
                let inDay = minute % (24 * 60) + (day == 25 ? 8 * 60 : 0)
                return try await service.ask(
                    student, mentor,
                    start: String(format: "2026-11-%02dT%02d:%02d:00+08:00", day, inDay / 60, inDay % 60))
            }
            #expect(answers.count(where: { $0.status == 201 }) == 1)
            let refused = answers.filter { $0.status != 201 }
            #expect(refused.allSatisfy { $0.code == "quota_reached" && $0.reasons == ["offering_week_cap"] })
        }
    }

    @Test func `bookings against a closing schedule are within what was offered when it closed`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let students = try await service.addStudents(24)
            let starts = ["2026-11-24", "2026-11-25", "2026-11-26"].flatMap { day in
                ["19", "20", "21"].map { "\(day)T\($0):00:00+08:00" }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, student) in students.enumerated() {
                    group.addTask {
                        let answer = try await service.ask(student, mentor, start: starts[index % starts.count])
                        #expect(
                            answer.status == 201 || answer.code == "slot_taken"
                                || answer.code == "slot_not_offered")
                    }
                }
                group.addTask { try await service.putSchedule(mentor, ["timezone": "Asia/Shanghai"]) }
                try await group.waitForAll()
            }
            // The order of commits is the order of events: nothing was booked after the hours were gone.
            let closedAt = "(SELECT max(position) FROM events WHERE type = 'schedule.changed')"
            #expect(
                try await count(
                    SQL(
                        unescaped:
                            "SELECT count(*) FROM events WHERE type = 'consultation.requested' AND position > \(closedAt)"
                    )) == 0)
            let late = try await service.ask(try await service.addStudent(), mentor, start: Starts.tuesday19)
            #expect(late.code == "slot_not_offered")
            #expect(late.reasons.contains("outside_windows"))
        }
    }

    @Test func `one key posted fifty times at once makes one consultation`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let answers = try await race(Array(0..<50)) { _ in
                try await service.ask(student, mentor, start: Starts.tuesday19, key: "only-once")
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0.code == "idempotency_in_progress" })
            #expect(Set(answers.filter { $0.status == 201 }.map(\.id)).count == 1)
            #expect(try await count("SELECT count(*) FROM consultations") == 1)
            let again = try await service.ask(student, mentor, start: Starts.tuesday19, key: "only-once")
            #expect(again.headers.first(name: "Idempotent-Replayed") == "true")
        }
    }

    @Test func `a student's own sessions never overlap, whoever the mentors are`() async throws {
        try await Service.run { service in
            var mentors: [MentorFixture] = []
            for index in 0..<6 { mentors.append(try await service.addMentor("mentor-\(index)")) }
            let student = try await service.addStudent()
            let answers = try await race(mentors) { try await service.ask(student, $0, start: Starts.tuesday19) }
            #expect(answers.count(where: { $0.status == 201 }) == 1)
            #expect(answers.count(where: { $0.code == "student_busy" }) == 5)
        }
    }

    @Test func `a student's limit of three holds under concurrency`() async throws {
        try await Service.run { service in
            var mentors: [MentorFixture] = []
            for index in 0..<8 { mentors.append(try await service.addMentor("mentor-\(index)")) }
            let student = try await service.addStudent()
            let answers = try await race(mentors) { try await service.ask(student, $0) }
            #expect(answers.count(where: { $0.status == 201 }) == 3)
            #expect(
                answers.filter { $0.status != 201 }
                    .allSatisfy { $0.code == "quota_reached" && $0.reasons == ["student_quota"] })
        }
    }
}
