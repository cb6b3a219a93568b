import Foundation
import HTTPAPI
import Mentoring
import Postgres
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct AccountsErasureTests {
    private func status(_ id: String, _ service: Service) async throws -> String? {
        try await service.call(.GET, "/v1/consultations/\(id)", token: service.adminToken).json["status"]?.string
    }

    @Test func `erasure ends what is coming and tells the mentor, and leaves what has been`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [["slug": "mock", "approval": "instant"]])
            let asks = try await service.addMentor("zhou")
            let student = try await service.addStudent("chen")

            let past = try await service.ask(student, mentor, start: Starts.tuesday19)
            service.set("2026-11-24T20:30:00+08:00")
            _ = try await service.move("complete", past.id, mentor.token, ["outcome": ["result": "passed"]])
            let begun = try await service.ask(student, mentor, start: "2026-11-24T21:00:00+08:00")
            let coming = try await service.ask(student, mentor, start: Starts.thursday19)
            let asked = try await service.ask(student, asks, start: Starts.friday19)
            service.set("2026-11-24T21:10:00+08:00")
            let open = try await service.ask(student, asks)
            #expect([past, begun, coming, asked, open].allSatisfy { $0.status == 201 })

            let erased = try await service.call(.DELETE, "/v1/me", token: student.token)
            #expect(erased.status == 204)

            #expect(try await status(past.id, service) == "completed")
            #expect(try await status(begun.id, service) == "confirmed")
            #expect(try await status(coming.id, service) == "cancelled")
            #expect(try await status(asked.id, service) == "cancelled")
            #expect(try await status(open.id, service) == "closed")
            #expect(try await Stored.events(of: coming.id).last == "consultation.cancelled")
            #expect(try await Stored.events(of: open.id).last == "consultation.closed")
            // The mentors are told; nobody else is.
            let told = try await Stored.texts(
                """
                SELECT e.type || ' ' || o.recipient_role FROM outbox o JOIN events e ON e.id = o.event_id
                WHERE e.type IN ('consultation.cancelled', 'consultation.closed') ORDER BY e.position
                """)
            #expect(told.count == 3 && told.allSatisfy { $0.hasSuffix(" mentor") })
            // The time is free again.
            let free = try await service.ask(
                try await service.registerStudent("other"), mentor, start: Starts.thursday19)
            #expect(free.status == 201)
            // The mentor goes on with what has begun.
            #expect(try await service.move("complete", begun.id, mentor.token).status == 200)
            let report = try await service.call(.GET, "/v1/reports/weekly/2026-W48", token: mentor.token)
            #expect(report.json["summary"]?["by_status"]?["completed"] == 2)
        }
    }

    @Test func `nothing the student was or wrote is left, and the mentor's words stay`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let answer = try await service.call(
                .POST, "/v1/students", Service.form("vanishing@example.com", ["name": "独孤求败", "direction": "llm"]))
            let student = StudentFixture(
                id: answer.json["student"]?["id"]?.string ?? "", token: answer.json["token"]?.string ?? "")
            let asked = try await service.call(
                .POST, "/v1/consultations", token: student.token,
                [
                    "mentor": "lin", "offering": "mock", "start": .string(Starts.tuesday19),
                    "topic": "我的秘密话题", "message": "我的第一句话",
                ], key: "asked")
            _ = try await service.call(
                .POST, "/v1/consultations/\(asked.id)/messages", token: student.token, ["body": "我的第二句话"], key: "said")
            _ = try await service.call(
                .POST, "/v1/consultations/\(asked.id)/messages", token: mentor.token, ["body": "导师的话"])
            let moved = try await service.move(
                "reschedule", asked.id, student.token,
                ["start": .string(Starts.tuesday20), "reason": "我的私人理由"])
            #expect(moved.status == 200)
            let other = try await service.ask(student, mentor, start: Starts.thursday19)
            _ = try await service.move("decline", other.id, mentor.token, ["reason": "导师的理由"])
            _ = try await service.call(.POST, "/v1/sign-in", ["email": "vanishing@example.com"])

            #expect(try await service.call(.DELETE, "/v1/me", token: student.token).status == 204)

            let dump = try await DatabaseDump()
            for gone in ["独孤求败", "我的秘密话题", "我的第一句话", "我的第二句话", "我的私人理由", "vanishing@example.com"] {
                #expect(dump.places(of: gone).isEmpty, "\(gone) is in \(dump.places(of: gone))")
            }
            for kept in ["导师的话", "导师的理由"] { #expect(!dump.places(of: kept).isEmpty) }
            for table in ["contacts", "emails", "sign_in_codes"] {
                #expect(try await Stored.count("SELECT count(*)::int FROM \(identifier: table)") == 0)
            }
            let seen = try await service.call(.GET, "/v1/consultations/\(asked.id)", token: mentor.token)
            #expect(seen.json["student"]?["name"] == "已注销")
            #expect(seen.json["student"]?["id"]?.string == student.id)
            let messages = try await service.call(
                .GET, "/v1/consultations/\(asked.id)/messages", token: mentor.token)
            #expect(messages.json["data"]?.array?.count == 3)
        }
    }

    @Test func `every token stops at once and the address can register anew`() async throws {
        try await Service.run { service in
            let student = try await service.addStudent("chen")
            let issued = try await service.call(
                .POST, "/v1/admin/tokens", token: service.adminToken,
                ["role": "student", "student": .string(student.id), "label": "phone"])
            let code = try await service.code(for: "chen@example.com")
            #expect(try await service.call(.DELETE, "/v1/me", token: student.token).status == 204)
            for token in [student.token, issued.json["token"]?.string] {
                #expect(try await service.call(.GET, "/v1/me", token: token).status == 401)
                #expect(try await service.call(.DELETE, "/v1/me", token: token).status == 401)
            }
            #expect(try await service.verify("chen@example.com", code).status == 422)
            let again = try await service.call(
                .POST, "/v1/admin/tokens", token: service.adminToken,
                ["role": "student", "student": .string(student.id), "label": "phone"])
            #expect(again.status == 404 && again.pointers == ["/student"])
            let anew = try await service.addStudent("chen")
            #expect(anew.id != student.id && !anew.id.isEmpty)
            let list = try await service.call(.GET, "/v1/consultations", token: anew.token)
            #expect(list.json["data"] == [])
        }
    }

    @Test func `whatever the student does at the same moment, nothing outlives the erasure`() async throws {
        try await Service.run { service in
            let mentors = [
                try await service.addMentor("lin"), try await service.addMentor("zhou"),
                try await service.addMentor("he"),
            ]
            for round in 0..<6 {
                let student = try await service.registerStudent("round-\(round)")
                let first = try await service.ask(student, mentors[0])
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for index in 0..<8 {
                        group.addTask {
                            try await service.call(
                                .POST, "/v1/consultations/\(first.id)/messages", token: student.token,
                                ["body": .string("还在写 \(index)")]
                            ).status
                        }
                    }
                    for mentor in mentors.dropFirst() {
                        group.addTask { try await service.ask(student, mentor).status }
                    }
                    group.addTask { try await service.call(.DELETE, "/v1/me", token: student.token).status }
                    return try await group.reduce(into: [Int]()) { $0.append($1) }
                }
                #expect(statuses.count(where: { $0 == 204 }) == 1)
                #expect(statuses.allSatisfy { [201, 204, 401, 404, 409].contains($0) }, "\(statuses)")
                let id = try #require(StudentID(student.id))
                #expect(
                    try await Stored.count(
                        "SELECT count(*)::int FROM consultations WHERE student_id = \(id) AND status = 'open'") == 0)
                #expect(
                    try await Stored.count("SELECT count(*)::int FROM messages WHERE body LIKE '还在写%'") == 0)
            }
        }
    }

    @Test func `a request that was let in before the erasure writes nothing after it`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [["slug": "mock", "approval": "instant"]])
            let student = try await service.addStudent("chen")
            let past = try await service.ask(student, mentor, start: Starts.tuesday19)
            service.set("2026-11-24T20:30:00+08:00")
            _ = try await service.move("complete", past.id, mentor.token)
            let caller = try #require(try await service.desk.accounts.find(bearing: student.token))
            let id = try #require(ConsultationID(past.id))
            _ = try await service.desk.messages.post("之前", to: id, by: caller)
            #expect(try await service.call(.DELETE, "/v1/me", token: student.token).status == 204)

            await #expect(throws: Refusal.notFound()) {
                try await service.desk.messages.post("抹去以后的话", to: id, by: caller)
            }
            let wish = NewConsultation(mentor: .handle("lin"), topic: "抹去以后的话")
            await #expect(throws: Refusal.notFound()) {
                try await service.desk.consultations.ask(wish, by: caller)
            }
            // Should one have waited for the erasure's locks, the database itself refuses its row.
            let refused = await #expect(throws: PostgresError.self) {
                try await service.desk.database.query(
                    """
                    INSERT INTO consultations (id, mentor_id, student_id, status, topic, created_at, updated_at)
                    SELECT gen_random_uuid(), mentor_id, student_id, 'open', '抹去以后的话', created_at, updated_at
                    FROM consultations WHERE id = \(id)
                    """)
            }
            #expect(refused?.constraint == "students_erased_check")
            #expect(try await DatabaseDump().places(of: "抹去以后的话").isEmpty)
            // The mentor still writes where they could.
            let note = try await service.call(
                .POST, "/v1/consultations/\(past.id)/messages", token: mentor.token, ["body": "辛苦了"])
            #expect(note.status == 201)
        }
    }

    @Test func `the service can change nothing else about what has happened`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent("chen")
            let asked = try await service.ask(student, mentor, start: Starts.tuesday19)
            _ = try await service.move("cancel", asked.id, student.token, ["reason": "我的理由"])
            let id = try #require(StudentID(student.id))
            for refused: SQL in [
                "UPDATE events SET data = '{}'", "DELETE FROM events", "DELETE FROM messages",
                "UPDATE messages SET position = 7",
            ] {
                await #expect(throws: PostgresError.self) { try await service.desk.database.query(refused) }
            }
            // A student who is still there keeps their words.
            _ = try await service.desk.database.query("SELECT forget_reasons_of(\(id))")
            #expect(try await Stored.count("SELECT count(*)::int FROM events WHERE data ? 'reason'") == 1)
        }
    }
}
