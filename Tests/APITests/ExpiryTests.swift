import Foundation
import HTTPAPI
import Mentoring
import Postgres
import TestDatabase
import Testing

/// From `respond_by` on a request is expired, wherever one looks and whether or not anybody has written it down.
@Suite(.database(Service.template))
struct ExpiryTests {
    /// Asked on Monday at 18:00 for Thursday at 19:00: answered by Wednesday at 18:00, or expired.
    private static let respondBy = "2026-11-25T18:00:00+08:00"
    private static let justBefore = "2026-11-25T17:59:59.999999+08:00"

    private func statuses(_ service: Service, _ filter: String, _ token: String) async throws -> [String] {
        let list = try await service.call(.GET, "/v1/consultations\(filter)", token: token)
        return list.json["data"]?.array?.compactMap { $0["status"]?.string } ?? []
    }

    private func thursdaySlots(_ service: Service) async throws -> [String] {
        let slots = try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-26&to=2026-11-27")
        return slots.json["slots"]?.array?.compactMap { $0["start"]?.string } ?? []
    }

    @Test func `a request reads as expired from its last instant on, in lists and slots too, before anybody wrote it`()
        async throws
    {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.thursday19).id

            service.set(Self.justBefore)
            for token in [student.token, mentor.token, service.adminToken] {
                let seen = try await service.call(.GET, "/v1/consultations/\(id)", token: token)
                #expect(seen.json["status"] == "requested")
                #expect(try await statuses(service, "?status=requested", token) == ["requested"])
                #expect(try await statuses(service, "?status=expired", token) == [])
            }
            #expect(try await !thursdaySlots(service).contains(Starts.thursday19))

            service.set(Self.respondBy)
            let before = try await Stored.state(of: id)
            for token in [student.token, mentor.token, service.adminToken] {
                let seen = try await service.call(.GET, "/v1/consultations/\(id)", token: token)
                #expect(seen.json["status"] == "expired" && seen.json["respond_by"] == .null)
                #expect(try await statuses(service, "", token) == ["expired"])
                #expect(try await statuses(service, "?status=requested", token) == [])
                #expect(try await statuses(service, "?status=expired,open", token) == ["expired"])
            }
            #expect(try await thursdaySlots(service).contains(Starts.thursday19))
            let accepted = try await service.move("accept", id, mentor.token)
            #expect(accepted.status == 409 && accepted.code == "invalid_transition")
            let report = try await service.call(.GET, "/v1/reports/weekly/2026-W48", token: mentor.token)
            #expect(report.json["rows"]?.array?.compactMap { $0["status"]?.string } == ["expired"])
            #expect(try await Stored.state(of: id) == before)
            #expect(before.first?.contains(",requested,") == true, "nobody has written it down yet")
        }
    }

    @Test func `a request that is accepted in its last instant is confirmed and expires no more`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.thursday19).id
            service.set(Self.justBefore)
            #expect(try await service.move("accept", id, mentor.token).json["status"] == "confirmed")
            service.set("2026-11-26T12:00:00+08:00")
            #expect(try await service.desk.consultations.sweep() == 0)
            let seen = try await service.call(.GET, "/v1/consultations/\(id)", token: student.token)
            #expect(seen.json["status"] == "confirmed")
        }
    }

    @Test func `sweepers on many instances write an expiry down once`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.thursday19).id
            service.set(Self.justBefore)
            #expect(try await service.desk.consultations.sweep() == 0)
            service.set(Self.respondBy)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await service.desk.consultations.sweep() } }
                try await group.waitForAll()
            }
            #expect(try await service.desk.consultations.sweep() == 0)
            #expect(try await Stored.events(of: id) == ["consultation.requested", "consultation.expired"])
            #expect(
                try await Stored.texts("SELECT actor_role FROM events WHERE type = 'consultation.expired'")
                    == ["system"])
            #expect(try await Stored.texts("SELECT status FROM consultations") == ["expired"])
        }
    }

    @Test func `a booking in the way of an expired request writes its expiry first`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let other = try await service.addStudent("wang")
            let old = try await service.ask(student, mentor, start: Starts.thursday19).id
            service.set(Self.justBefore)
            #expect(try await service.ask(other, mentor, start: Starts.thursday19).code == "slot_taken")
            service.set(Self.respondBy)
            let booked = try await service.ask(other, mentor, start: Starts.thursday19)
            #expect(booked.status == 201)
            #expect(try await Stored.events(of: old) == ["consultation.requested", "consultation.expired"])
            #expect(
                try await Stored.texts(
                    "SELECT type FROM events WHERE type LIKE 'consultation.%' ORDER BY position")
                    == ["consultation.requested", "consultation.expired", "consultation.requested"])
            #expect(try await statuses(service, "", student.token) == ["expired"])
            #expect(try await service.move("cancel", old, student.token).code == "invalid_transition")
        }
    }

    @Test func `an expired request takes neither the student's time nor their quota`() async throws {
        try await Service.run { service in
            let mentors = [
                try await service.addMentor("lin"), try await service.addMentor("zhou"),
                try await service.addMentor("xu"),
            ]
            let student = try await service.addStudent()
            for (mentor, start) in zip(
                mentors, [Starts.thursday19, "2026-11-26T20:00:00+08:00", "2026-11-26T21:00:00+08:00"])
            {
                #expect(try await service.ask(student, mentor, start: start).status == 201)
            }
            #expect(try await service.ask(student, mentors[0], start: Starts.friday19).code == "quota_reached")
            service.set(Self.respondBy)
            // The same hour with somebody else: nothing of the three is in the way any more.
            #expect(try await service.ask(student, mentors[1], start: Starts.thursday19).status == 201)
            #expect(try await statuses(service, "?status=expired", student.token).count == 3)
        }
    }

    @Test func `an expired request counts for no cap`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(schedule: ["max_per_week": 1])
            let student = try await service.addStudent()
            let other = try await service.addStudent("wang")
            _ = try await service.ask(student, mentor, start: Starts.thursday19)
            service.set(Self.justBefore)
            #expect(try await service.ask(other, mentor, start: Starts.friday19).reasons == ["mentor_week_cap"])
            #expect(try await thursdaySlots(service) == [])
            service.set(Self.respondBy)
            #expect(try await thursdaySlots(service).count == 3)
            #expect(try await service.ask(other, mentor, start: Starts.friday19).status == 201)
        }
    }

    @Test func `fourteen days after a session that nobody spoke of the system completes it`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            _ = try await service.move("accept", id, mentor.token)
            service.set("2026-12-08T19:59:59+08:00")
            #expect(try await service.desk.consultations.sweep() == 0)
            let agenda = try await service.call(
                .GET, "/v1/mentor/agenda?from=2026-12-08&to=2026-12-09", token: mentor.token)
            #expect(agenda.json["unresolved"]?.array?.compactMap { $0["id"]?.string } == [id])
            service.set("2026-12-08T20:00:00+08:00")
            #expect(try await service.desk.consultations.sweep() == 1)
            #expect(try await service.desk.consultations.sweep() == 0)
            let seen = try await service.call(.GET, "/v1/consultations/\(id)", token: student.token)
            #expect(seen.json["status"] == "completed")
            #expect(
                try await Stored.events(of: id)
                    == ["consultation.requested", "consultation.confirmed", "consultation.completed"])
        }
    }
}
