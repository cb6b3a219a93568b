import Foundation
import HTTPAPI
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct SlotsExplainTests {
    private func explain(
        _ service: Service, _ mentor: MentorFixture, at: String, language: String = "zh"
    ) async throws -> Service.Answer {
        let at = at.replacingOccurrences(of: "+", with: "%2B")
        return try await service.call(
            .GET, "/v1/mentor/slots/explain?offering=mock&at=\(at)", token: mentor.token,
            headers: [("Accept-Language", language)])
    }

    private func rule(_ code: String, _ answer: Service.Answer) -> JSONValue {
        answer.json["rules"]?.array?.first { $0["code"]?.string == code } ?? .null
    }

    private func failing(_ answer: Service.Answer) -> [String] {
        (answer.json["rules"]?.array ?? []).filter { $0["passed"] == false }.compactMap { $0["code"]?.string }
    }

    @Test func `an offered start passes every rule, in both languages`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let answer = try await explain(service, mentor, at: Starts.tuesday19)
            #expect(answer.status == 200)
            #expect(answer.json["offered"] == true)
            #expect(answer.json["mentor"] == "lin" && answer.json["offering"] == "mock")
            #expect(answer.json["at"]?.string == Starts.tuesday19)
            #expect(answer.json["rules"]?.array?.count == 11)
            #expect(failing(answer).isEmpty)
            #expect(answer.headers.first(name: "Content-Language") == "zh-Hans")
            #expect(
                rule("outside_windows", answer)["message"]?.string
                    == "2026-11-24（周二）的每周时段：19:00–22:00。所在时段：2026-11-24 19:00–22:00。")
            let english = try await explain(service, mentor, at: Starts.tuesday19, language: "en")
            #expect(
                rule("outside_windows", english)["message"]?.string
                    == "2026-11-24 has the hours of a Tuesday: 19:00–22:00. "
                    + "The window around it: 2026-11-24 19:00–22:00.")
        }
    }

    @Test func `what refuses a booking is what explain says, rule for rule`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                schedule: [
                    "max_per_day": 1,
                    "time_off": [["start": "2026-11-27T00:00:00+08:00", "end": "2026-11-28T00:00:00+08:00"]],
                ],
                offerings: [["slug": "mock", "notice_minutes": 720, "horizon_days": 10, "buffer_after_minutes": 15]])
            let booked = try await service.ask(try await service.addStudent("first"), mentor, start: Starts.tuesday20)
            #expect(booked.status == 201)
            let student = try await service.addStudent()
            for start in [
                Starts.tuesday19, Starts.tuesday20, Starts.tuesday21, Starts.friday19, Starts.sunday10,
                "2026-11-23T19:00:00+08:00", "2026-12-10T19:00:00+08:00", "2026-11-26T19:07:00+08:00",
                "2026-11-26T21:30:00+08:00",
            ] {
                let explained = try await explain(service, mentor, at: start)
                let refused = try await service.ask(student, mentor, start: start)
                let others = Set(failing(explained)).subtracting(["mentor_busy"])
                #expect(explained.json["offered"] == false, "\(start)")
                if refused.code == "slot_taken" {
                    #expect(failing(explained) == ["mentor_busy"], "\(start)")
                } else {
                    #expect(Set(refused.reasons).subtracting(["mentor_busy"]) == others, "\(start): \(refused.text)")
                }
            }
        }
    }

    @Test func `the facts stand in the words: the cap, the notice, the time off, who is in the way`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                schedule: [
                    "max_per_week": 1,
                    "time_off": [["start": "2026-11-27T18:00:00+08:00", "end": "2026-11-28T09:00:00+08:00"]],
                ], offerings: [["slug": "mock", "notice_minutes": 720, "buffer_after_minutes": 15]])
            _ = try await service.ask(try await service.addStudent(), mentor, start: Starts.tuesday20)
            let capped = try await explain(service, mentor, at: Starts.tuesday20, language: "en")
            #expect(rule("mentor_week_cap", capped)["message"]?.string?.hasSuffix("1 of 1 in 2026-W48.") == true)
            #expect(rule("mentor_week_cap", capped)["facts"]?["limit"] == 1)
            #expect(rule("offering_week_cap", capped)["message"] == "No cap (1 in 2026-W48).")
            #expect(
                rule("mentor_busy", capped)["message"]?.string?
                    .contains("Taken, buffers included: 2026-11-24 20:00–21:15.") == true)
            let off = try await explain(service, mentor, at: Starts.friday19)
            #expect(rule("time_off", off)["message"] == "导师在这段时间请假。请假：2026-11-27 18:00–2026-11-28 09:00。")
            let soon = try await explain(service, mentor, at: "2026-11-23T19:00:00+08:00")
            #expect(rule("notice", soon)["message"] == "距离开始的时间太近。目前最早可约 2026-11-24 06:00。")
            #expect(rule("notice", soon)["facts"]?["earliest"] == "2026-11-24T06:00:00+08:00")
        }
    }

    @Test func `a holiday, a working weekend day and a day without a notice are named`() async throws {
        try await Service.run { service in
            service.set("2026-09-30T10:00:00+08:00")
            let mentor = try await service.addMentor(
                schedule: ["holidays": "CN"], offerings: [["slug": "mock", "horizon_days": 365]])
            let holiday = try await explain(service, mentor, at: "2026-10-01T19:00:00+08:00")
            #expect(rule("outside_windows", holiday)["facts"]?["source"] == "holiday")
            #expect(rule("outside_windows", holiday)["facts"]?["holiday"] == "day_off")
            #expect(holiday.json["offered"] == false)
            let working = try await explain(service, mentor, at: "2026-10-10T19:00:00+08:00", language: "en")
            #expect(working.json["offered"] == true)
            #expect(
                rule("outside_windows", working)["message"]?.string?
                    .hasPrefix("2026-10-10 is a working weekend day, as a Monday: 19:00–22:00.") == true)
            let unknown = try await explain(service, mentor, at: "2027-01-05T19:00:00+08:00")
            #expect(unknown.json["offered"] == true)
            #expect(rule("outside_windows", unknown)["facts"]?["holiday"] == "notice_not_held")
            #expect(rule("outside_windows", unknown)["message"]?.string?.contains("放假通知尚未收录") == true)
        }
    }

    @Test func `explain is the mentor's and the admin's, and names what is missing`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let path = "/v1/mentor/slots/explain?at=2026-11-24T19:00:00%2B08:00"
            #expect(try await service.call(.GET, path, token: student.token).code == "forbidden")
            #expect(try await service.call(.GET, path).code == "unauthenticated")
            let admin = try await service.call(.GET, path + "&mentor=lin", token: service.adminToken)
            #expect(admin.json["offered"] == true)
            let unknown = try await service.call(.GET, path + "&offering=none", token: mentor.token)
            #expect(unknown.code == "not_found" && unknown.pointers == ["?offering"])
            let missing = try await service.call(.GET, "/v1/mentor/slots/explain", token: mentor.token)
            #expect(missing.code == "validation_failed" && missing.pointers == ["?at"])
        }
    }
}
