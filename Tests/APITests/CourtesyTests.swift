import Foundation
import HTTPAPI
import Mentoring
import TestDatabase
import Testing

/// The rules of courtesy at their edges: late marks, answers in time, no-shows and objections.
@Suite(.database(Service.template))
struct CourtesyTests {
    /// A consultation of one student with one mentor, asked on Monday at 18:00 in Shanghai.
    private struct Pair {
        let service: Service
        let mentor: MentorFixture
        let student: StudentFixture

        init(_ service: Service, offering: [String: JSONValue] = ["slug": "mock"]) async throws {
            self.service = service
            mentor = try await service.addMentor(offerings: [offering])
            student = try await service.addStudent()
        }

        func ask(_ start: String? = Starts.tuesday19) async throws -> String {
            try await service.ask(student, mentor, start: start).id
        }

        func confirmed(_ start: String = Starts.tuesday19) async throws -> String {
            let id = try await ask(start)
            _ = try await service.move("accept", id, mentor.token)
            return id
        }

        func seen(_ id: String) async throws -> JSONValue {
            try await service.call(.GET, "/v1/consultations/\(id)", token: student.token).json
        }
    }

    // MARK: Late

    @Test(arguments: [
        ("2026-11-23T19:00:00+08:00", false), ("2026-11-23T19:00:00.000001+08:00", true),
        ("2026-11-24T18:59:59+08:00", true),
    ])
    func `a cancel is free up to the last instant of the free time and late from then on`(
        _ at: String, _ isLate: Bool
    ) async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let id = try await pair.confirmed()
            service.set(at)
            let cancelled = try await service.move("cancel", id, pair.student.token)
            #expect(cancelled.json["status"] == "cancelled")
            #expect(cancelled.json["late"] == .boolean(isLate))
            #expect(cancelled.json["free_cancellation_until"] == "2026-11-23T19:00:00+08:00")
        }
    }

    @Test func `a mentor's cancel or move is never marked late`() async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let id = try await pair.confirmed()
            service.set("2026-11-24T18:00:00+08:00")
            let moved = try await service.move(
                "reschedule", id, pair.mentor.token, ["start": .string(Starts.tuesday20)])
            #expect(moved.json["late"] == false)
            let cancelled = try await service.move("cancel", id, pair.mentor.token)
            #expect(cancelled.json["status"] == "cancelled" && cancelled.json["late"] == false)
        }
    }

    @Test func `a late move stays late for good, a move in free time leaves no mark`() async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let id = try await pair.confirmed()
            service.set("2026-11-23T19:00:00+08:00")
            let early = try await service.move(
                "reschedule", id, pair.student.token, ["start": .string(Starts.tuesday20)])
            #expect(early.json["late"] == false)
            #expect(early.json["free_cancellation_until"] == "2026-11-23T20:00:00+08:00")
            service.set("2026-11-23T20:00:01+08:00")
            let late = try await service.move(
                "reschedule", id, pair.student.token, ["start": .string(Starts.saturday10)])
            #expect(late.json["late"] == true)
            // Days ahead again: free, and yet what was late stays so.
            #expect(late.json["free_cancellation_until"] == "2026-11-27T10:00:00+08:00")
            _ = try await service.move("accept", id, pair.mentor.token)
            let cancelled = try await service.move("cancel", id, pair.student.token)
            #expect(cancelled.json["status"] == "cancelled" && cancelled.json["late"] == true)
        }
    }

    @Test func `a time that the mentor chose may be given back free until it begins`() async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let ids = [try await pair.ask(nil), try await pair.ask(nil)]
            for (id, start) in zip(ids, [Starts.tuesday19, Starts.tuesday20]) {
                let given = try await service.move(
                    "schedule", id, pair.mentor.token, ["start": .string(start), "offering": "mock"])
                #expect(given.json["status"] == "confirmed")
                #expect(given.json["respond_by"] == .null)
                #expect(given.json["free_cancellation_until"]?.string == start)
            }
            service.set(Starts.tuesday19)
            let free = try await service.move("cancel", ids[0], pair.student.token)
            #expect(free.json["status"] == "cancelled" && free.json["late"] == false)
            service.set("2026-11-24T20:00:00.000001+08:00")
            let late = try await service.move("cancel", ids[1], pair.student.token)
            #expect(late.json["status"] == "cancelled" && late.json["late"] == true)
        }
    }

    // MARK: Answers in time

    @Test(arguments: [
        (Starts.tuesday19, Starts.tuesday19), (Starts.thursday19, "2026-11-25T18:00:00+08:00"),
        ("2026-11-25T19:00:00+08:00", "2026-11-25T18:00:00+08:00"),
    ])
    func `a request is answered within 48 hours, or by its start where that comes first`(
        _ start: String, _ respondBy: String
    ) async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let seen = try await pair.seen(try await pair.ask(start))
            #expect(seen["status"] == "requested")
            #expect(seen["respond_by"]?.string == respondBy)
        }
    }

    @Test func `a student's move asks anew, a mentor's leaves the question as old as it is`() async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let id = try await pair.ask(Starts.thursday19)
            service.set("2026-11-24T12:00:00+08:00")
            let byMentor = try await service.move(
                "reschedule", id, pair.mentor.token, ["start": .string(Starts.friday19)])
            #expect(byMentor.json["status"] == "requested")
            #expect(byMentor.json["respond_by"] == "2026-11-25T18:00:00+08:00")
            let byStudent = try await service.move(
                "reschedule", id, pair.student.token, ["start": .string(Starts.saturday10)])
            #expect(byStudent.json["status"] == "requested")
            #expect(byStudent.json["respond_by"] == "2026-11-26T12:00:00+08:00")
        }
    }

    // MARK: No-shows

    @Test(arguments: [Side.student, .mentor])
    func `absence counts from minute ten, and the other side reports it`(_ absent: Side) async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let id = try await pair.confirmed()
            let (reporter, accused) =
                absent == .student
                ? (pair.mentor.token, pair.student.token) : (pair.student.token, pair.mentor.token)
            let body: JSONValue = ["absent": .string(absent.rawValue)]
            service.set("2026-11-24T19:09:59.999999+08:00")
            let before = try await Stored.state(of: id)
            #expect(try await service.move("no-show", id, reporter, body).code == "invalid_transition")
            #expect(try await Stored.state(of: id) == before)
            service.set("2026-11-24T19:10:00+08:00")
            #expect(try await service.move("no-show", id, accused, body).code == "forbidden")
            let reported = try await service.move("no-show", id, reporter, body)
            #expect(reported.json["status"] == "no_show" && reported.json["disputed"] == false)

            service.set("2026-11-27T19:09:59+08:00")
            let reason: JSONValue = ["reason": "会议链接打不开"]
            #expect(try await service.move("objection", id, reporter, reason).code == "forbidden")
            let objected = try await service.move("objection", id, accused, reason)
            #expect(objected.json["status"] == "no_show" && objected.json["disputed"] == true)
            #expect(try await service.move("objection", id, accused, reason).code == "invalid_transition")
        }
    }

    @Test func `72 hours after the report it is too late to object`() async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let id = try await pair.confirmed()
            service.set("2026-11-24T19:30:00+08:00")
            _ = try await service.move("no-show", id, pair.mentor.token, ["absent": "student"])
            service.set("2026-11-27T19:30:01+08:00")
            let objected = try await service.move("objection", id, pair.student.token, ["reason": "晚了"])
            #expect(objected.status == 409 && objected.code == "invalid_transition")
            #expect(try await pair.seen(id)["disputed"] == false)
        }
    }

    @Test func `an objection is settled by the mentor's completing or by an admin, once, and the admin's is audited`()
        async throws
    {
        try await Service.run { service in
            let pair = try await Pair(service)
            let ids = [try await pair.confirmed(Starts.tuesday19), try await pair.confirmed(Starts.tuesday20)]
            service.set("2026-11-24T21:00:00+08:00")
            for id in ids {
                _ = try await service.move("no-show", id, pair.mentor.token, ["absent": "student"])
                // Nobody has objected yet: there is nothing to settle.
                #expect(try await service.move("uphold", id, service.adminToken).code == "invalid_transition")
                _ = try await service.move("objection", id, pair.student.token, ["reason": "我一直在线"])
            }
            let completed = try await service.move("complete", ids[0], pair.mentor.token)
            #expect(completed.json["status"] == "completed" && completed.json["disputed"] == false)
            let upheld = try await service.move("uphold", ids[1], service.adminToken)
            #expect(upheld.json["status"] == "no_show")
            for verb in ["complete", "uphold"] {
                let token = verb == "uphold" ? service.adminToken : pair.mentor.token
                for id in ids { #expect(try await service.move(verb, id, token).code == "invalid_transition") }
            }
            let audit = try await service.call(.GET, "/v1/admin/audit", token: service.adminToken)
            let settled = audit.json["data"]?.array?.filter { $0["subject"]?.string == ids[1] } ?? []
            #expect(settled.count == 1)
        }
    }

    @Test func `a session is completed after its start and not before`() async throws {
        try await Service.run { service in
            let pair = try await Pair(service)
            let id = try await pair.confirmed()
            service.set("2026-11-24T18:59:59.999999+08:00")
            #expect(try await service.move("complete", id, pair.mentor.token).code == "invalid_transition")
            service.set("2026-11-24T19:00:01+08:00")
            let completed = try await service.move(
                "complete", id, pair.mentor.token, ["outcome": ["result": "passed", "note": "进入下一轮"]])
            #expect(completed.json["status"] == "completed")
            #expect(completed.json["outcome"] == ["result": "passed", "note": "进入下一轮"])
        }
    }
}
