import Foundation
import HTTPAPI
import NIOHTTP1
import Postgres
import TestDatabase
import Testing

/// What is said in a consultation.
@Suite(.database(Service.template))
struct MessageTests {
    private func bodies(_ answer: Service.Answer) -> [String] {
        answer.json["data"]?.array?.compactMap { $0["body"]?.string } ?? []
    }

    @Test func `both sides see one order, and who wrote what`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let first = try await talk.say("老师好", talk.student.token)
            #expect(first.status == 201)
            #expect(first.json["sender"] == ["role": "student", "name": "陈同学"])
            #expect(
                first.json["consultation"] == .string(talk.id) && first.json["created_at"] == "2026-11-23T10:00:00Z")
            try await talk.say("你好，请说", talk.mentor.token)
            // The clock stands still, or even goes back: the order is that of writing.
            service.set("2026-11-23T09:00:00Z")
            try await talk.say("GRPO 项目怎么讲？\n\t第二行", talk.student.token)
            let expected = ["老师好", "你好，请说", "GRPO 项目怎么讲？\n\t第二行"]
            let (mine, theirs) = (try await talk.list(), try await talk.list("", talk.mentor.token))
            #expect(bodies(mine) == expected)
            #expect(mine.json == theirs.json && mine.json["next_cursor"] == .null)
            #expect(
                mine.json["data"]?.array?.compactMap { $0["sender"]?["role"]?.string } == [
                    "student", "mentor", "student",
                ])
        }
    }

    @Test func `a first message travels with the request`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let asked = try await service.call(
                .POST, "/v1/consultations", token: student.token,
                ["mentor": .string(mentor.handle), "topic": "怎么准备", "message": "我在读研二"])
            #expect(asked.json["unread_count"] == 0)
            let list = try await service.call(.GET, "/v1/consultations/\(asked.id)/messages", token: mentor.token)
            #expect(bodies(list) == ["我在读研二"])
            let seen = try await service.call(.GET, "/v1/consultations/\(asked.id)", token: mentor.token)
            #expect(seen.json["unread_count"] == 1)
        }
    }

    @Test func `pages lead from the newest to the oldest, each oldest first`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            var ids: [String] = []
            for index in 1...7 { ids.append(try await talk.say("\(index)", talk.student.token).id) }
            let first = try await talk.list("?limit=3")
            #expect(bodies(first) == ["5", "6", "7"])
            let cursor = try #require(first.json["next_cursor"]?.string)
            // What is written meanwhile doesn't move the older pages.
            try await talk.say("8", talk.mentor.token)
            let second = try await talk.list("?limit=3&cursor=\(cursor)")
            #expect(bodies(second) == ["2", "3", "4"])
            let last = try await talk.list("?limit=3&cursor=\(second.json["next_cursor"]?.string ?? "")")
            #expect(bodies(last) == ["1"] && last.json["next_cursor"] == .null)
            #expect(bodies(try await talk.list("?before=\(ids[3])")) == ["1", "2", "3"])
            #expect(bodies(try await talk.list("?before=\(ids[0])")) == [])
            #expect(bodies(try await talk.list("?before=\(ids[6])&limit=2")) == ["5", "6"])

            for (query, pointer) in [
                ("?before=msg_x", "?before"), ("?before=\(talk.id)", "?before"), ("?limit=101", "?limit"),
                ("?cursor=\(cursor)x", "?cursor"),
            ] {
                let refused = try await talk.list(query)
                #expect(refused.status == 422 && refused.pointers == [pointer], "\(query) \(refused.text)")
            }
            // The cursor of one side is no cursor of the other's.
            let stolen = try await talk.list("?limit=3&cursor=\(cursor)", talk.mentor.token)
            #expect(stolen.status == 422 && stolen.pointers == ["?cursor"])
        }
    }

    @Test func `a message of another consultation marks no place here`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            try await talk.say("一", talk.student.token)
            let elsewhere = try await service.ask(talk.student, talk.mentor)
            let foreign = try await service.call(
                .POST, "/v1/consultations/\(elsewhere.id)/messages", token: talk.student.token, ["body": "别处"])
            #expect(bodies(try await talk.list("?before=\(foreign.id)")) == [])
            let marked = try await talk.read(foreign.id, talk.mentor.token)
            #expect(marked.status == 404 && marked.pointers == ["/up_to"])
            #expect(try await talk.unread(talk.mentor.token) == 1)
        }
    }

    @Test func `unread counts are each side's own, and marks never go back`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let (student, mentor) = (talk.student.token, talk.mentor.token)
            let one = try await talk.say("1", student)
            let two = try await talk.say("2", student)
            try await talk.say("3", mentor)
            let four = try await talk.say("4", student)
            #expect(try await talk.unread(mentor) == 3)
            #expect(try await talk.unread(student) == 1)
            #expect(try await talk.read(two.id, mentor).status == 204)
            #expect(try await talk.unread(mentor) == 1)
            #expect(try await talk.unread(student) == 1)
            #expect(try await talk.read(one.id, mentor).status == 204)
            #expect(try await talk.unread(mentor) == 1, "a mark never goes back")
            #expect(try await talk.read(four.id, mentor).status == 204)
            #expect(try await talk.unread(mentor) == 0)
            #expect(try await talk.read(four.id, student).status == 204)
            #expect(try await talk.unread(student) == 0)
            try await talk.say("5", mentor)
            #expect(try await talk.unread(student) == 1)
            #expect(try await talk.unread(mentor) == 0)
            let list = try await service.call(.GET, "/v1/consultations", token: student)
            #expect(list.json["data"]?.array?.first?["unread_count"] == 1)
        }
    }

    @Test func `nobody else reads, writes or marks, and an administrator only reads`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let said = try await talk.say("私下的话", talk.student.token)
            let stranger = try await service.addStudent("wang")
            let colleague = try await service.addMentor("wang")
            for token in [stranger.token, colleague.token] {
                let list = try await talk.list("", token)
                #expect(list.status == 404 && !list.text.contains("私下"))
                #expect(try await talk.say("x", token).status == 404)
                #expect(try await talk.read(said.id, token).status == 404)
            }
            #expect(bodies(try await talk.list("", service.adminToken)) == ["私下的话"])
            #expect(try await talk.say("x", service.adminToken).status == 403)
            #expect(try await talk.read(said.id, service.adminToken).status == 403)
            #expect(bodies(try await talk.list()).count == 1)
        }
    }

    @Test func `both sides write in every status but closed`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let both = { (id: String, expected: Int, status: String) in
                let seen = try await service.call(.GET, "/v1/consultations/\(id)", token: student.token)
                #expect(seen.json["status"] == .string(status))
                for token in [student.token, mentor.token] {
                    let said = try await service.call(
                        .POST, "/v1/consultations/\(id)/messages", token: token, ["body": "还在吗"])
                    #expect(said.status == expected, "\(status) \(said.text)")
                    if expected == 409 { #expect(said.code == "invalid_transition") }
                }
            }
            let open = try await service.ask(student, mentor)
            try await both(open.id, 201, "open")
            _ = try await service.move("close", open.id, student.token)
            try await both(open.id, 409, "closed")
            let list = try await service.call(.GET, "/v1/consultations/\(open.id)/messages", token: student.token)
            #expect(bodies(list).count == 2, "what was said stays readable")

            let declined = try await service.ask(student, mentor, start: Starts.tuesday19)
            try await both(declined.id, 201, "requested")
            _ = try await service.move("decline", declined.id, mentor.token, ["reason": "没空"])
            try await both(declined.id, 201, "declined")

            let cancelled = try await service.ask(student, mentor, start: Starts.tuesday19)
            _ = try await service.move("accept", cancelled.id, mentor.token)
            try await both(cancelled.id, 201, "confirmed")
            _ = try await service.move("cancel", cancelled.id, student.token)
            try await both(cancelled.id, 201, "cancelled")

            let done = try await service.ask(student, mentor, start: Starts.tuesday19)
            let missed = try await service.ask(student, mentor, start: Starts.tuesday20)
            let late = try await service.ask(student, mentor, start: Starts.tuesday21)
            for id in [done.id, missed.id] { _ = try await service.move("accept", id, mentor.token) }
            service.set("2026-11-24T21:30:00+08:00")
            try await both(late.id, 201, "expired")
            _ = try await service.move("complete", done.id, mentor.token)
            try await both(done.id, 201, "completed")
            _ = try await service.move("no-show", missed.id, mentor.token, ["absent": "student"])
            try await both(missed.id, 201, "no_show")
        }
    }

    @Test func `fifty posts at once get fifty places in one order`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<50 {
                    group.addTask {
                        let token = index % 2 == 0 ? talk.student.token : talk.mentor.token
                        return try await talk.say("\(index)", token).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 201, count: 50))
            let all = try await talk.list("?limit=100")
            #expect(Set(bodies(all)) == Set((0..<50).map(String.init)))
            #expect(try await talk.list("?limit=100", talk.mentor.token).json == all.json)
            let positions = try await TestDatabase.current.client.query(
                "SELECT position FROM messages ORDER BY position"
            ).decode(Int.self)
            #expect(positions == Array(1...50))
            #expect(try await talk.unread(talk.student.token) == 25)
            #expect(try await talk.unread(talk.mentor.token) == 25)
        }
    }

    @Test func `a message sent again with its key is there once`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let first = try await talk.say("只说一次", talk.student.token, key: "k")
            let again = try await talk.say("只说一次", talk.student.token, key: "k")
            #expect(again.status == 201 && again.body == first.body)
            #expect(again.headers.first(name: "Idempotent-Replayed") == "true")
            #expect(bodies(try await talk.list()) == ["只说一次"])
        }
    }
}
