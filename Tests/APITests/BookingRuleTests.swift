import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing

/// What a booking keeps, where it can be moved, and in which order a start is refused.
@Suite(.database(Service.template))
struct BookingRuleTests {
    private func starts(_ service: Service, _ query: String) async throws -> [String] {
        let slots = try await service.call(.GET, "/v1/mentors/lin/slots?\(query)")
        return slots.json["slots"]?.array?.compactMap { $0["start"]?.string } ?? []
    }

    // MARK: Moving

    @Test func `a move may overlap the session's own old time and frees what it leaves`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [
                ["slug": "mock", "step_minutes": 30, "buffer_before_minutes": 15, "buffer_after_minutes": 15]
            ])
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            _ = try await service.move("accept", id, mentor.token)
            let moved = try await service.move(
                "reschedule", id, mentor.token, ["start": "2026-11-24T19:30:00+08:00", "reason": "会议晚结束"])
            #expect(moved.status == 200, "\(moved.text)")
            #expect(moved.id == id)
            #expect(moved.json["status"] == "confirmed")
            #expect(moved.json["start"] == "2026-11-24T19:30:00+08:00")
            #expect(moved.json["end"] == "2026-11-24T20:30:00+08:00")
            #expect(try await Stored.count("SELECT count(*) FROM consultations") == 1)
            // 21:00 is the first that clears both sessions' buffers.
            #expect(try await starts(service, "from=2026-11-24&to=2026-11-25") == [Starts.tuesday21])
            let back = try await service.move("reschedule", id, student.token, ["start": .string(Starts.tuesday19)])
            #expect(back.json["status"] == "requested")
            #expect(
                try await starts(service, "from=2026-11-24&to=2026-11-25")
                    == ["2026-11-24T20:30:00+08:00", Starts.tuesday21])
        }
    }

    @Test func `a student's move of an instant booking stays confirmed, one that the mentor approves is asked anew`()
        async throws
    {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [
                ["slug": "mock"], ["slug": "chat", "approval": "instant"],
            ])
            let student = try await service.addStudent()
            let instant = try await service.ask(student, mentor, start: Starts.tuesday19, offering: "chat")
            #expect(instant.json["status"] == "confirmed")
            let moved = try await service.move(
                "reschedule", instant.id, student.token, ["start": .string(Starts.thursday19)])
            #expect(moved.json["status"] == "confirmed" && moved.json["respond_by"] == .null)

            let asked = try await service.ask(student, mentor, start: Starts.tuesday19)
            _ = try await service.move("accept", asked.id, mentor.token)
            let again = try await service.move(
                "reschedule", asked.id, student.token, ["start": .string(Starts.tuesday20)])
            #expect(again.json["status"] == "requested")
            #expect(again.json["respond_by"]?.string == Starts.tuesday20)
        }
    }

    @Test func `a move to somebody else's time is refused with alternatives, and leaves the booking where it was`()
        async throws
    {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let other = try await service.addStudent("wang")
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            _ = try await service.ask(other, mentor, start: Starts.tuesday20)
            let before = try await Stored.state(of: id)
            let taken = try await service.move("reschedule", id, student.token, ["start": .string(Starts.tuesday20)])
            #expect(taken.status == 409 && taken.code == "slot_taken")
            #expect(taken.json["alternatives"]?.array?.count == 3)
            let closed = try await service.move("reschedule", id, student.token, ["start": .string(Starts.sunday10)])
            #expect(closed.status == 422 && closed.code == "slot_not_offered")
            #expect(try await Stored.state(of: id) == before)
        }
    }

    @Test func `what a student already holds does not count again when it gets its time`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            var open: [String] = []
            for _ in 0..<3 { open.append(try await service.ask(student, mentor).id) }
            #expect(try await service.ask(student, mentor).code == "quota_reached")
            let given = try await service.move(
                "schedule", open[0], student.token, ["start": .string(Starts.tuesday19), "offering": "mock"])
            #expect(given.json["status"] == "requested")
            #expect(given.json["respond_by"]?.string == Starts.tuesday19)
            let moved = try await service.move(
                "reschedule", open[0], student.token, ["start": .string(Starts.tuesday20)])
            #expect(moved.json["status"] == "requested")
        }
    }

    // MARK: Keeping

    @Test func `a booking keeps the duration, buffers, price and title it was made with`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [
                [
                    "slug": "mock", "approval": "instant", "step_minutes": 30, "price_fen": 39_900,
                    "buffer_after_minutes": 30, "meeting": ["kind": "video", "url": "https://meeting.example.com/a"],
                ]
            ])
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            let kept: [String] = [
                "60 0 30 39900 模拟面试 {\"url\": \"https://meeting.example.com/a\", \"kind\": \"video\"}"
            ]
            func stored() async throws -> [String] {
                try await Stored.texts(
                    """
                    SELECT concat_ws(' ', duration_minutes, buffer_before_minutes, buffer_after_minutes, price_fen,
                        title, meeting) FROM consultations
                    """)
            }
            #expect(try await stored() == kept)
            let patched = try await service.call(
                .PATCH, "/v1/mentor/offerings/mock", token: mentor.token,
                [
                    "duration_minutes": 30, "buffer_before_minutes": 45, "buffer_after_minutes": 0,
                    "price_fen": 100, "title": "简历修改", "approval": "mentor",
                    "meeting": ["kind": "phone", "note": "另行通知"], "active": true,
                ])
            #expect(patched.status == 200, "\(patched.text)")
            let seen = try await service.call(.GET, "/v1/consultations/\(id)", token: student.token)
            #expect(seen.json["end"] == "2026-11-24T20:00:00+08:00")
            #expect(seen.json["meeting"]?["url"] == "https://meeting.example.com/a")
            let moved = try await service.move("reschedule", id, student.token, ["start": .string(Starts.thursday19)])
            #expect(moved.json["end"] == "2026-11-26T20:00:00+08:00")
            // Booked as instant, it needs no approval now either.
            #expect(moved.json["status"] == "confirmed")
            #expect(try await stored() == kept)
        }
    }

    // MARK: Refusing

    @Test func `a taken start comes with the next three free slots of the same offering`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [
                ["slug": "mock"], ["slug": "chat", "duration_minutes": 30],
            ])
            let student = try await service.addStudent()
            let other = try await service.addStudent("wang")
            for start in [Starts.tuesday19, Starts.tuesday21] {
                #expect(try await service.ask(other, mentor, start: start).status == 201)
            }
            let taken = try await service.ask(student, mentor, start: Starts.tuesday19)
            #expect(taken.status == 409 && taken.code == "slot_taken")
            #expect(
                taken.json["alternatives"]?.array?.compactMap { Instants.shanghai($0["start"]) }
                    == [Starts.tuesday20, "2026-11-25T19:00:00+08:00", "2026-11-25T20:00:00+08:00"])
            #expect(
                taken.json["alternatives"]?.array?.compactMap { Instants.shanghai($0["end"]) }.first
                    == Starts.tuesday21)
            // What it names can be had.
            let first = try #require(taken.json["alternatives"]?.array?.first?["start"]?.string)
            #expect(try await service.ask(student, mentor, start: first).status == 201)
        }
    }

    @Test func `a start is refused for the rules first, then a cap, then the student's time, then the mentor's`()
        async throws
    {
        try await Service.run { service in
            let lin = try await service.addMentor("lin", schedule: ["max_per_day": 1])
            let zhou = try await service.addMentor("zhou")
            let student = try await service.addStudent()
            let other = try await service.addStudent("wang")
            _ = try await service.ask(other, lin, start: Starts.tuesday19)

            func refusal(_ mentor: MentorFixture, _ start: String) async throws -> Service.Answer {
                let before = try await Stored.everything()
                let answer = try await service.ask(student, mentor, start: start)
                #expect(try await Stored.everything() == before)
                return answer
            }

            // Taken, and the mentor's day is full.
            let full = try await refusal(lin, Starts.tuesday19)
            #expect(full.status == 422 && full.code == "quota_reached")
            #expect(Set(full.reasons) == ["mentor_day_cap", "mentor_busy"])

            // Taken alone.
            _ = try await service.ask(other, zhou, start: Starts.thursday19)
            let taken = try await refusal(zhou, Starts.thursday19)
            #expect(taken.status == 409 && taken.code == "slot_taken")

            // The student's own time goes before the mentor's.
            _ = try await service.ask(student, lin, start: Starts.thursday19)
            let busy = try await refusal(zhou, Starts.thursday19)
            #expect(busy.status == 409 && busy.code == "student_busy")
            #expect(busy.json["alternatives"] == nil || busy.json["alternatives"] == .null)

            // The student's limit goes before both.
            _ = try await service.ask(student, zhou)
            _ = try await service.ask(student, zhou)
            let quota = try await refusal(zhou, Starts.thursday19)
            #expect(quota.status == 422 && quota.code == "quota_reached")
            #expect(Set(quota.reasons) == ["mentor_busy", "student_quota"])

            // And the rules before everything, with all that applies.
            _ = try await service.call(
                .POST, "/v1/mentor/time-off", token: lin.token,
                ["start": "2026-11-24T18:00:00+08:00", "end": "2026-11-24T19:30:00+08:00"])
            _ = try await service.call(
                .PATCH, "/v1/mentor/offerings/mock", token: lin.token,
                ["notice_minutes": 43_200, "max_per_week": 1, "max_per_day": 1, "horizon_days": 1])
            let all = try await refusal(lin, Starts.tuesday19)
            #expect(all.status == 422 && all.code == "slot_not_offered")
            #expect(
                Set(all.reasons) == [
                    "time_off", "notice", "offering_day_cap", "offering_week_cap", "mentor_day_cap", "mentor_busy",
                    "student_quota",
                ])
            let sunday = try await refusal(lin, "2026-11-29T10:07:00+08:00")
            #expect(sunday.code == "slot_not_offered")
            #expect(
                Set(sunday.reasons) == [
                    "off_grid", "outside_windows", "notice", "horizon", "offering_week_cap", "student_quota",
                ])
            #expect(sunday.pointers == ["/start"])
        }
    }

    @Test func `an inactive offering refuses its starts by name, and is not chosen when none is named`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [["slug": "mock"], ["slug": "chat", "active": false]])
            let student = try await service.addStudent()
            let inactive = try await service.ask(student, mentor, start: Starts.tuesday19, offering: "chat")
            #expect(inactive.code == "slot_not_offered" && inactive.reasons == ["offering_inactive"])
            let chosen = try await service.ask(student, mentor, start: Starts.tuesday19, offering: nil)
            #expect(chosen.status == 201 && chosen.json["offering"] == "mock")
            _ = try await service.call(
                .PATCH, "/v1/mentor/offerings/chat", token: mentor.token, ["active": true])
            let unclear = try await service.ask(student, mentor, start: Starts.tuesday20, offering: nil)
            #expect(unclear.status == 422 && unclear.pointers == ["/offering"])
        }
    }
}

enum Instants {
    /// An instant of an answer, whatever its offset, as Shanghai writes it.
    static func shanghai(_ value: JSONValue?) -> String? {
        guard let text = value?.string, let instant = Instant(rfc3339: text) else { return nil }
        return instant.adding(minutes: 8 * 60).rfc3339UTC.replacing("Z", with: "+08:00")
    }
}
