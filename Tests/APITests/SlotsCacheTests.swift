import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct SlotsCacheTests {
    private static let path = "/v1/mentors/lin/slots?offering=mock&from=2026-11-24&to=2026-11-29"

    private func slots(
        _ service: Service, tag: String? = nil, _ path: String = path
    ) async throws -> Service.Answer {
        try await service.call(.GET, path, headers: tag.map { [("If-None-Match", $0)] } ?? [])
    }

    private func starts(_ answer: Service.Answer) -> [String] {
        answer.json["slots"]?.array?.compactMap { $0["start"]?.string } ?? []
    }

    private func id(_ mentor: MentorFixture) throws -> MentorID { try #require(MentorID(mentor.id)) }

    /// Changes the hours behind everybody's back: no trigger, no notification.
    private func changeSilently() async throws {
        try await TestDatabase.current.client.script(
            """
            BEGIN; SET LOCAL session_replication_role = replica;
            UPDATE schedules SET weekly = '{}'; COMMIT
            """)
    }

    @Test func `an unchanged mentor costs no query, and a reader who has the answer gets 304`() async throws {
        try await Service.run { service in
            _ = try await service.addMentor()
            try await service.withCache { cached, _, _ in
                let first = try await slots(cached)
                #expect(!starts(first).isEmpty)
                let tag = try #require(first.headers.first(name: "ETag"))
                #expect(tag.hasPrefix("\""))
                #expect(try await slots(service).headers.first(name: "ETag") == tag)
                try await changeSilently()
                // The database says something else now; who asks it sees that, who was told nothing doesn't ask.
                #expect(starts(try await slots(service)).isEmpty)
                #expect(try await slots(cached).body == first.body)
                let again = try await slots(cached, tag: tag)
                #expect(again.status == 304 && again.body.isEmpty && again.headers.first(name: "ETag") == tag)
                // Another range of the same mentor needs no query either.
                let other = try await slots(
                    cached, "/v1/mentors/lin/slots?offering=mock&from=2026-11-24&to=2026-11-25&tz=Europe/Berlin")
                #expect(starts(other).first == "2026-11-24T12:00:00+01:00")
            }
        }
    }

    @Test func `what another instance writes is seen as soon as the database has said so`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            try await service.withCache { cached, _, events in
                let mentorID = try id(mentor)
                let before = try await slots(cached)
                let booked = try await service.ask(student, mentor, start: Starts.tuesday19)
                await events.next(.forgot(mentorID))
                let after = try await slots(cached)
                #expect(starts(after) == starts(before).filter { $0 != Starts.tuesday19 })
                let tag = before.headers.first(name: "ETag")
                #expect(try await slots(cached, tag: tag).status == 200)

                _ = try await service.move("cancel", booked.id, student.token)
                await events.next(.forgot(mentorID))
                #expect(try await slots(cached).body == before.body)

                _ = try await service.call(
                    .PATCH, "/v1/mentor/offerings/mock", token: mentor.token, ["step_minutes": 30])
                await events.next(.forgot(mentorID))
                #expect(starts(try await slots(cached)).contains("2026-11-24T19:30:00+08:00"))

                try await service.putSchedule(mentor, ["timezone": "Asia/Shanghai"])
                await events.next(.forgot(mentorID))
                #expect(starts(try await slots(cached)).isEmpty)

                _ = try await service.call(
                    .PATCH, "/v1/admin/mentors/lin", token: service.adminToken, ["handle": "lin-renamed"])
                await events.next(.forgot(mentorID))
                #expect(try await slots(cached).status == 404)
            }
        }
    }

    @Test func `a direction's slots use what is held of its mentors, and who they are is always asked`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor("one")
            _ = try await service.addMentor("two")
            let student = try await service.addStudent()
            let path = "/v1/slots?direction=llm&from=2026-11-24&to=2026-11-26&limit=100"
            try await service.withCache { cached, cache, events in
                let before = try await slots(cached, path)
                #expect(before.json["data"]?.array?.count == 12)
                #expect(try await slots(service, path).body == before.body)
                #expect(cache.size.mentors == 2)
                _ = try await service.ask(student, mentor, start: Starts.tuesday19)
                let mentorID = try id(mentor)
                await events.next(.forgot(mentorID))
                let booked = try await slots(cached, path)
                #expect(booked.json["data"]?.array?.count == 11)
                #expect(try await slots(service, path).body == booked.body)
                // Joining and leaving a direction is no change of anybody's slots, and tells no cache.
                _ = try await service.addMentor("three")
                #expect(try await slots(cached, path).json["data"]?.array?.count == 17)
                _ = try await service.call(
                    .PATCH, "/v1/admin/mentors/three", token: service.adminToken, ["directions": ["aigc"]])
                #expect(try await slots(cached, path).body == booked.body)
                try await changeSilently()
                #expect(try await slots(cached, path).body == booked.body)
                #expect(try await slots(service, path).json["data"]?.array?.isEmpty == true)
            }
        }
    }

    @Test func `whoever writes reads their own write at once`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let students = try await service.addStudents(6)
            try await service.withCache { cached, _, _ in
                for (student, start) in zip(
                    students,
                    [
                        Starts.tuesday19, Starts.tuesday20, Starts.tuesday21, Starts.thursday19, Starts.friday19,
                        Starts.saturday10,
                    ])
                {
                    #expect(starts(try await slots(cached)).contains(start))
                    let booked = try await cached.ask(student, mentor, start: start)
                    #expect(booked.status == 201)
                    #expect(!starts(try await slots(cached)).contains(start))
                    _ = try await cached.move("decline", booked.id, mentor.token, ["reason": "这周没空"])
                    #expect(starts(try await slots(cached)).contains(start))
                }
                try await cached.putSchedule(mentor, ["timezone": "Asia/Shanghai"])
                #expect(starts(try await slots(cached)).isEmpty)
                _ = try await cached.call(.POST, "/v1/mentor/schedule/undo", token: mentor.token, [:])
                #expect(!starts(try await slots(cached)).isEmpty)
            }
        }
    }

    @Test func `a booking is decided by the database, whatever the cache holds`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            try await service.withCache { cached, _, _ in
                #expect(starts(try await slots(cached)).contains(Starts.tuesday19))
                try await changeSilently()
                #expect(starts(try await slots(cached)).contains(Starts.tuesday19))
                let refused = try await cached.ask(student, mentor, start: Starts.tuesday19)
                #expect(refused.code == "slot_not_offered")
            }
        }
    }

    @Test func `an answer ends at the instant it changes by itself, and with a clock set back`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                offerings: [["slug": "mock", "notice_minutes": 120, "horizon_days": 3]])
            let student = try await service.addStudent()
            _ = try await service.ask(student, mentor, start: Starts.thursday19)
            try await service.withCache { cached, _, _ in
                let instants = [
                    // The notice of Tuesday 19:00 passes at 17:00; the horizon moves at midnight; the request on
                    // Thursday expires 48 hours after it was asked, on Wednesday at 18:00.
                    "2026-11-24T17:00:00+08:00", "2026-11-24T17:00:00.000001+08:00", "2026-11-24T23:59:59+08:00",
                    "2026-11-25T00:00:00+08:00", "2026-11-25T17:59:59+08:00", "2026-11-25T18:00:00+08:00",
                    "2026-11-26T16:59:59+08:00", "2026-11-26T17:00:01+08:00",
                ]
                var seen: Set<Data> = []
                for instant in instants + instants.reversed() + ["2026-11-01T10:00:00+08:00"] {
                    service.set(instant)
                    let answer = try await slots(cached)
                    let fresh = try await slots(service)
                    #expect(answer.body == fresh.body, "\(instant)")
                    seen.insert(answer.body)
                }
                #expect(seen.count >= 6)
            }
        }
    }

    @Test func `a lost connection empties the cache until it listens again`() async throws {
        try await Service.run { service in
            _ = try await service.addMentor()
            try await service.withCache { cached, cache, events in
                #expect(!starts(try await slots(cached)).isEmpty)
                #expect(cache.size.mentors == 1)
                try await changeSilently()
                try await TestDatabase.current.client.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN "mentordesk_mentor"%'
                    """)
                await events.next(.lost)
                #expect(starts(try await slots(cached)).isEmpty)
                await events.next(.connected)
                #expect(starts(try await slots(cached)).isEmpty)
                #expect(cache.size.mentors == 1)
            }
        }
    }

    @Test func `a connection that only looks alive is not trusted for long`() async throws {
        try await Service.run { service in
            _ = try await service.addMentor()
            var limits = SlotCache.Limits()
            limits.wordInterval = .seconds(3)
            try await service.withCache(limits: limits) { cached, cache, events in
                #expect(!starts(try await slots(cached)).isEmpty)
                let backend = try await TestDatabase.current.client.query(
                    """
                    SELECT pid FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN "mentordesk_mentor"%'
                    """
                ).first { try $0.next(Int32.self) }
                let pid = try #require(backend)
                // The server's end is there, and says nothing.
                #expect(kill(pid, SIGSTOP) == 0)
                defer { kill(pid, SIGCONT) }
                try await changeSilently()
                await events.next(.lost)
                #expect(cache.size.mentors == 0)
                #expect(starts(try await slots(cached)).isEmpty)
                #expect(cache.size.mentors == 0)
                kill(pid, SIGCONT)
                await events.next(.connected)
            }
        }
    }

    @Test func `however many mentors are asked for, little is held`() async throws {
        try await Service.run { service in
            var mentors: [MentorFixture] = []
            for index in 0..<9 { mentors.append(try await service.addMentor("mentor-\(index)")) }
            var limits = SlotCache.Limits()
            limits.mentors = 4
            limits.answerBytes = 60_000
            let handles = mentors.map(\.handle)
            try await service.withCache(limits: limits) { cached, cache, _ in
                for _ in 0..<2 {
                    for handle in handles {
                        for day in 24...28 {
                            let path = "/v1/mentors/\(handle)/slots?from=2026-11-24&to=2026-12-\(day)"
                            let (kept, fresh) = (
                                try await slots(cached, tag: nil, path), try await slots(service, tag: nil, path)
                            )
                            #expect(kept.body == fresh.body)
                        }
                        #expect(cache.size.mentors <= 4)
                        #expect(cache.size.answerBytes <= 60_000)
                    }
                }
                #expect(cache.size.mentors > 0 && cache.size.answerBytes > 0)
            }
        }
    }

    @Test func `readers and writers at once: when all is quiet, both instances say the same`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let students = try await service.addStudents(12)
            try await service.withCache { cached, _, events in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, student) in students.enumerated() {
                        group.addTask {
                            let starts = [Starts.tuesday19, Starts.tuesday20, Starts.thursday19, Starts.friday19]
                            for start in starts {
                                let asked = try await service.ask(student, mentor, start: start)
                                if asked.status == 201, index % 2 == 0 {
                                    _ = try await service.move("cancel", asked.id, student.token)
                                }
                            }
                        }
                    }
                    for _ in 0..<6 {
                        group.addTask { for _ in 0..<40 { _ = try await slots(cached) } }
                    }
                    try await group.waitForAll()
                }
                // What is notified comes in order: after this one all others have been heard.
                try await TestDatabase.current.client.query(
                    "SELECT pg_notify('mentordesk_mentor', \(Self.mark.uuidString))")
                await events.next(.forgot(MentorID(uuid: Self.mark)))
                let (kept, fresh) = (try await slots(cached), try await slots(service))
                #expect(kept.body == fresh.body)
            }
        }
    }

    private static let mark = UUID()
}
