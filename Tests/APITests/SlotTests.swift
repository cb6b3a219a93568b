import Foundation
import HTTPAPI
import Mentoring
import Scheduling
import TestDatabase
import Testing

/// Slots over HTTP: what the engine's own tests say, and what the query adds.
@Suite(.database(Service.template))
struct SlotTests {
    private func starts(_ answer: Service.Answer) -> [String] {
        answer.json["slots"]?.array?.compactMap { $0["start"]?.string } ?? []
    }

    /// One of the cases the slot engine is tested with.
    private struct Case: Decodable {
        struct Query: Decodable {
            let from: String
            let to: String
        }

        let name: String
        let mentorTimezone: String
        let weekly: JSONValue
        let days: JSONValue?
        let timeOff: JSONValue?
        let holidays: JSONValue?
        let busy: JSONValue?
        let offering: [String: JSONValue]
        let query: Query
        let now: String
        let expect: [String]

        static func all() throws -> [Case] {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../SchedulingTests/Cases/slots.json").standardizedFileURL
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            // Those without somebody else's holidays and bookings: the rest of the cases needs no database.
            return try decoder.decode([Case].self, from: Data(contentsOf: file))
                .filter { $0.busy == nil && $0.holidays == nil }
        }

        /// The offering as the API takes it; the key strategy has renamed its members.
        var form: [String: JSONValue] {
            var form: [String: JSONValue] = ["slug": "mock", "approval": "instant"]
            for (name, value) in offering {
                let snake = name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
                form[snake] = value
            }
            // The API's horizon ends at a year, the engine's doesn't.
            form["horizon_days"] = .integer(min(form["horizon_days"]?.integer ?? 60, 365))
            return form
        }
    }

    @Test func `the engine's cases hold over HTTP, and what is offered can be booked`() async throws {
        let cases = try Case.all()
        #expect(cases.count >= 12)
        try await Service.run { service in
            let student = try await service.addStudent()
            for (index, item) in cases.enumerated() {
                let from = try #require(Instant(rfc3339: item.query.from))
                let isAnyTime = item.now == "2000-01-01T00:00:00Z"
                service.clock.set(isAnyTime ? from.adding(days: -2) : try #require(Instant(rfc3339: item.now)))
                var schedule: [String: JSONValue] = ["timezone": .string(item.mentorTimezone)]
                schedule["days"] = item.days
                schedule["time_off"] = item.timeOff
                let mentor = try await service.addMentor(
                    "case-\(index)", weekly: item.weekly, schedule: schedule, offerings: [item.form])
                let answer = try await service.call(
                    .GET, "/v1/mentors/case-\(index)/slots?from=\(item.query.from)&to=\(item.query.to)&tz=UTC")
                #expect(answer.status == 200, "\(item.name): \(answer.text)")
                #expect(starts(answer) == item.expect, "\(item.name)")

                guard let offered = item.expect.last, let instant = Instant(rfc3339: offered) else { continue }
                let beside = try await service.ask(
                    student, mentor, start: instant.adding(minutes: 1).rfc3339UTC)
                #expect(beside.code == "slot_not_offered", "\(item.name)")
                #expect(beside.reasons.contains("off_grid"), "\(item.name)")
                let booked = try await service.ask(student, mentor, start: offered)
                #expect(booked.status == 201, "\(item.name): \(booked.text)")
                let after = try await service.call(
                    .GET, "/v1/mentors/case-\(index)/slots?from=\(item.query.from)&to=\(item.query.to)&tz=UTC")
                #expect(!starts(after).contains(offered), "\(item.name)")
                _ = try await service.move("cancel", booked.id, student.token)
                let again = try await service.call(
                    .GET, "/v1/mentors/case-\(index)/slots?from=\(item.query.from)&to=\(item.query.to)&tz=UTC")
                #expect(starts(again) == item.expect, "\(item.name)")
            }
        }
    }

    @Test func `a reader's zone changes how instants and days are written, and nothing else`() async throws {
        try await Service.run { service in
            _ = try await service.addMentor()
            let slots = { (query: String) in
                try await service.call(.GET, "/v1/mentors/lin/slots?offering=mock&\(query)")
            }
            let span = "from=2026-11-23T16:00:00Z&to=2026-11-24T16:00:00Z"
            let own = try await slots(span)
            #expect(starts(own) == [Starts.tuesday19, Starts.tuesday20, Starts.tuesday21])
            #expect(own.json["timezone"] == "Asia/Shanghai")
            let abroad = try await slots(span + "&tz=America/New_York")
            #expect(abroad.json["timezone"] == "America/New_York")
            #expect(
                starts(abroad) == [
                    "2026-11-24T06:00:00-05:00", "2026-11-24T07:00:00-05:00", "2026-11-24T08:00:00-05:00",
                ])
            #expect(abroad.json["next_available"]?["start"] == "2026-11-25T06:00:00-05:00")
            let utc = try await slots(span + "&tz=UTC")
            #expect(starts(utc).first == "2026-11-24T11:00:00Z")
            // Any offset names the same instants.
            let offset = try await slots("from=2026-11-24T00:00:00%2B08:00&to=2026-11-24T16:00:00-00:00")
            #expect(offset.json == own.json)

            // A day is the reader's: Honolulu's 24 November begins at 18:00 in Shanghai, Kiritimati's the day before.
            let day = try await slots("from=2026-11-24&to=2026-11-25")
            #expect(day.json == own.json)
            let west = try await slots("from=2026-11-24&to=2026-11-25&tz=Pacific/Honolulu")
            #expect(
                starts(west) == ["2026-11-24T01:00:00-10:00", "2026-11-24T02:00:00-10:00", "2026-11-24T03:00:00-10:00"])
            let east = try await slots("from=2026-11-24&to=2026-11-25&tz=Pacific/Kiritimati")
            #expect(
                starts(east) == ["2026-11-24T01:00:00+14:00", "2026-11-24T02:00:00+14:00", "2026-11-24T03:00:00+14:00"])
        }
    }

    @Test func `a range is at most 62 days, and its ends are in order`() async throws {
        try await Service.run { service in
            _ = try await service.addMentor()
            let slots = { (query: String) in
                try await service.call(.GET, "/v1/mentors/lin/slots?\(query)")
            }
            #expect(try await slots("from=2026-11-24&to=2027-01-25").status == 200)
            let long = try await slots("from=2026-11-24&to=2027-01-26")
            #expect(long.status == 422 && long.pointers == ["?to"])
            let backwards = try await slots("from=2026-11-25&to=2026-11-24")
            #expect(backwards.status == 422 && backwards.pointers == ["?to"])
            let nothing = try await slots("from=2026-11-24&to=2026-11-24")
            #expect(nothing.status == 200 && nothing.json["slots"] == [])
            #expect(nothing.json["next_available"]?["start"] == .string(Starts.tuesday19))
            #expect(try await slots("").pointers == ["?from", "?to"])
            for (query, pointer) in [
                ("from=2026-02-30&to=2026-03-01", "?from"), ("from=2026-11-24&to=2026-11-25T00:00:00", "?to"),
                ("from=2026-11-24&to=2026-11-25&tz=Asia/Peking", "?tz"),
                ("from=2026-11-24&to=2026-11-25&tz=../../etc/passwd", "?tz"),
                ("from=2026-11-24&to=2026-11-25&offering=A", "?offering"),
                ("from=2026-11-24&to=2026-11-25&colour=red", "?colour"),
            ] {
                let refused = try await slots(query)
                #expect(refused.status == 422 && refused.pointers == [pointer], "\(query) \(refused.text)")
            }
        }
    }

    @Test func `the next slot after the range is found to the end of the horizon`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                weekly: ["mon": [["19:00", "20:00"]]], offerings: [["slug": "mock", "horizon_days": 7]])
            let next = { (to: String) in
                try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-23&to=\(to)").json["next_available"]
            }
            #expect(try await next("2026-11-23")?["start"] == "2026-11-23T19:00:00+08:00")
            #expect(
                try await next("2026-11-24") == [
                    "start": "2026-11-30T19:00:00+08:00", "end": "2026-11-30T20:00:00+08:00",
                ])
            #expect(try await next("2026-12-01") == .null)
            let student = try await service.addStudent()
            _ = try await service.ask(student, mentor, start: "2026-11-30T19:00:00+08:00")
            #expect(try await next("2026-11-24") == .null)
        }
    }

    @Test func `the offering is named where there is a choice`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [
                ["slug": "mock"], ["slug": "resume", "active": false],
            ])
            let slots = { (path: String) in
                try await service.call(.GET, "/v1/mentors/\(path)from=2026-11-24&to=2026-11-25")
            }
            let only = try await slots("lin/slots?")
            #expect(only.status == 200 && only.json["offering"] == "mock" && only.json["mentor"] == "lin")
            let byID = try await slots("\(mentor.id)/slots?")
            #expect(byID.json == only.json)
            _ = try await service.call(
                .PATCH, "/v1/mentor/offerings/resume", token: mentor.token, ["active": true])
            let unclear = try await slots("lin/slots?")
            #expect(unclear.status == 422 && unclear.pointers == ["?offering"])
            let unknown = try await slots("lin/slots?offering=none&")
            #expect(unknown.status == 404 && unknown.pointers == ["?offering"])
            for nobody in ["nobody", "mnt_00000000000000000000000000", "mnt_x", "LIN"] {
                let missing = try await slots("\(nobody)/slots?")
                #expect(missing.status == 404 && missing.code == "not_found" && missing.pointers.isEmpty, "\(nobody)")
            }
        }
    }

    @Test func `a slot passes with its notice, and comes back when a request expires`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [["slug": "mock", "notice_minutes": 60]])
            let student = try await service.addStudent()
            let list = {
                starts(try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-26&to=2026-11-27"))
            }
            let all = ["19", "20", "21"].map { "2026-11-26T\($0):00:00+08:00" }
            #expect(try await list() == all)
            #expect(try await service.ask(student, mentor, start: all[1]).status == 201)
            #expect(try await list() == [all[0], all[2]])
            // 48 hours after it was asked for.
            service.clock.set(Service.start.adding(minutes: 48 * 60).adding(microseconds: -1))
            #expect(try await list() == [all[0], all[2]])
            service.clock.set(Service.start.adding(minutes: 48 * 60))
            #expect(try await list() == all)
            service.set("2026-11-26T18:00:00+08:00")
            #expect(try await list() == all)
            service.set("2026-11-26T18:00:00.000001+08:00")
            #expect(try await list() == [all[1], all[2]])
        }
    }
}
