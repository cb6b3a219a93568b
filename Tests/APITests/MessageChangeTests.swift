import Foundation
import HTTPAPI
import Mentoring
import TestDatabase
import Testing

/// Messages edited and taken back, and the answers that are owed.
@Suite(.database(Service.template))
struct MessageChangeTests {
    @Test func `an author edits for fifteen minutes, and it shows`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let (student, mentor) = (talk.student.token, talk.mentor.token)
            let said = try await talk.say("老师号", student)
            #expect(said.json["edited_at"] == .null && said.json["deleted_at"] == .null)
            service.set("2026-11-23T10:14:59Z")
            let edited = try await talk.edit(said.id, "老师好", student)
            #expect(edited.status == 200 && edited.json["body"] == "老师好")
            #expect(edited.json["edited_at"] == "2026-11-23T10:14:59Z")
            #expect(try await talk.messages(mentor) == [edited.json])
            // The same words again are no edit.
            #expect(try await talk.edit(said.id, "老师好", student).json == edited.json)
            #expect(try await talk.types().suffix(2) == ["message.created", "message.edited"])
            #expect(try await talk.edit(said.id, "x", mentor).status == 403)
            #expect(try await talk.edit(said.id, "x", service.adminToken).status == 403)
            #expect(try await DatabaseDump().places(of: "老师号").isEmpty, "the former text is kept nowhere")
            service.set("2026-11-23T10:15:00Z")
            let late = try await talk.edit(said.id, "晚了", student)
            #expect(late.status == 409 && late.code == "invalid_transition")
            let other = try await service.ask(talk.student, talk.mentor)
            let elsewhere = try await service.call(
                .PATCH, "/v1/consultations/\(other.id)/messages/\(said.id)", token: student, ["body": "x"])
            #expect(elsewhere.status == 404)
        }
    }

    @Test func `what is taken back is gone, and that it was there stays`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let (student, mentor) = (talk.student.token, talk.mentor.token)
            let first = try await talk.say("说错了的话", student)
            try await talk.say("第二句", student)
            #expect(try await talk.seen(mentor)["unread_count"] == 2)
            #expect(try await talk.delete(first.id, mentor).status == 403)
            service.set("2026-11-25T10:00:00Z")
            #expect(try await talk.delete(first.id, student).status == 204)
            #expect(try await talk.delete(first.id, student).status == 204)
            let list = try await talk.messages(mentor)
            #expect(list.count == 2 && list[0]["body"] == .null && list[0]["deleted_at"] == "2026-11-25T10:00:00Z")
            #expect(try await talk.seen(mentor)["unread_count"] == 1, "nobody has to read it any more")
            #expect(try await talk.types().filter { $0 == "message.deleted" }.count == 1)
            #expect(try await DatabaseDump().places(of: "说错了的话").isEmpty)
            #expect(try await talk.edit(first.id, "又来", student).status == 409)
            // Its place is still one to mark and to page from.
            let read = try await service.call(
                .PUT, "/v1/consultations/\(talk.id)/read", token: mentor, ["up_to": .string(first.id)])
            #expect(read.status == 204)
            #expect(try await talk.seen(mentor)["unread_count"] == 1)
            // In a closed conversation nothing is edited, and one's own can still be taken back.
            let second = try #require(list[1]["id"]?.string)
            _ = try await service.move("close", talk.id, student)
            #expect(try await talk.edit(second, "x", student).status == 409)
            #expect(try await talk.delete(second, student).status == 204)
        }
    }

    @Test func `edits and deletes at once leave one outcome and one mark`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let said = try await talk.say("原文", talk.student.token)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        if number % 2 == 0 {
                            let edited = try await talk.edit(said.id, "改\(number)", talk.student.token)
                            #expect([200, 409].contains(edited.status))
                        } else {
                            #expect(try await talk.delete(said.id, talk.student.token).status == 204)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await talk.messages(talk.mentor.token).first?["body"] == .null)
            #expect(try await talk.types().filter { $0 == "message.deleted" }.count == 1)
        }
    }

    // MARK: What is owed

    @Test func `a question waits for its answer for two days, then it is overdue`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let (student, mentor) = (talk.student.token, talk.mentor.token)
            #expect(try await talk.seen(mentor)["reply_by"] == .null)
            try await talk.say("在吗", student)
            service.set("2026-11-24T10:00:00Z")
            try await talk.say("还在吗", student)
            // It runs from the first unanswered message, in the reader's zone.
            #expect(try await talk.seen(mentor)["reply_by"] == "2026-11-25T18:00:00+08:00")
            #expect(try await talk.seen(student)["overdue"] == false)
            let overdue = { (query: String) in
                let answer = try await service.call(.GET, "/v1/consultations?overdue=\(query)", token: mentor)
                return answer.json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            }
            #expect(try await overdue("true") == [])
            #expect(try await overdue("false") == [talk.id])
            let before = try await service.call(.GET, "/v1/consultations/\(talk.id)", token: mentor)
            service.set("2026-11-25T10:00:00Z")
            let after = try await service.call(.GET, "/v1/consultations/\(talk.id)", token: mentor)
            #expect(after.json["overdue"] == true)
            #expect(after.headers.first(name: "ETag") != before.headers.first(name: "ETag"))
            #expect(try await overdue("true") == [talk.id])
            #expect(try await overdue("false") == [])
            try await talk.say("刚看到", mentor)
            let answered = try await talk.seen(mentor)
            #expect(answered["reply_by"] == .null && answered["overdue"] == false)
            #expect(try await overdue("true") == [])
            try await talk.say("谢谢", student)
            #expect(try await talk.seen(mentor)["reply_by"] == "2026-11-27T18:00:00+08:00")
        }
    }

    @Test func `a question taken back is owed no answer, and the next one counts from its own time`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let (student, mentor) = (talk.student.token, talk.mentor.token)
            let first = try await talk.say("一", student)
            service.set("2026-11-24T10:00:00Z")
            let second = try await talk.say("二", student)
            _ = try await talk.delete(first.id, student)
            #expect(try await talk.seen(mentor)["reply_by"] == "2026-11-26T18:00:00+08:00")
            _ = try await talk.delete(second.id, student)
            #expect(try await talk.seen(mentor)["reply_by"] == .null)
            // An answer that is taken back has been given.
            try await talk.say("三", student)
            let answer = try await talk.say("四", mentor)
            _ = try await talk.delete(answer.id, mentor)
            #expect(try await talk.seen(mentor)["reply_by"] == .null)
        }
    }

    @Test func `the mentor's decision is an answer too, and what is over owes none`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service, start: Starts.tuesday19)
            try await talk.say("可以吗", talk.student.token)
            #expect(try await talk.seen(talk.mentor.token)["reply_by"] != .null)
            _ = try await service.move("accept", talk.id, talk.mentor.token)
            #expect(try await talk.seen(talk.mentor.token)["reply_by"] == .null)
            try await talk.say("要带什么", talk.student.token)
            #expect(try await talk.seen(talk.mentor.token)["reply_by"] != .null)
            _ = try await service.move("cancel", talk.id, talk.student.token)
            #expect(try await talk.seen(talk.mentor.token)["reply_by"] == .null)
            let asked = try await service.call(
                .POST, "/v1/consultations", token: talk.student.token,
                ["mentor": "lin", "topic": "问", "message": "第一句"])
            #expect(asked.json["reply_by"] == "2026-11-25T18:00:00+08:00")
        }
    }
}

extension Talk {
    fileprivate func edit(_ message: String, _ text: String, _ token: String) async throws -> Service.Answer {
        try await service.call(.PATCH, "\(path)/\(message)", token: token, ["body": .string(text)])
    }

    fileprivate func delete(_ message: String, _ token: String) async throws -> Service.Answer {
        try await service.call(.DELETE, "\(path)/\(message)", token: token)
    }

    fileprivate func messages(_ token: String) async throws -> [JSONValue] {
        try await service.call(.GET, path, token: token).json["data"]?.array ?? []
    }

    fileprivate func seen(_ token: String) async throws -> JSONValue {
        try await service.call(.GET, "/v1/consultations/\(id)", token: token).json
    }

    fileprivate func types() async throws -> [String] {
        let answer = try await service.call(.GET, "/v1/events?limit=100", token: student.token)
        return answer.json["data"]?.array?.compactMap { $0["type"]?.string } ?? []
    }
}
