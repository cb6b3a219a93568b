import Foundation
import HTTPAPI
import TestDatabase
import Testing

/// What a mentor can be booked for.
@Suite(.database(Service.template))
struct OfferingTests {
    private static let path = "/v1/mentor/offerings"

    @Test func `an offering has the contract's defaults and keeps what it is given`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [])
            let add = { (body: JSONValue) in
                try await service.call(.POST, Self.path, token: mentor.token, body)
            }
            let plain = try await add(["slug": "mock", "title": "模拟面试", "duration_minutes": 45])
            #expect(plain.status == 201)
            var expected: [String: JSONValue] = [
                "id": .string(plain.id), "slug": "mock", "title": "模拟面试", "direction": nil, "duration_minutes": 45,
                "step_minutes": 45, "buffer_before_minutes": 0, "buffer_after_minutes": 0, "notice_minutes": 0,
                "horizon_days": 60, "max_per_day": nil, "max_per_week": nil, "approval": "mentor", "active": true,
                "price_fen": nil,
            ]
            #expect(plain.json == .object(expected))
            let full: [String: JSONValue] = [
                "slug": "resume-review", "title": "简历", "direction": "llm", "duration_minutes": 30, "step_minutes": 15,
                "buffer_before_minutes": 5, "buffer_after_minutes": 10, "notice_minutes": 720, "horizon_days": 30,
                "max_per_day": 1, "max_per_week": 4, "approval": "instant", "active": false, "price_fen": 0,
                "meeting": ["kind": "video", "url": "https://meeting.example.com/lin", "note": "密码 1234"],
            ]
            let second = try await add(.object(full))
            expected = full
            expected["id"] = .string(second.id)
            #expect(second.json == .object(expected))

            let mine = try await service.call(.GET, Self.path, token: mentor.token)
            #expect(mine.json["data"] == [plain.json, second.json])
            let shown = try await service.call(.GET, "/v1/mentors/lin")
            let offerings = try #require(shown.json["offerings"]?.array)
            #expect(offerings.map { $0["slug"] } == ["mock"], "only what can be booked is public")
            #expect(offerings.first?.object?.keys.contains("meeting") == false)
        }
    }

    @Test func `a slug is one mentor's own, once`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            _ = try await service.addMentor("wang")
            let body: JSONValue = ["slug": "mock", "title": "x", "duration_minutes": 60]
            let twice = try await service.call(.POST, Self.path, token: mentor.token, body)
            #expect(twice.status == 409 && twice.pointers == ["/slug"], "\(twice.text)")
            _ = try await service.call(
                .POST, Self.path, token: mentor.token, ["slug": "other", "title": "x", "duration_minutes": 60])
            let renamed = try await service.call(
                .PATCH, "\(Self.path)/other", token: mentor.token, ["slug": "mock"])
            #expect(renamed.status == 409 && renamed.pointers == ["/slug"])
            let unknown = try await service.call(
                .POST, Self.path, token: mentor.token,
                ["slug": "x", "title": "x", "duration_minutes": 60, "direction": "law"])
            #expect(unknown.status == 422 && unknown.pointers == ["/direction"], "\(unknown.text)")
        }
    }

    @Test func `a patch changes what it names, and null clears or gives the default back`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [
                [
                    "slug": "mock", "direction": "llm", "step_minutes": 15, "max_per_day": 2, "max_per_week": 3,
                    "price_fen": 100, "meeting": ["kind": "phone"], "notice_minutes": 60,
                ]
            ])
            let patch = { (body: JSONValue) in
                try await service.call(.PATCH, "\(Self.path)/mock", token: mentor.token, body)
            }
            let before = try await service.call(.GET, Self.path, token: mentor.token).json["data"]?.array?.first
            var expected = try #require(before?.object)
            let nothing = try await patch([:])
            #expect(nothing.json == .object(expected))
            let titled = try await patch(["title": "新标题", "duration_minutes": 90])
            expected["title"] = "新标题"
            expected["duration_minutes"] = 90
            #expect(titled.json == .object(expected))
            let cleared = try await patch([
                "direction": nil, "step_minutes": nil, "max_per_day": nil, "max_per_week": nil, "price_fen": nil,
                "meeting": nil,
            ])
            for name in ["direction", "max_per_day", "max_per_week", "price_fen"] { expected[name] = .null }
            expected["meeting"] = nil
            expected["step_minutes"] = 90
            #expect(cleared.json == .object(expected))
            let missing = try await service.call(
                .PATCH, "\(Self.path)/none", token: mentor.token, ["title": "x"])
            #expect(missing.status == 404 && missing.code == "not_found")
            let list = try await service.call(.GET, Self.path, token: mentor.token)
            #expect(list.json["data"] == [.object(expected)])
        }
    }

    @Test func `an inactive offering can't be booked, and says so`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            _ = try await service.call(.PATCH, "\(Self.path)/mock", token: mentor.token, ["active": false])
            let slots = try await service.call(
                .GET, "/v1/mentors/lin/slots?offering=mock&from=2026-11-24&to=2026-11-25")
            #expect(slots.json["slots"] == [] && slots.json["next_available"] == .null)
            let refused = try await service.ask(student, mentor, start: Starts.tuesday19)
            #expect(refused.code == "slot_not_offered" && refused.reasons == ["offering_inactive"])
            _ = try await service.call(.PATCH, "\(Self.path)/mock", token: mentor.token, ["active": true])
            #expect(try await service.ask(student, mentor, start: Starts.tuesday19).status == 201)
        }
    }

    @Test func `a mentor has at most twenty`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [])
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<24 {
                    group.addTask {
                        try await service.call(
                            .POST, Self.path, token: mentor.token,
                            ["slug": .string("o-\(index)"), "title": "x", "duration_minutes": 60]
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == Array(repeating: 201, count: 20) + Array(repeating: 422, count: 4))
            let more = try await service.call(
                .POST, Self.path, token: mentor.token, ["slug": "one-more", "title": "x", "duration_minutes": 60])
            #expect(more.pointers == ["/slug"])
            #expect(more.json["errors"]?.array?.first?["code"] == "too_many")
            let list = try await service.call(.GET, Self.path, token: mentor.token)
            #expect(list.json["data"]?.array?.count == 20)
        }
    }
}
