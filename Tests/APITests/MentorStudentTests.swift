import Foundation
import HTTPAPI
import TestDatabase
import Testing

/// The students a mentor sees, and what of them.
@Suite(.database(Service.template))
struct MentorStudentTests {
    private static let path = "/v1/mentor/students"

    private func ids(_ answer: Service.Answer) -> [String] {
        answer.json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
    }

    @Test func `a mentor sees whom they have consultations with, who asked last first`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            let zhou = try await service.addMentor("zhou")
            let first = try await service.registerStudent("first")
            let second = try await service.registerStudent("second")
            let stranger = try await service.registerStudent("stranger")
            _ = try await service.ask(first, lin)
            service.set("2026-11-23T19:00:00+08:00")
            _ = try await service.ask(second, lin)
            _ = try await service.ask(stranger, zhou)
            #expect(ids(try await service.call(.GET, Self.path, token: lin.token)) == [second.id, first.id])
            service.set("2026-11-23T20:00:00+08:00")
            _ = try await service.ask(first, lin)
            let page = try await service.call(.GET, "\(Self.path)?limit=1", token: lin.token)
            #expect(ids(page) == [first.id])
            let cursor = try #require(page.json["next_cursor"]?.string)
            let rest = try await service.call(.GET, "\(Self.path)?limit=1&cursor=\(cursor)", token: lin.token)
            #expect(ids(rest) == [second.id] && rest.json["next_cursor"] == .null)
            #expect(
                ids(try await service.call(.GET, "\(Self.path)?mentor=zhou", token: service.adminToken))
                    == [stranger.id])
        }
    }

    @Test func `counts are of this mentor alone and as things stand now`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            let zhou = try await service.addMentor("zhou")
            let student = try await service.registerStudent("own")
            _ = try await service.ask(student, zhou)
            _ = try await service.ask(student, lin)
            let booked = try await service.ask(student, lin, start: Starts.tuesday19)
            let path = "\(Self.path)/\(student.id)"
            func counts() async throws -> [String: Int] {
                let answer = try await service.call(.GET, path, token: lin.token)
                #expect(answer.status == 200)
                return (answer.json["consultations"]?.object ?? [:]).compactMapValues { $0.integer }
            }
            #expect(
                try await counts()
                    == ["total": 2, "open": 1, "requested": 1, "coming": 0, "completed": 0, "missed": 0])
            _ = try await service.move("accept", booked.id, lin.token)
            let coming = try await service.call(.GET, path, token: lin.token)
            #expect(coming.json["next_start"]?.string == Starts.tuesday19)
            #expect(try await counts()["coming"] == 1)
            service.set("2026-11-24T19:15:00+08:00")
            _ = try await service.call(
                .POST, "/v1/consultations/\(booked.id)/no-show", token: lin.token, ["absent": "student"])
            #expect(try await counts()["missed"] == 1)
            let over = try await service.call(.GET, path, token: lin.token)
            #expect(over.json["next_start"] == .null)
        }
    }

    @Test func `an address is never in it, and a stranger is not found`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            let student = try await service.registerStudent("own")
            let stranger = try await service.registerStudent("stranger")
            _ = try await service.ask(student, lin)
            for path in [Self.path, "\(Self.path)/\(student.id)"] {
                #expect(!(try await service.call(.GET, path, token: lin.token)).text.contains("@"))
            }
            for id in [stranger.id, "stu_01kawx8c5efz8r4t2m0pq9v7nd", "con_01kawx8c5efz8r4t2m0pq9v7nd", "x"] {
                let answer = try await service.call(.GET, "\(Self.path)/\(id)", token: lin.token)
                #expect(answer.status == 404 && answer.code == "not_found")
            }
        }
    }

    @Test func `the agenda marks the holidays that the schedule follows`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            try await service.putSchedule(lin, ["timezone": "Asia/Shanghai"])
            let path = "/v1/mentor/agenda?from=2026-09-28&to=2026-10-12"
            let plain = try await service.call(.GET, path, token: lin.token)
            #expect(plain.json["holidays"]?.array?.isEmpty == true)
            try await service.putSchedule(lin, ["timezone": "Asia/Shanghai", "holidays": "CN"])
            let marked = try await service.call(.GET, path, token: lin.token)
            let days = (marked.json["holidays"]?.array ?? []).compactMap { day in
                day["date"]?.string.map { ($0, day["state"]?.string) }
            }
            #expect(!days.isEmpty)
            #expect(days.allSatisfy { ["day_off", "working_weekend_day"].contains($0.1) })
        }
    }
}
