import Foundation
import HTTPAPI
import Postgres
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct SlotsPoolTests {
    private func count(_ sql: SQL) async throws -> Int {
        try await TestDatabase.current.client.query(sql).first { try $0.next(Int.self) } ?? -1
    }

    private func list(_ service: Service, _ query: String) async throws -> Service.Answer {
        try await service.call(.GET, "/v1/slots?direction=llm&\(query)")
    }

    private func lines(_ answer: Service.Answer) -> [String] {
        (answer.json["data"]?.array ?? []).map { slot in
            [slot["start"], slot["mentor"], slot["offering"]].map { $0?.string ?? "" }.joined(separator: " ")
        }
    }

    private func askPool(
        _ service: Service, _ student: StudentFixture, start: String? = nil, offering: String? = nil,
        direction: String = "llm"
    ) async throws -> Service.Answer {
        var body: [String: JSONValue] = ["direction": .string(direction), "topic": "找一位老师聊聊"]
        if let start { body["start"] = .string(start) }
        if let offering { body["offering"] = .string(offering) }
        return try await service.call(.POST, "/v1/consultations", token: student.token, .object(body))
    }

    private func mentors(_ service: Service, _ count: Int) async throws -> [MentorFixture] {
        var mentors: [MentorFixture] = []
        for index in 0..<count { mentors.append(try await service.addMentor("mentor-\(index)")) }
        return mentors
    }

    @Test func `the pool lists every mentor's starts, the least booked of the week first, in pages`() async throws {
        try await Service.run { service in
            let mentors = try await mentors(service, 3)
            let student = try await service.addStudent()
            // A booking on Thursday puts mentor-0 behind the others all week, and leaves the next week alone.
            let booked = try await service.ask(student, mentors[0], start: Starts.thursday19)
            #expect(booked.status == 201)
            let day = try await list(service, "from=2026-11-24T11:00:00Z&to=2026-11-24T12:30:00Z&tz=Asia/Shanghai")
            #expect(
                lines(day) == [
                    "\(Starts.tuesday19) mentor-1 mock", "\(Starts.tuesday19) mentor-2 mock",
                    "\(Starts.tuesday19) mentor-0 mock", "\(Starts.tuesday20) mentor-1 mock",
                    "\(Starts.tuesday20) mentor-2 mock", "\(Starts.tuesday20) mentor-0 mock",
                ])
            #expect(day.json["data"]?.array?.first?["end"] == "2026-11-24T20:00:00+08:00")
            let next = try await list(service, "from=2026-12-01&to=2026-12-02&tz=Asia/Shanghai&limit=3")
            #expect(lines(next).map { $0.split(separator: " ")[1] } == ["mentor-0", "mentor-1", "mentor-2"])

            let whole = try await list(service, "from=2026-11-24&to=2026-12-08&limit=100")
            var paged: [String] = []
            var cursor = ""
            repeat {
                let page = try await list(service, "from=2026-11-24&to=2026-12-08&limit=7" + cursor)
                paged += lines(page)
                cursor = page.json["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(Array(paged.prefix(100)) == lines(whole))
            #expect(Set(paged).count == paged.count)
            #expect(paged.count > 100)
        }
    }

    @Test func `what the pool lists is what the mentors list, and an offering counts by direction and duration`()
        async throws
    {
        try await Service.run { service in
            _ = try await service.addMentor(
                "one",
                offerings: [
                    ["slug": "any"], ["slug": "llm", "direction": "llm", "duration_minutes": 45],
                    ["slug": "recsys", "direction": "recsys"], ["slug": "closed", "active": false],
                ])
            _ = try await service.addMentor("two", offerings: [["slug": "any", "duration_minutes": 30]])
            let range = "from=2026-11-24&to=2026-11-29&tz=Asia/Shanghai"
            let pool = try await list(service, range + "&limit=100")
            var expected: Set<String> = []
            for (mentor, offering) in [("one", "any"), ("one", "llm"), ("two", "any")] {
                let own = try await service.call(.GET, "/v1/mentors/\(mentor)/slots?offering=\(offering)&\(range)")
                for slot in own.json["slots"]?.array ?? [] {
                    expected.insert("\(slot["start"]?.string ?? "") \(mentor) \(offering)")
                }
            }
            var all = lines(pool)
            var cursor = pool.json["next_cursor"]?.string
            while let next = cursor {
                let page = try await list(service, range + "&limit=100&cursor=\(next)")
                all += lines(page)
                cursor = page.json["next_cursor"]?.string
            }
            #expect(Set(all) == expected && all.count == expected.count)
            let short = try await list(service, range + "&duration_minutes=45&limit=100")
            #expect(!lines(short).isEmpty && lines(short).allSatisfy { $0.hasSuffix(" one llm") })
            #expect(lines(try await service.call(.GET, "/v1/slots?direction=none&\(range)")).isEmpty)
            let long = try await list(service, "from=2026-11-24&to=2026-12-09")
            #expect(long.code == "validation_failed" && long.pointers == ["?to"])
        }
    }

    @Test func `bookings without a mentor go round`() async throws {
        try await Service.run { service in
            _ = try await mentors(service, 3)
            let students = try await service.addStudents(6)
            var chosen: [String] = []
            let starts = [Starts.tuesday19, Starts.tuesday20, Starts.tuesday21]
            for (index, student) in students.enumerated() {
                let answer = try await askPool(service, student, start: starts[index / 2])
                #expect(answer.status == 201 && answer.json["direction"] == "llm")
                chosen.append(answer.json["mentor"]?["handle"]?.string ?? "")
            }
            #expect(chosen == ["mentor-0", "mentor-1", "mentor-2", "mentor-0", "mentor-1", "mentor-2"])
        }
    }

    @Test func `of 64 students who want one start of a direction with five mentors, five get it`() async throws {
        try await Service.run { service in
            _ = try await mentors(service, 5)
            let students = try await service.addStudents(64)
            let answers = try await withThrowingTaskGroup(of: Service.Answer.self) { group in
                for student in students {
                    group.addTask { try await askPool(service, student, start: Starts.tuesday19) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let won = answers.filter { $0.status == 201 }
            #expect(won.count == 5)
            #expect(Set(won.compactMap { $0.json["mentor"]?["handle"]?.string }).count == 5)
            let refused = answers.filter { $0.status != 201 }
            #expect(refused.allSatisfy { $0.code == "slot_taken" })
            #expect(
                refused.allSatisfy {
                    $0.json["alternatives"]?.array?.compactMap { $0["start"]?.string } == [
                        "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z", "2026-11-25T11:00:00Z",
                    ]
                })
            #expect(try await count("SELECT count(*) FROM consultations") == 5)
        }
    }

    @Test func `pooled and named bookings of the same start never give a mentor two`() async throws {
        try await Service.run { service in
            let mentors = try await mentors(service, 4)
            let students = try await service.addStudents(48)
            let answers = try await withThrowingTaskGroup(of: Service.Answer.self) { group in
                for (index, student) in students.enumerated() {
                    group.addTask {
                        index % 2 == 0
                            ? try await askPool(service, student, start: Starts.tuesday19)
                            : try await service.ask(student, mentors[index % 4], start: Starts.tuesday19)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0.code == "slot_taken" })
            let won = answers.filter { $0.status == 201 }.compactMap { $0.json["mentor"]?["handle"]?.string }
            #expect(won.count == 4 && Set(won).count == 4)
        }
    }

    @Test func `a pool refuses as its mentors do, with all their reasons`() async throws {
        try await Service.run { service in
            _ = try await service.addMentor("one", weekly: ["tue": [["19:00", "20:00"]]])
            _ = try await service.addMentor(
                "two", weekly: ["tue": [["19:00", "22:00"]]], offerings: [["slug": "mock", "notice_minutes": 43_200]])
            let student = try await service.addStudent()
            let closed = try await askPool(service, student, start: Starts.tuesday21)
            #expect(closed.status == 422 && closed.code == "slot_not_offered")
            #expect(closed.reasons == ["off_grid", "outside_windows", "notice"])
            let none = try await askPool(service, student, start: Starts.tuesday19, direction: "aigc")
            #expect(none.code == "slot_not_offered" && none.reasons == ["offering_inactive"])
            let unknown = try await askPool(service, student, start: Starts.tuesday19, direction: "none")
            #expect(unknown.code == "validation_failed" && unknown.pointers == ["/direction"])
            let offering = try await askPool(service, student, start: Starts.tuesday19, offering: "none")
            #expect(offering.code == "not_found" && offering.pointers == ["/offering"])
            let booked = try await askPool(service, student, start: Starts.tuesday19, offering: "mock")
            #expect(booked.json["mentor"]?["handle"] == "one")
            // One is taken, the other doesn't offer it: somebody got that far.
            let busy = try await askPool(service, try await service.addStudent("other"), start: Starts.tuesday19)
            #expect(busy.code == "slot_taken")
            let neither = try await service.call(
                .POST, "/v1/consultations", token: student.token, ["topic": "没有写给谁"])
            #expect(neither.code == "validation_failed" && neither.pointers == ["/mentor"])
            let mentor = try await askPool(
                service, StudentFixture(id: "", token: service.adminToken), start: Starts.tuesday19)
            #expect(mentor.code == "forbidden")
        }
    }

    @Test func `a pooled booking keeps the student's own time and limit`() async throws {
        try await Service.run { service in
            _ = try await mentors(service, 4)
            let student = try await service.addStudent()
            #expect(try await askPool(service, student, start: Starts.tuesday19).status == 201)
            #expect(try await askPool(service, student, start: Starts.tuesday19).code == "student_busy")
            #expect(try await askPool(service, student, start: Starts.tuesday20).status == 201)
            #expect(try await askPool(service, student, start: Starts.tuesday21).status == 201)
            let over = try await askPool(service, student, start: Starts.thursday19)
            #expect(over.code == "quota_reached" && over.reasons == ["student_quota"])
        }
    }

    @Test func `a request nobody answered leaves its place to a pooled booking, and expires with it`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let first = try await service.ask(try await service.addStudent("one"), mentor, start: Starts.saturday10)
            #expect(first.status == 201)
            service.set("2026-11-26T10:00:00+08:00")
            let second = try await askPool(
                service, try await service.addStudent("two"), start: Starts.saturday10)
            #expect(second.status == 201)
            #expect(
                try await count("SELECT count(*) FROM consultations WHERE status = 'expired'") == 1)
        }
    }

    @Test func `conversations without a mentor are spread evenly, however many begin at once`() async throws {
        try await Service.run { service in
            _ = try await mentors(service, 3)
            let students = try await service.addStudents(12)
            let handles = try await withThrowingTaskGroup(of: String.self) { group in
                for student in students {
                    group.addTask {
                        let answer = try await askPool(service, student)
                        #expect(answer.status == 201 && answer.json["status"] == "open")
                        return answer.json["mentor"]?["handle"]?.string ?? ""
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Dictionary(grouping: handles, by: { $0 }).mapValues(\.count).values.sorted() == [4, 4, 4])
        }
    }
}
