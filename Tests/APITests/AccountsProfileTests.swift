import Foundation
import HTTPAPI
import Mentoring
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct AccountsProfileTests {
    @Test func `a patch changes what it names, null clears, the rest stays`() async throws {
        try await Service.run { service in
            let student = try await service.addStudent("chen")
            let first = try await service.call(
                .PATCH, "/v1/me", token: student.token,
                ["name": " 陈雨桐 ", "graduation_year": 2027, "locale": "en", "timezone": "Europe/Berlin"])
            #expect(first.status == 200)
            #expect(first.json["student"]?["name"] == "陈雨桐")
            #expect(first.json["student"]?["direction"] == "llm")
            let second = try await service.call(
                .PATCH, "/v1/me", token: student.token, ["direction": nil, "graduation_year": nil])
            #expect(second.json["student"]?["direction"] == .null)
            let me = try await service.call(.GET, "/v1/me", token: student.token)
            #expect(me.json == second.json)
            #expect(me.json["student"]?["locale"] == "en")
            #expect(me.json["student"]?["created_at"]?.string?.hasSuffix("+01:00") == true)
            #expect(me.json["student"]?["email"] == "chen@example.com")
        }
    }

    @Test func `a patch is refused whole`() async throws {
        try await Service.run { service in
            let student = try await service.addStudent("chen")
            let before = try await service.call(.GET, "/v1/me", token: student.token)
            let cases: [(JSONValue, String)] = [
                (["name": nil], "/name"), (["timezone": nil], "/timezone"), (["timezone": "Mars/Olympus"], "/timezone"),
                (["email": "other@example.com"], "/email"), (["name": "新名字", "direction": "astrology"], "/direction"),
                (["name": "新名字", "graduation_year": 1_900], "/graduation_year"), (["id": "x"], "/id"),
            ]
            for (body, pointer) in cases {
                let answer = try await service.call(.PATCH, "/v1/me", token: student.token, body)
                #expect(answer.status == 422 && answer.pointers == [pointer], "\(answer.text)")
            }
            #expect(try await service.call(.GET, "/v1/me", token: student.token).json == before.json)
        }
    }

    @Test func `mentors and admins neither change nor erase themselves here`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            for token in [mentor.token, service.adminToken] {
                #expect(try await service.call(.PATCH, "/v1/me", token: token, ["name": "别人"]).code == "forbidden")
                #expect(try await service.call(.DELETE, "/v1/me", token: token).code == "forbidden")
                #expect(try await service.call(.GET, "/v1/me", token: token).status == 200)
            }
        }
    }

    @Test func `patches at once lose nothing of each other`() async throws {
        try await Service.run { service in
            let student = try await service.addStudent("chen")
            let bodies: [JSONValue] = [
                ["name": "陈雨桐"], ["locale": "en"], ["graduation_year": 2027], ["direction": "aigc"],
            ]
            try await withThrowingTaskGroup(of: Int.self) { group in
                for body in bodies {
                    group.addTask { try await service.call(.PATCH, "/v1/me", token: student.token, body).status }
                }
                for try await status in group { #expect(status == 200) }
            }
            let me = try await service.call(.GET, "/v1/me", token: student.token).json["student"]
            #expect(me?["name"] == "陈雨桐" && me?["locale"] == "en" && me?["direction"] == "aigc")
            #expect(me?["graduation_year"] == 2027)
        }
    }

    @Test func `a revoked token stops with the next request, on every route`() async throws {
        try await Service.run { service in
            let student = try await service.addStudent("chen")
            let issued = try await service.call(
                .POST, "/v1/admin/tokens", token: service.adminToken,
                ["role": "student", "student": .string(student.id), "label": "phone"])
            let token = try #require(issued.json["token"]?.string)
            #expect(try await service.call(.GET, "/v1/me", token: token).status == 200)
            for _ in 0..<2 {
                let revoked = try await service.call(
                    .DELETE, "/v1/admin/tokens/\(issued.id)", token: service.adminToken)
                #expect(revoked.status == 204)
            }
            for path in ["/v1/me", "/v1/me/export", "/v1/consultations"] {
                let answer = try await service.call(.GET, path, token: token)
                #expect(answer.status == 401 && answer.code == "unauthenticated")
            }
            // The person's other token goes on, and the list says what happened.
            #expect(try await service.call(.GET, "/v1/me", token: student.token).status == 200)
            let list = try await service.call(.GET, "/v1/admin/tokens", token: service.adminToken)
            let entry = list.json["data"]?.array?.first { $0["id"]?.string == issued.id }
            #expect(entry?["revoked_at"]?.string == "2026-11-23T10:00:00Z")
            #expect(!list.text.contains("mdt_"))
        }
    }

    @Test func `the export holds everything of one's own and nothing of others`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent("chen")
            let other = try await service.addStudent("other")
            let mine = try await service.ask(student, mentor, start: Starts.tuesday19)
            let theirs = try await service.ask(other, mentor, start: Starts.tuesday20)
            _ = try await service.move("accept", mine.id, mentor.token)
            for (token, body) in [(student.token, "老师好"), (mentor.token, "你好")] {
                _ = try await service.call(
                    .POST, "/v1/consultations/\(mine.id)/messages", token: token, ["body": .string(body)])
            }
            _ = try await service.call(
                .POST, "/v1/consultations/\(theirs.id)/messages", token: other.token, ["body": "别人的话"])

            let export = try await service.call(.GET, "/v1/me/export", token: student.token)
            #expect(export.status == 200)
            #expect(export.headers.first(name: "Content-Disposition")?.hasPrefix("attachment") == true)
            #expect(export.headers.first(name: "Cache-Control") == "no-store")
            #expect(export.json["student"]?["email"] == "chen@example.com")
            #expect(export.json["consultations"]?.array?.compactMap { $0["id"]?.string } == [mine.id])
            #expect(export.json["messages"]?.array?.compactMap { $0["body"]?.string } == ["老师好", "你好"])
            let events = export.json["events"]?.array ?? []
            #expect(
                events.compactMap { $0["type"]?.string } == [
                    "consultation.requested", "consultation.confirmed", "message.created", "message.created",
                ])
            #expect(events.first?["actor"]?["id"]?.string == student.id)
            #expect(events.dropFirst().first?["actor"]?["id"]?.string == mentor.id)
            #expect(events.first?["data"]?["start"] == "2026-11-24T11:00:00Z")
            #expect(export.json["tokens"]?.array?.count == 1)
            #expect(!export.text.contains(other.id) && !export.text.contains("别人的话"))
            #expect(!export.text.contains("mdt_"))

            let ofMentor = try await service.call(.GET, "/v1/me/export", token: mentor.token)
            #expect(ofMentor.json["mentor"]?["handle"] == "lin")
            #expect(ofMentor.json["offerings"]?.array?.count == 1)
            #expect(ofMentor.json["schedule"]?["weekly"]?["tue"] == [["19:00", "22:00"]])
            #expect(ofMentor.json["consultations"]?.array?.count == 2)
            #expect(ofMentor.json["messages"]?.array?.count == 3)
            #expect(!ofMentor.text.contains("@example.com"))
            let ofAdmin = try await service.call(.GET, "/v1/me/export", token: service.adminToken)
            #expect(ofAdmin.json["tokens"]?.array?.count == 1)
            #expect(ofAdmin.json["consultations"] == [] && ofAdmin.json["events"] == [])
        }
    }
}
