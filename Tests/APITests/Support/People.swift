import Foundation
import HTTPAPI
import Mentoring
import Scheduling

/// A mentor and their token.
struct MentorFixture: Sendable {
    let handle: String
    let id: String
    let token: String
}

/// A student and their token.
struct StudentFixture: Sendable {
    let id: String
    let token: String
}

extension Service {
    static let evenings: JSONValue = [
        "mon": [["19:00", "22:00"]], "tue": [["19:00", "22:00"]], "wed": [["19:00", "22:00"]],
        "thu": [["19:00", "22:00"]], "fri": [["19:00", "22:00"]], "sat": [["10:00", "12:00"], ["14:00", "18:00"]],
    ]

    /// Adds a mentor in Shanghai with evening hours and, unless said otherwise, one 60-minute offering `mock`.
    func addMentor(
        _ handle: String = "lin", weekly: JSONValue = evenings, schedule: [String: JSONValue] = [:],
        offerings: [[String: JSONValue]] = [["slug": "mock"]]
    ) async throws -> MentorFixture {
        let added = try await call(
            .POST, "/v1/admin/mentors", token: adminToken,
            ["handle": .string(handle), "name": "林老师", "timezone": "Asia/Shanghai", "directions": ["llm"]])
        let issued = try await call(
            .POST, "/v1/admin/tokens", token: adminToken,
            ["role": "mentor", "mentor": .string(handle), "label": "laptop"])
        let mentor = MentorFixture(handle: handle, id: added.id, token: issued.json["token"]?.string ?? "")
        var body: [String: JSONValue] = ["timezone": "Asia/Shanghai", "weekly": weekly]
        body.merge(schedule) { $1 }
        try await putSchedule(mentor, body)
        for offering in offerings {
            var form: [String: JSONValue] = ["title": "模拟面试", "duration_minutes": 60]
            form.merge(offering) { $1 }
            _ = try await call(.POST, "/v1/mentor/offerings", token: mentor.token, .object(form))
        }
        return mentor
    }

    /// Replaces a mentor's schedule, whatever it was.
    @discardableResult
    func putSchedule(_ mentor: MentorFixture, _ body: [String: JSONValue]) async throws -> Answer {
        try await call(
            .PUT, "/v1/mentor/schedule", token: mentor.token, .object(body), headers: [("If-Match", "*")])
    }

    func addStudent(_ name: String = "chen") async throws -> StudentFixture {
        let answer = try await call(
            .POST, "/v1/students",
            ["name": "陈同学", "email": .string("\(name)@example.com"), "timezone": "Asia/Shanghai", "direction": "llm"])
        return StudentFixture(
            id: answer.json["student"]?["id"]?.string ?? "", token: answer.json["token"]?.string ?? "")
    }

    /// Many students with a token each, straight through the use case: what a race needs.
    func addStudents(_ count: Int) async throws -> [StudentFixture] {
        var students: [StudentFixture] = []
        for index in 0..<count {
            let registered = try await desk.students.register(
                StudentProfile(name: "学生\(index)", email: "s\(index)@example.com", timezone: "Asia/Shanghai"))
            guard let value = registered.value else { continue }
            students.append(StudentFixture(id: value.student.id.description, token: value.token.secret ?? ""))
        }
        return students
    }

    /// Asks for a consultation with a mentor.
    func ask(
        _ student: StudentFixture, _ mentor: MentorFixture, start: String? = nil, offering: String? = "mock",
        key: String? = nil, headers: [(String, String)] = []
    ) async throws -> Answer {
        var body: [String: JSONValue] = ["mentor": .string(mentor.handle), "topic": "GRPO 项目怎么讲"]
        if let start { body["start"] = .string(start) }
        if let offering, start != nil { body["offering"] = .string(offering) }
        return try await call(
            .POST, "/v1/consultations", token: student.token, .object(body), key: key, headers: headers)
    }

    /// A move of a consultation.
    func move(
        _ verb: String, _ id: String, _ token: String, _ body: JSONValue = [:], key: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        try await call(
            .POST, "/v1/consultations/\(id)/\(verb)", token: token, body, key: key, headers: headers)
    }

    func set(_ instant: String) {
        guard let instant = Instant(rfc3339: instant) else { return }
        clock.set(instant)
    }
}

/// Evening starts of the fixture mentor, in Shanghai.
enum Starts {
    static let tuesday19 = "2026-11-24T19:00:00+08:00"
    static let tuesday20 = "2026-11-24T20:00:00+08:00"
    static let tuesday21 = "2026-11-24T21:00:00+08:00"
    static let thursday19 = "2026-11-26T19:00:00+08:00"
    static let friday19 = "2026-11-27T19:00:00+08:00"
    static let saturday10 = "2026-11-28T10:00:00+08:00"
    static let sunday10 = "2026-11-29T10:00:00+08:00"
}
