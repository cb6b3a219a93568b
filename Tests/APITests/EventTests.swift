import Foundation
import HTTPAPI
import Mentoring
import Postgres
import TestDatabase
import Testing

/// What happened, read page by page.
@Suite(.database(Service.template))
struct EventTests {
    private func events(_ answer: Service.Answer) -> [JSONValue] { answer.json["data"]?.array ?? [] }

    private func types(_ answer: Service.Answer) -> [String] { events(answer).compactMap { $0["type"]?.string } }

    private func list(_ service: Service, _ query: String = "", _ token: String) async throws -> Service.Answer {
        try await service.call(.GET, "/v1/events" + query, token: token)
    }

    @Test func `each side reads what concerns it, oldest first, and goes on after the last one`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let asked = try await service.ask(student, mentor, start: Starts.tuesday19)
            _ = try await service.move("accept", asked.id, mentor.token)
            let all = try await list(service, "", student.token)
            #expect(all.status == 200)
            #expect(types(all) == ["consultation.requested", "consultation.confirmed"])
            #expect(all.json["next_cursor"] == .null)
            let last = try #require(events(all).last)
            #expect(last["actor"] == ["role": "mentor", "id": .string(mentor.id)])
            #expect(last["consultation"] == .string(asked.id) && last["plan"] == .null)
            #expect(last["occurred_at"] == "2026-11-23T10:00:00Z")
            #expect(last["data"]?["status"] == "confirmed" && last["data"]?["start"] == "2026-11-24T11:00:00Z")
            // The mentor's hours concern the mentor alone.
            let theirs = try await list(service, "", mentor.token)
            #expect(types(theirs) == ["schedule.changed", "consultation.requested", "consultation.confirmed"])
            #expect(events(theirs).suffix(2) == events(all).suffix(2))

            let after = "?after=\(last["id"]?.string ?? "")"
            #expect(types(try await list(service, after, student.token)) == [])
            _ = try await service.move("cancel", asked.id, student.token)
            #expect(types(try await list(service, after, student.token)) == ["consultation.cancelled"])
            #expect(types(try await list(service, after, mentor.token)) == ["consultation.cancelled"])
        }
    }

    @Test func `nobody reads another's events, nor goes on from one`() async throws {
        try await Service.run { service in
            let (mentor, other) = (try await service.addMentor("lin"), try await service.addMentor("zhou"))
            let (student, stranger) = (try await service.addStudent("a"), try await service.addStudent("b"))
            _ = try await service.ask(student, mentor)
            let own = try await list(service, "", student.token)
            let id = try #require(events(own).first?["id"]?.string)
            #expect(types(try await list(service, "", stranger.token)) == [])
            #expect(types(try await list(service, "", other.token)) == ["schedule.changed"])
            for token in [stranger.token, other.token] {
                let refused = try await list(service, "?after=\(id)", token)
                #expect(refused.status == 404 && refused.pointers == ["?after"])
            }
            let unknown = try await list(service, "?after=evt_" + String(repeating: "0", count: 26), student.token)
            #expect(unknown.status == 404 && unknown.pointers == ["?after"])
            let malformed = try await list(service, "?after=12", student.token)
            #expect(malformed.status == 422 && malformed.pointers == ["?after"])
            // An administrator reads all, or one mentor's; a mentor may name themselves and nobody else.
            let all = try await list(service, "", service.adminToken)
            #expect(types(all) == ["schedule.changed", "schedule.changed", "consultation.opened"])
            let one = try await list(service, "?mentor=lin", service.adminToken)
            #expect(events(one) == events(try await list(service, "", mentor.token)))
            #expect(events(try await list(service, "?mentor=lin", mentor.token)) == events(one))
            for (mentor, token) in [("nobody", service.adminToken), ("lin", other.token), ("lin", student.token)] {
                let refused = try await list(service, "?mentor=\(mentor)", token)
                #expect(refused.status == 404 && refused.pointers == ["?mentor"], "\(mentor)")
            }
        }
    }

    @Test func `pages follow each other without a gap, whatever is written meanwhile`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor).id
            for number in 1...6 {
                _ = try await service.call(
                    .POST, "/v1/consultations/\(id)/messages", token: student.token, ["body": .string("\(number)")])
            }
            let first = try await list(service, "?limit=3", student.token)
            #expect(types(first) == ["consultation.opened", "message.created", "message.created"])
            _ = try await service.move("close", id, mentor.token)
            var seen = events(first)
            var cursor = first.json["next_cursor"]?.string
            while let next = cursor {
                let page = try await list(service, "?limit=3&cursor=\(next)", student.token)
                seen += events(page)
                cursor = page.json["next_cursor"]?.string
            }
            #expect(seen == events(try await list(service, "?limit=100", student.token)))
            #expect(seen.count == 8 && seen.last?["type"] == "consultation.closed")
            let stolen = try await list(
                service, "?limit=3&cursor=\(first.json["next_cursor"]?.string ?? "")", mentor.token)
            #expect(stolen.status == 422 && stolen.pointers == ["?cursor"])
        }
    }

    // MARK: The order of commits

    /// Writes an event of a mentor's within an open transaction.
    private static func insert(_ number: Int, _ mentor: MentorID, _ session: PostgresSession) async throws {
        try await session.query(
            """
            INSERT INTO events (id, type, occurred_at, actor_role, mentor_id, data)
            VALUES (\(EventID(uuid: UUID())), 'schedule.changed', \(Service.start), 'system', \(mentor),
                jsonb_build_object('version', \(number)))
            """)
    }

    private static func versions(_ answer: Service.Answer) -> [Int] {
        answer.json["data"]?.array?.compactMap { $0["data"]?["version"]?.integer } ?? []
    }

    @Test func `two transactions that commit in the inverse order are both read, in one order`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [])
            let id = try #require(MentorID(mentor.id))
            let own = try await list(service, "", mentor.token)
            let start = "?after=\(events(own).last?["id"]?.string ?? "")"
            let client = TestDatabase.current.client
            try await client.withSession { early in
                try await client.withSession { late in
                    try await early.script("BEGIN")
                    try await Self.insert(101, id, early)
                    try await late.script("BEGIN")
                    try await Self.insert(102, id, late)
                    try await late.script("COMMIT")
                    // The later one is there. Given now, its reader would go on behind the earlier one for ever.
                    #expect(
                        try await Stored.count("SELECT count(*) FROM events WHERE data @> '{\"version\": 102}'") == 1)
                    #expect(Self.versions(try await list(service, start, mentor.token)) == [])
                    try await early.script("COMMIT")
                    #expect(Self.versions(try await list(service, start, mentor.token)) == [101, 102])
                }
            }
        }
    }

    @Test func `a lower position of a younger transaction comes after what was read before it`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [])
            let id = try #require(MentorID(mentor.id))
            let own = try await list(service, "", mentor.token)
            let start = "?after=\(events(own).last?["id"]?.string ?? "")"
            let client = TestDatabase.current.client
            try await client.withSession { elder in
                try await client.withSession { younger in
                    // Its number first, its row second.
                    try await elder.script("BEGIN; SELECT pg_current_xact_id()")
                    try await younger.script("BEGIN")
                    try await Self.insert(201, id, younger)
                    try await Self.insert(202, id, elder)
                    try await elder.script("COMMIT")
                    let first = try await list(service, start, mentor.token)
                    #expect(Self.versions(first) == [202], "nothing older can come any more")
                    try await younger.script("COMMIT")
                    let next = "?after=\(events(first).last?["id"]?.string ?? "")"
                    #expect(Self.versions(try await list(service, next, mentor.token)) == [201])
                    #expect(Self.versions(try await list(service, start, mentor.token)) == [202, 201])
                }
            }
        }
    }

    @Test func `another database's transactions hold nothing back`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [])
            let administration = TestDatabase.current.url.replacing(/\/mentordesk_test_[0-9a-f]+/, with: "/postgres")
            let client = PostgresClient(PostgresConfiguration(url: administration), logger: Service.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await client.run() }
                try await client.withSession { other in
                    try await other.script("BEGIN; SELECT pg_current_xact_id()")
                    try await service.putSchedule(mentor, ["timezone": "Europe/Berlin"])
                    #expect(events(try await list(service, "", mentor.token)).count == 2)
                    try await other.script("COMMIT")
                }
                await client.shutdown()
                try await group.waitForAll()
            }
        }
    }

    @Test func `who only reads holds nothing back, however long`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [])
            let client = TestDatabase.current.client
            try await client.withSession { dump in
                try await dump.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT count(*) FROM events")
                let before = events(try await list(service, "", mentor.token)).count
                try await service.putSchedule(mentor, ["timezone": "Europe/Berlin"])
                #expect(events(try await list(service, "", mentor.token)).count == before + 1)
                try await dump.script("COMMIT")
            }
        }
    }

    @Test func `events restored from a cluster that had counted further are given, before the new ones`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(offerings: [])
            try await service.putSchedule(mentor, ["timezone": "Europe/Berlin"])
            let before = try await list(service, "", mentor.token)
            #expect(events(before).count == 2)
            // As pg_restore leaves them.
            try await TestDatabase.current.client.script("UPDATE events SET written_in = '9000000000000'")
            #expect(events(try await list(service, "", mentor.token)).isEmpty)
            let settle: SQL = "SELECT settle_restored_events()"
            #expect(try await service.desk.database.query(settle).first(as: Int.self) == 2)
            #expect(try await service.desk.database.query(settle).first(as: Int.self) == 0)
            try await service.putSchedule(mentor, ["timezone": "UTC"])
            let after = try await list(service, "", mentor.token)
            #expect(events(after).count == 3 && events(after).prefix(2) == events(before)[...])
            let next = "?after=\(events(before).last?["id"]?.string ?? "")"
            #expect(events(try await list(service, next, mentor.token)).count == 1)
        }
    }
}
