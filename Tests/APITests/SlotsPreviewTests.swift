import Foundation
import HTTPAPI
import Postgres
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct SlotsPreviewTests {
    private static let weekdays: JSONValue = ["mon": [["19:00", "22:00"]], "tue": [["19:00", "22:00"]]]

    private func starts(_ list: JSONValue?) -> [String] { list?.array?.compactMap { $0["start"]?.string } ?? [] }

    private func slots(_ service: Service) async throws -> Set<String> {
        let answer = try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-23&to=2026-12-31")
        return Set(starts(answer.json["slots"]))
    }

    private func weekly(_ service: Service, _ mentor: MentorFixture) async throws -> JSONValue {
        try await service.call(.GET, "/v1/mentor/schedule", token: mentor.token).json["weekly"] ?? .null
    }

    @Test func `a preview says exactly what the write then does, and writes nothing itself`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                weekly: Self.weekdays, offerings: [["slug": "mock", "horizon_days": 14]])
            let student = try await service.addStudent()
            let inside = try await service.ask(student, mentor, start: Starts.tuesday20)
            let out = try await service.ask(student, mentor, start: "2026-11-30T21:00:00+08:00")
            #expect(inside.status == 201 && out.status == 201)
            let before = try await slots(service)
            let change: [String: JSONValue] = [
                "timezone": "Asia/Shanghai", "weekly": ["tue": [["18:00", "21:00"]], "sat": [["10:00", "12:00"]]],
                "time_off": [["start": "2026-12-05T00:00:00+08:00", "end": "2026-12-06T00:00:00+08:00"]],
            ]
            let version = try await service.call(.GET, "/v1/mentor/schedule", token: mentor.token).json["version"]
            let preview = try await service.call(
                .POST, "/v1/mentor/schedule/preview", token: mentor.token, .object(change))
            #expect(preview.status == 200)
            #expect(preview.json["outside"]?.array?.compactMap { $0["id"]?.string } == [out.id])
            #expect(preview.json["outside_count"] == 1)
            #expect(try await slots(service) == before)
            #expect(
                try await service.call(.GET, "/v1/mentor/schedule", token: mentor.token).json["version"] == version)

            try await service.putSchedule(mentor, change)
            let after = try await slots(service)
            #expect(Set(starts(preview.json["gained"])) == after.subtracting(before))
            #expect(Set(starts(preview.json["lost"])) == before.subtracting(after))
            #expect(preview.json["gained_count"]?.integer == after.subtracting(before).count)
            #expect(preview.json["lost_count"]?.integer == before.subtracting(after).count)
            #expect(!after.subtracting(before).isEmpty && !before.subtracting(after).isEmpty)
            // Neither consultation was touched.
            let kept = try await service.call(.GET, "/v1/consultations/\(out.id)", token: student.token)
            #expect(kept.json["status"] == "requested" && kept.json["version"] == 1)
        }
    }

    @Test func `a long preview is cut and counted, and a bad body is refused as PUT refuses it`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                weekly: [:], offerings: [["slug": "mock", "duration_minutes": 30, "horizon_days": 60]])
            let day: JSONValue = [["08:00", "20:00"]]
            let preview = try await service.call(
                .POST, "/v1/mentor/schedule/preview", token: mentor.token,
                [
                    "timezone": "Asia/Shanghai",
                    "weekly": ["mon": day, "tue": day, "wed": day, "thu": day, "fri": day],
                ])
            #expect(preview.json["gained"]?.array?.count == 200)
            #expect((preview.json["gained_count"]?.integer ?? 0) > 900)
            #expect(starts(preview.json["gained"]) == starts(preview.json["gained"]).sorted())
            let bad = try await service.call(
                .POST, "/v1/mentor/schedule/preview", token: mentor.token, ["timezone": "Mars/Olympus"])
            #expect(bad.code == "validation_failed" && bad.pointers == ["/timezone"])
        }
    }

    @Test func `undo walks back one step at a time, to the first schedule and no further`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(weekly: ["mon": [["19:00", "20:00"]]])  // version 2
            try await service.putSchedule(
                mentor, ["timezone": "Europe/Berlin", "weekly": ["tue": [["19:00", "20:00"]]]])  // version 3
            let undo = { (headers: [(String, String)]) in
                try await service.call(
                    .POST, "/v1/mentor/schedule/undo", token: mentor.token, [:], headers: headers)
            }
            let once = try await undo([])
            #expect(once.status == 200)
            #expect(once.json["version"] == 4 && once.headers.first(name: "ETag") == "\"v4\"")
            #expect(once.json["weekly"]?["mon"] == [["19:00", "20:00"]])
            // The zone is the schedule's: it came back too.
            #expect(try await service.call(.GET, "/v1/mentors/lin").json["timezone"] == "Asia/Shanghai")
            #expect(try await undo([("If-Match", "\"v3\"")]).code == "version_mismatch")
            let twice = try await undo([("If-Match", "\"v4\"")])
            #expect(twice.json["version"] == 5)
            #expect(twice.json["weekly"]?["mon"] == [])
            let nothing = try await undo([])
            #expect(nothing.status == 409 && nothing.code == "invalid_transition")
            #expect(try await service.call(.GET, "/v1/mentor/schedule", token: mentor.token).json["version"] == 5)
        }
    }

    @Test func `what an undo would do is said before, and is what it then does`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                weekly: Self.weekdays, offerings: [["slug": "mock", "horizon_days": 14]])  // 2
            try await service.putSchedule(
                mentor, ["timezone": "Asia/Shanghai", "weekly": ["wed": [["19:00", "22:00"]]]])  // 3
            let student = try await service.addStudent()
            let wednesday = try await service.ask(student, mentor, start: "2026-11-25T19:00:00+08:00")
            #expect(wednesday.status == 201)
            let look = { try await service.call(.GET, "/v1/mentor/schedule/undo", token: mentor.token) }
            let seen = try await look()
            #expect(seen.status == 200 && seen.json["restores"] == 2)
            let before = try await slots(service)
            #expect(try await weekly(service, mentor)["wed"] == [["19:00", "22:00"]])
            let undone = try await service.call(.POST, "/v1/mentor/schedule/undo", token: mentor.token, [:])
            #expect(undone.json["weekly"] == seen.json["schedule"]?["weekly"])
            let after = try await slots(service)
            let preview = seen.json["preview"]
            #expect(Set(starts(preview?["gained"])) == after.subtracting(before))
            #expect(Set(starts(preview?["lost"])) == before.subtracting(after))
            #expect(preview?["outside"]?.array?.compactMap { $0["id"]?.string } == [wednesday.id])
            // One step further back, and then no more.
            #expect(try await look().json["restores"] == 1)
            _ = try await service.call(.POST, "/v1/mentor/schedule/undo", token: mentor.token, [:])
            let nothing = try await look()
            #expect(nothing.status == 409 && nothing.code == "invalid_transition")
        }
    }

    @Test func `a change after an undo is undone to what it started from`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(weekly: ["mon": [["19:00", "20:00"]]])  // 2
            let put = { (day: String) in
                try await service.putSchedule(
                    mentor, ["timezone": "Asia/Shanghai", "weekly": .object([day: [["19:00", "20:00"]]])])
            }
            let undo = {
                try await service.call(.POST, "/v1/mentor/schedule/undo", token: mentor.token, [:])
            }
            _ = try await put("tue")  // 3
            _ = try await put("wed")  // 4
            _ = try await undo()  // 5: tue
            _ = try await put("thu")  // 6
            #expect(try await undo().json["weekly"]?["tue"] == [["19:00", "20:00"]])  // 7: tue, not wed
            #expect(try await undo().json["weekly"]?["mon"] == [["19:00", "20:00"]])  // 8: mon
            let versions = try await service.call(
                .GET, "/v1/mentor/schedule/versions?limit=100", token: mentor.token)
            let data = versions.json["data"]?.array ?? []
            #expect(data.compactMap { $0["version"]?.integer } == [8, 7, 6, 5, 4, 3, 2, 1])
            #expect(data.map { $0["restores"]?.integer } == [2, 3, nil, 3, nil, nil, nil, nil])
        }
    }

    @Test func `versions say who changed what, in pages`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(weekly: ["mon": [["19:00", "20:00"]]])
            _ = try await service.call(
                .POST, "/v1/mentor/time-off?mentor=lin", token: service.adminToken,
                ["start": "2026-12-24T00:00:00+08:00", "end": "2026-12-25T00:00:00+08:00"])
            let first = try await service.call(
                .GET, "/v1/mentor/schedule/versions?limit=2", token: mentor.token,
                headers: [("Accept-Language", "en")])
            let data = first.json["data"]?.array ?? []
            #expect(data.compactMap { $0["version"]?.integer } == [3, 2])
            #expect(data.compactMap { $0["changed_by"]?.string } == ["tests", "laptop"])
            #expect(
                data.compactMap { $0["summary"]?.string }
                    == ["Time off (1 added, 0 removed)", "Weekly hours (Monday)"])
            #expect(data.first?["changed_at"] == "2026-11-23T10:00:00Z")
            let cursor = first.json["next_cursor"]?.string ?? ""
            let second = try await service.call(
                .GET, "/v1/mentor/schedule/versions?limit=2&cursor=\(cursor)", token: mentor.token)
            #expect(second.json["data"]?.array?.compactMap { $0["summary"]?.string } == ["最初的日程"])
            #expect(second.json["next_cursor"] == .null)
            let other = try await service.call(
                .GET, "/v1/mentor/schedule/versions?mentor=nobody", token: service.adminToken)
            #expect(other.code == "not_found")
        }
    }

    @Test func `of undos at once with one version, one goes through; a repeat with its key is the same one`()
        async throws
    {
        try await Service.run { service in
            let mentor = try await service.addMentor(weekly: ["mon": [["19:00", "20:00"]]])
            try await service.putSchedule(mentor, ["timezone": "Asia/Shanghai"])  // 3
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await service.call(
                            .POST, "/v1/mentor/schedule/undo", token: mentor.token, [:],
                            headers: [("If-Match", "\"v3\"")]
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 412, count: 7))
            let once = try await service.call(
                .POST, "/v1/mentor/schedule/undo", token: mentor.token, [:], key: "undo-once")
            let again = try await service.call(
                .POST, "/v1/mentor/schedule/undo", token: mentor.token, [:], key: "undo-once")
            #expect(once.json["version"] == 5 && again.json["version"] == 5)
            #expect(again.headers.first(name: "Idempotent-Replayed") == "true")
            #expect(again.headers.first(name: "ETag") == "\"v5\"")
            let weekly = try await weekly(service, mentor)
            #expect(weekly["mon"] == [])
        }
    }
}
