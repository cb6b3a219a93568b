import Foundation
import HTTPAPI
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct StoryTests {
    @Test func `a student books, the mentor accepts, both write, the session is completed and reported`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()

            let slots = try await service.call(
                .GET, "/v1/mentors/lin/slots?offering=mock&from=2026-11-24&to=2026-11-25")
            #expect(slots.status == 200)
            #expect(
                slots.json["slots"]?.array?.compactMap { $0["start"]?.string }
                    == [Starts.tuesday19, Starts.tuesday20, Starts.tuesday21])
            #expect(slots.json["next_available"]?["start"] == "2026-11-25T19:00:00+08:00")

            let asked = try await service.ask(student, mentor, start: Starts.tuesday19)
            #expect(asked.status == 201)
            #expect(asked.json["status"] == "requested")
            #expect(asked.json["respond_by"] == "2026-11-24T19:00:00+08:00")
            #expect(asked.json["free_cancellation_until"] == "2026-11-23T19:00:00+08:00")
            #expect(asked.headers.first(name: "Location") == "/v1/consultations/\(asked.id)")

            let accepted = try await service.move("accept", asked.id, mentor.token)
            #expect(accepted.status == 200)
            #expect(accepted.json["status"] == "confirmed")
            #expect(accepted.json["version"] == 2)

            let said = try await service.call(
                .POST, "/v1/consultations/\(asked.id)/messages", token: student.token, ["body": "老师好\n简历在附件"])
            #expect(said.status == 201)
            let seen = try await service.call(.GET, "/v1/consultations/\(asked.id)", token: mentor.token)
            #expect(seen.json["unread_count"] == 1)
            let read = try await service.call(
                .PUT, "/v1/consultations/\(asked.id)/read", token: mentor.token, ["up_to": .string(said.id)])
            #expect(read.status == 204)
            let after = try await service.call(.GET, "/v1/consultations/\(asked.id)", token: mentor.token)
            #expect(after.json["unread_count"] == 0)

            service.set("2026-11-24T20:05:00+08:00")
            let completed = try await service.move(
                "complete", asked.id, mentor.token, ["outcome": ["result": "passed", "note": "KL 项讲清楚了"]])
            #expect(completed.json["status"] == "completed")
            #expect(completed.json["outcome"]?["result"] == "passed")

            let csv = try await service.call(
                .GET, "/v1/reports/weekly/2026-W48?format=csv", token: mentor.token)
            #expect(csv.headers.first(name: "Content-Type")?.hasPrefix("text/csv") == true)
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.count == 2)
            #expect(lines.last?.hasPrefix("\(asked.id),completed,lin,陈同学,llm,mock,GRPO 项目怎么讲,") == true)
            #expect(lines.last?.hasSuffix(",false,passed,1") == true)
            let summary = try await service.call(
                .GET, "/v1/reports/weekly/2026-W48?format=csv&summary=true", token: service.adminToken)
            #expect(summary.text.contains("completed,1\r\n"))
            #expect(summary.text.contains("total,1\r\n"))
        }
    }

    @Test func `an instant offering confirms at once and shows where to meet`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [
                [
                    "slug": "mock", "approval": "instant",
                    "meeting": ["kind": "video", "url": "https://meeting.example.com/lin"],
                ]
            ])
            let student = try await service.addStudent()
            let booked = try await service.ask(student, mentor, start: Starts.tuesday19)
            #expect(booked.json["status"] == "confirmed")
            #expect(booked.json["respond_by"] == .null)
            #expect(booked.json["meeting"]?["url"] == "https://meeting.example.com/lin")
            let page = try await service.call(.GET, "/v1/mentors/lin")
            #expect(!page.text.contains("meeting.example.com"))
        }
    }

    @Test func `every endpoint of the public side answers without a token`() async throws {
        try await Service.run { service in
            _ = try await service.addMentor()
            for path in [
                "/livez", "/readyz", "/openapi.json", "/docs", "/v1/directions", "/v1/mentors",
                "/v1/mentors?direction=llm", "/v1/mentors/lin",
                "/v1/mentors/lin/slots?from=2026-11-24&to=2026-11-25",
            ] {
                let answer = try await service.call(.GET, path)
                #expect(answer.status == 200, "\(path): \(answer.text)")
                let head = try await service.call(.HEAD, path)
                #expect(head.status == 200 && head.body.isEmpty)
            }
            let directions = try await service.call(.GET, "/v1/directions")
            #expect(
                directions.json["data"]?.array?.compactMap { $0["slug"]?.string }
                    == ["llm", "multimodal", "recsys", "aigc"])
        }
    }
}
