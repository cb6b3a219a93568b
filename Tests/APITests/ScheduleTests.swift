import Foundation
import HTTPAPI
import NIOHTTP1
import Postgres
import Scheduling
import TestDatabase
import Testing

/// A mentor's schedule: read, replaced whole, and changed by day and by time off.
@Suite(.database(Service.template))
struct ScheduleTests {
    private static let path = "/v1/mentor/schedule"
    private static let empty: JSONValue = [
        "timezone": "Asia/Shanghai",
        "weekly": ["mon": [], "tue": [], "wed": [], "thu": [], "fri": [], "sat": [], "sun": []], "holidays": nil,
        "days": [:], "time_off": [], "max_per_day": nil, "max_per_week": nil,
    ]

    /// The schedule without its version.
    private func plain(_ answer: Service.Answer) -> JSONValue {
        var members = answer.json.object ?? [:]
        members["version"] = nil
        return .object(members)
    }

    private func versions() async throws -> Int {
        try await TestDatabase.current.client.query("SELECT count(*) FROM schedules").first { try $0.next(Int.self) }
            ?? -1
    }

    /// A mentor nobody has given any hours.
    private func addBareMentor(_ service: Service) async throws -> MentorFixture {
        let added = try await service.call(
            .POST, "/v1/admin/mentors", token: service.adminToken,
            ["handle": "new", "name": "新老师", "timezone": "Asia/Shanghai", "directions": ["llm"]])
        let issued = try await service.call(
            .POST, "/v1/admin/tokens", token: service.adminToken,
            ["role": "mentor", "mentor": "new", "label": "laptop"])
        return MentorFixture(handle: "new", id: added.id, token: issued.json["token"]?.string ?? "")
    }

    @Test func `a new mentor has an empty schedule with a strong tag`() async throws {
        try await Service.run { service in
            let mentor = try await addBareMentor(service)
            let first = try await service.call(.GET, Self.path, token: mentor.token)
            #expect(first.status == 200)
            #expect(plain(first) == Self.empty)
            #expect(first.json["version"] == 1)
            let tag = try #require(first.headers.first(name: "ETag"))
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
            let again = try await service.call(
                .GET, Self.path, token: mentor.token, headers: [("If-None-Match", tag)])
            #expect(again.status == 304 && again.body.isEmpty)
            let slots = try await service.call(.GET, "/v1/mentors/new/slots?offering=x&from=2026-11-24&to=2026-11-25")
            #expect(slots.status == 404)
            #expect(slots.pointers == ["?offering"])
        }
    }

    @Test func `what was read can be put as it is, with its version`() async throws {
        try await Service.run { service in
            let mentor = try await addBareMentor(service)
            let read = try await service.call(.GET, Self.path, token: mentor.token)
            guard var changed = read.json.object, let tag = read.headers.first(name: "ETag") else {
                Issue.record("no schedule")
                return
            }
            changed["max_per_day"] = 3
            let put = try await service.call(
                .PUT, Self.path, token: mentor.token, .object(changed), headers: [("If-Match", tag)])
            #expect(put.status == 200 && put.json["version"] == 2 && put.json["max_per_day"] == 3)
            let stale = try await service.call(
                .PUT, Self.path, token: mentor.token, .object(changed), headers: [("If-Match", tag)])
            #expect(stale.status == 412, "the tag decides, not the body")
        }
    }

    @Test func `a PUT says which version it replaces`() async throws {
        try await Service.run { service in
            let mentor = try await addBareMentor(service)
            let tag = try #require(
                try await service.call(.GET, Self.path, token: mentor.token).headers.first(name: "ETag"))
            let body: JSONValue = ["timezone": "Asia/Shanghai", "weekly": Service.evenings]
            let put = { (match: String?) in
                try await service.call(
                    .PUT, Self.path, token: mentor.token, body, headers: match.map { [("If-Match", $0)] } ?? [])
            }
            let missing = try await put(nil)
            #expect(missing.status == 428 && missing.code == "precondition_required")
            for wrong in ["\"v7\"", "\"other\"", "W/\(tag)", "\"v7\", \"v9\""] {
                let refused = try await put(wrong)
                #expect(refused.status == 412 && refused.code == "version_mismatch", "\(wrong)")
            }
            #expect(try await versions() == 1)
            let done = try await put("\"v7\", \(tag)")
            #expect(done.status == 200 && done.json["version"] == 2)
            let newTag = try #require(done.headers.first(name: "ETag"))
            #expect(newTag != tag)
            #expect(try await put(tag).status == 412)
            #expect(try await put("*").json["version"] == 2, "what changes nothing is no new version")
            #expect(try await versions() == 2)
            let seen = try await service.call(.GET, Self.path, token: mentor.token)
            #expect(seen.headers.first(name: "ETag") == newTag)
            #expect(seen.json == done.json)
        }
    }

    @Test func `a PUT replaces the whole, and what it leaves out is empty`() async throws {
        try await Service.run { service in
            let mentor = try await addBareMentor(service)
            let full: [String: JSONValue] = [
                "timezone": "Asia/Shanghai",
                "weekly": [
                    "mon": [["19:00", "24:00"]], "tue": [["22:00", "02:00"]],
                    "sun": [["08:00", "09:00"], ["10:00", "11:30"]],
                ], "holidays": "CN", "days": ["2026-12-01": [], "2026-12-02": [["09:00", "10:00"]]],
                "time_off": [
                    ["start": "2026-12-24T00:00:00+08:00", "end": "2026-12-27T00:00:00+08:00", "note": "出差"]
                ], "max_per_day": 2, "max_per_week": 6,
            ]
            let put = try await service.putSchedule(mentor, full)
            #expect(put.status == 200)
            let weekly = put.json["weekly"]
            #expect(weekly?["mon"] == [["19:00", "24:00"]] && weekly?["tue"] == [["22:00", "02:00"]])
            #expect(weekly?["sun"] == [["08:00", "09:00"], ["10:00", "11:30"]] && weekly?["sat"] == [])
            #expect(put.json["days"] == full["days"])
            let timeOff = try #require(put.json["time_off"]?.array?.first)
            #expect(timeOff["id"]?.string?.hasPrefix("tof_") == true)
            #expect(timeOff["start"] == "2026-12-24T00:00:00+08:00" && timeOff["note"] == "出差")
            #expect(put.json["max_per_day"] == 2 && put.json["max_per_week"] == 6 && put.json["holidays"] == "CN")

            // What was read can be written: nothing changes, ids included.
            var read = put.json.object ?? [:]
            read["version"] = nil
            let same = try await service.putSchedule(mentor, read)
            #expect(same.json == put.json)

            let cleared = try await service.putSchedule(mentor, ["timezone": "Asia/Shanghai"])
            #expect(plain(cleared) == Self.empty)
            #expect(cleared.json["version"] == 3)
            #expect(try await versions() == 3)
            let events = try await TestDatabase.current.client.query(
                "SELECT count(*) FROM events WHERE type = 'schedule.changed'"
            ).first { try $0.next(Int.self) }
            #expect(events == 2)
        }
    }

    @Test(
        arguments: [
            (["weekly": ["mon": [["19:00", "22:00"]], "tue": [["19:00", "25:00"]]]], "/weekly/tue/0/1"),
            (
                ["days": ["2026-12-01": [["09:00", "10:00"]], "2026-12-02": [["9:00", "10:00"]]]],
                "/days/2026-12-02/0/0"
            ),
            (
                ["time_off": [["start": "2026-12-27T00:00:00Z", "end": "2026-12-27T00:00:00Z"]], "max_per_day": 1],
                "/time_off/0/end"
            ), (["max_per_day": 3, "max_per_week": 101], "/max_per_week"), (["timezone": "Asia/Peking"], "/timezone"),
        ] as [([String: JSONValue], String)])
    func `a PUT with one bad value changes nothing at all`(part: [String: JSONValue], pointer: String) async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let before = try await service.call(.GET, Self.path, token: mentor.token)
            let body = (["timezone": "Asia/Tokyo", "holidays": "CN"] as [String: JSONValue]).merging(part) { $1 }
            let refused = try await service.putSchedule(mentor, body)
            #expect(refused.status == 422 && refused.pointers == [pointer], "\(refused.text)")
            #expect(try await service.call(.GET, Self.path, token: mentor.token).json == before.json)
            #expect(try await versions() == 2)
        }
    }

    @Test func `of two mentors' laptops that write at once, one is told`() async throws {
        try await Service.run { service in
            let mentor = try await addBareMentor(service)
            let tag = try #require(
                try await service.call(.GET, Self.path, token: mentor.token).headers.first(name: "ETag"))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for hour in 10..<18 {
                    group.addTask {
                        let body: JSONValue = [
                            "timezone": "Asia/Shanghai", "weekly": ["mon": [[.string("\(hour):00"), "22:00"]]],
                        ]
                        return try await service.call(
                            .PUT, Self.path, token: mentor.token, body, headers: [("If-Match", tag)]
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 412, count: 7))
            #expect(try await versions() == 2)
        }
    }

    @Test func `the schedule's zone is the mentor's from then on`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            try await service.putSchedule(
                mentor, ["timezone": "America/New_York", "weekly": ["tue": [["19:00", "20:00"]]]])
            let page = try await service.call(.GET, "/v1/mentors/lin")
            #expect(page.json["timezone"] == "America/New_York")
            let slots = try await service.call(
                .GET, "/v1/mentors/lin/slots?from=2026-11-24&to=2026-11-25")
            #expect(slots.json["timezone"] == "America/New_York")
            #expect(
                slots.json["slots"] == [["start": "2026-11-24T19:00:00-05:00", "end": "2026-11-24T20:00:00-05:00"]])
        }
    }

    @Test func `a PUT never moves or ends a live consultation`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let asked = try await service.ask(student, mentor, start: Starts.tuesday19)
            let agreed = try await service.ask(student, mentor, start: Starts.tuesday20)
            _ = try await service.move("accept", agreed.id, mentor.token)
            let read = {
                try await [asked.id, agreed.id].asyncMap {
                    try await service.call(.GET, "/v1/consultations/\($0)", token: student.token).json
                }
            }
            let before = try await read()
            #expect(before.map { $0["status"] } == ["requested", "confirmed"])
            try await service.putSchedule(
                mentor,
                [
                    "timezone": "Asia/Tokyo",
                    "time_off": [["start": "2026-11-01T00:00:00Z", "end": "2026-12-31T00:00:00Z"]], "max_per_week": 1,
                ])
            #expect(try await read() == before)
            let accepted = try await service.move("accept", asked.id, mentor.token)
            #expect(accepted.json["status"] == "confirmed")
            let slots = try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-24&to=2026-12-24")
            #expect(slots.json["slots"] == [])
        }
    }

    @Test func `a dated day replaces the weekday until it is taken back`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let starts = {
                try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-24&to=2026-11-25")
                    .json["slots"]?.array?.compactMap { $0["start"]?.string }
            }
            let day = { (method: String, date: String, body: JSONValue?, match: String?) in
                try await service.call(
                    method == "PUT" ? .PUT : .DELETE, "\(Self.path)/days/\(date)", token: mentor.token, body,
                    headers: match.map { [("If-Match", $0)] } ?? [])
            }
            let weekly = [Starts.tuesday19, Starts.tuesday20, Starts.tuesday21]
            #expect(try await starts() == weekly)
            let closed = try await day("PUT", "2026-11-24", ["windows": []], nil)
            #expect(closed.status == 200 && closed.json["days"] == ["2026-11-24": []])
            #expect(try await starts() == [])
            #expect(try await day("PUT", "2026-11-24", ["windows": [["08:00", "09:00"]]], "\"v2\"").status == 412)
            let tag = try #require(closed.headers.first(name: "ETag"))
            #expect(try await day("PUT", "2026-11-24", ["windows": [["08:00", "09:00"]]], tag).status == 200)
            #expect(try await starts() == ["2026-11-24T08:00:00+08:00"])
            #expect(try await day("DELETE", "2026-11-24", nil, tag).status == 412)
            #expect(try await day("DELETE", "2026-11-24", nil, nil).status == 204)
            #expect(try await starts() == weekly)
            let gone = try await day("DELETE", "2026-11-24", nil, nil)
            #expect(gone.status == 404 && gone.code == "not_found")
            for bad in ["2026-02-30", "2026-1-1", "tomorrow"] {
                let refused = try await day("PUT", bad, ["windows": []], nil)
                #expect(refused.status == 422 && refused.pointers.count == 1, "\(bad) \(refused.text)")
            }
            let unknown = try await day("PUT", "2026-11-24", ["windows": [["08:00", "08:60"]]], nil)
            #expect(unknown.pointers == ["/windows/0/1"])
        }
    }

    @Test func `time off takes slots away and gives them back`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let other = try await service.addMentor("wang")
            let starts = {
                try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-24&to=2026-11-25")
                    .json["slots"]?.array?.compactMap { $0["start"]?.string }
            }
            // A session may end when it starts.
            let added = try await service.call(
                .POST, "/v1/mentor/time-off", token: mentor.token,
                ["start": "2026-11-24T12:00:00Z", "end": "2026-11-24T12:00:01Z", "note": "家长会"])
            #expect(added.status == 201)
            #expect(added.json["start"] == "2026-11-24T20:00:00+08:00" && added.json["note"] == "家长会")
            #expect(try await starts() == [Starts.tuesday19, Starts.tuesday21])
            let shown = try await service.call(.GET, Self.path, token: mentor.token)
            #expect(shown.json["time_off"] == [added.json])
            let remove = { (token: String, id: String) in
                try await service.call(.DELETE, "/v1/mentor/time-off/\(id)", token: token).status
            }
            #expect(try await remove(other.token, added.id) == 404)
            #expect(try await remove(mentor.token, "tof_none") == 404)
            #expect(try await remove(mentor.token, added.id) == 204)
            #expect(try await remove(mentor.token, added.id) == 404)
            #expect(try await starts() == [Starts.tuesday19, Starts.tuesday20, Starts.tuesday21])
            let backwards = try await service.call(
                .POST, "/v1/mentor/time-off", token: mentor.token,
                ["start": "2026-11-24T12:00:00Z", "end": "2026-11-24T12:00:00Z"])
            #expect(backwards.status == 422 && backwards.pointers == ["/end"])
        }
    }

    @Test func `two hundred spans of time off are the most, and the 201st is refused by pointer`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let spans = (0..<200).map { index -> JSONValue in
                let start = Service.start.adding(days: index)
                return ["start": .string(start.rfc3339UTC), "end": .string(start.adding(minutes: 1).rfc3339UTC)]
            }
            let full = try await service.putSchedule(
                mentor, ["timezone": "Asia/Shanghai", "time_off": .array(spans)])
            #expect(full.status == 200 && full.json["time_off"]?.array?.count == 200)
            let more = try await service.call(
                .POST, "/v1/mentor/time-off", token: mentor.token, spans[0])
            #expect(more.status == 422 && more.pointers == ["/time_off"])
            let whole = try await service.putSchedule(
                mentor, ["timezone": "Asia/Shanghai", "time_off": .array(spans + [spans[0]])])
            #expect(whole.status == 422 && whole.pointers == ["/time_off"])
        }
    }

    @Test func `caps close a day, a week, and nothing more`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(schedule: ["max_per_day": 1, "max_per_week": 2])
            let student = try await service.addStudent()
            let days = {
                let answer = try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-24&to=2026-12-01")
                return Set(answer.json["slots"]?.array?.compactMap { $0["start"]?.string?.prefix(10) } ?? [])
            }
            #expect(
                try await days() == [
                    "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-30",
                ])
            let first = try await service.ask(student, mentor, start: Starts.tuesday20)
            #expect(try await days() == ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-30"])
            let sameDay = try await service.ask(student, mentor, start: Starts.tuesday19)
            #expect(sameDay.code == "quota_reached" && sameDay.reasons == ["mentor_day_cap"])
            let second = try await service.ask(student, mentor, start: Starts.thursday19)
            #expect(second.status == 201)
            #expect(try await days() == ["2026-11-30"])
            let third = try await service.ask(student, mentor, start: Starts.friday19)
            #expect(third.code == "quota_reached" && third.reasons == ["mentor_week_cap"])
            // What was declined counts no more; moving one's own doesn't count twice.
            let moved = try await service.move(
                "reschedule", second.id, student.token, ["start": .string(Starts.friday19)])
            #expect(moved.status == 200)
            _ = try await service.move("decline", first.id, mentor.token, ["reason": "临时有事"])
            #expect(try await days() == ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-28", "2026-11-30"])
        }
    }
}

extension Array {
    /// One after the other.
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
