import Foundation
import HTTPAPI
import Mentoring
import TestDatabase
import Testing

/// Calendars to subscribe to, read by parsers nobody here wrote.
@Suite(.database(Service.template))
struct CalendarTests {
    private static let meeting: JSONValue = [
        "kind": "video", "url": "https://meeting.example.com/lin?a=1,2;b=3", "note": "提前五分钟进；带简历, 谢谢\n第二行",
    ]

    /// The path of a person's calendar.
    private func path(_ service: Service, _ token: String) async throws -> String {
        let answer = try await service.call(.GET, "/v1/me/calendar", token: token)
        #expect(answer.status == 200, "\(answer.text)")
        let url = answer.json["url"]?.string ?? ""
        #expect(url.hasPrefix(service.url + "/v1/calendars/cal_") && url.hasSuffix(".ics"), "\(url)")
        return String(url.dropFirst(service.url.count))
    }

    /// The entries of a calendar by UID, after both parsers have taken it.
    private func entries(_ body: Data) throws -> [String: JSONValue] {
        for line in body.split(separator: UInt8(ascii: "\n")) {
            #expect(line.count <= 76 && line.last == UInt8(ascii: "\r"), "75 octets and CRLF")
        }
        let read = try OutsideParser.read(body)["entries"]?.array ?? []
        return Dictionary(read.map { ($0["uid"]?.string ?? "", $0) }) { $1 }
    }

    @Test func `a calendar follows its consultations, each under one UID and with a higher SEQUENCE each time`()
        async throws
    {
        try await Service.run { service in
            let mentor = try await service.addMentor(
                offerings: [["slug": "mock", "title": "模拟面试，二面；GRPO", "meeting": Self.meeting]])
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            let path = try await path(service, student.token)
            var sequences: [Int] = []
            func look(_ status: String, _ start: String) async throws -> JSONValue {
                let answer = try await service.call(.GET, path)
                #expect(answer.headers["Content-Type"] == ["text/calendar; charset=utf-8"])
                #expect(answer.headers["Cache-Control"] == ["private, no-cache"])
                let read = try entries(answer.body)
                let entry = try #require(read["\(id)@mentordesk"])
                #expect(entry["status"] == .string(status) && entry["start"] == .string(start))
                sequences.append(entry["sequence"]?.integer ?? -1)
                return entry
            }
            let requested = try await look("TENTATIVE", "2026-11-24T11:00:00+00:00")
            #expect(requested["summary"] == "待确认：模拟面试，二面；GRPO · 林老师")
            #expect(requested["end"] == "2026-11-24T12:00:00+00:00" && requested["location"] == .null)
            #expect(requested["stamp"] == "2026-11-23T10:00:00+00:00")
            service.set("2026-11-23T11:00:00Z")
            _ = try await service.move("accept", id, mentor.token)
            let confirmed = try await look("CONFIRMED", "2026-11-24T11:00:00+00:00")
            #expect(confirmed["location"] == "https://meeting.example.com/lin?a=1,2;b=3")
            #expect(
                confirmed["description"]
                    == "主题：GRPO 项目怎么讲\n会议：https://meeting.example.com/lin?a=1,2;b=3\n提前五分钟进；带简历, 谢谢\n第二行")
            _ = try await service.move("reschedule", id, mentor.token, ["start": .string(Starts.thursday19)])
            _ = try await look("CONFIRMED", "2026-11-26T11:00:00+00:00")
            _ = try await service.move("cancel", id, student.token, ["reason": "时间冲突"])
            let cancelled = try await look("CANCELLED", "2026-11-26T11:00:00+00:00")
            #expect(cancelled["summary"]?.string?.hasPrefix("已取消：") == true)
            #expect(zip(sequences, sequences.dropFirst()).allSatisfy(<), "\(sequences)")
            // The mentor's calendar names the student.
            let theirs = try entries(
                try await service.call(.GET, try await self.path(service, mentor.token)).body)
            #expect(theirs["\(id)@mentordesk"]?["summary"]?.string?.hasSuffix("陈同学") == true)
        }
    }

    @Test func `an expiry shows before and after it is written down, once`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            let path = try await path(service, student.token)
            service.set("2026-11-24T19:30:00+08:00")
            let before = try await service.call(.GET, path)
            service.set("2026-11-24T11:00:00Z")
            _ = try await service.desk.consultations.sweep()
            let after = try await service.call(.GET, path)
            #expect(before.body == after.body, "\(before.text)\n\(after.text)")
            let entry = try entries(after.body)["\(id)@mentordesk"]
            #expect(entry?["status"] == "CANCELLED" && entry?["sequence"] == 2)
        }
    }

    @Test func `who has the calendar is told that it hasn't changed`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let path = try await path(service, mentor.token)
            let first = try await service.call(.GET, path)
            let tag = try #require(first.headers.first(name: "ETag"))
            service.set("2026-11-23T12:00:00Z")
            let same = try await service.call(.GET, path, headers: [("If-None-Match", tag)])
            #expect(same.status == 304 && same.body.isEmpty)
            _ = try await service.ask(student, mentor, start: Starts.tuesday19)
            let changed = try await service.call(.GET, path, headers: [("If-None-Match", tag)])
            #expect(changed.status == 200 && changed.headers.first(name: "ETag") != tag)
        }
    }

    @Test func `a calendar is its owner's, in their language, until its URL is changed`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            _ = try await service.call(.PATCH, "/v1/me", token: student.token, ["locale": "en-GB"])
            _ = try await service.ask(student, mentor, start: Starts.tuesday19)
            let path = try await path(service, student.token)
            #expect(try await self.path(service, student.token) == path, "it is shown again")
            #expect(try await service.call(.GET, path).text.contains("To be confirmed"))
            // A mentor has no account's language, but may wish for one; so may a student.
            let theirs = try await self.path(service, mentor.token)
            #expect(try await service.call(.GET, theirs).text.contains("待确认"))
            for (token, language) in [(mentor.token, "en"), (student.token, "zh-Hans")] {
                let wish: JSONValue = ["language": .string(language)]
                let wished = try await service.call(.PATCH, "/v1/me/notifications", token: token, wish)
                #expect(wished.status == 200)
            }
            #expect(try await service.call(.GET, theirs).text.contains("To be confirmed"))
            #expect(try await service.call(.GET, path).text.contains("待确认"))
            let secret = String(path.dropFirst("/v1/calendars/".count).dropLast(4))
            #expect(try await DatabaseDump().places(of: secret).isEmpty, "stored sealed and hashed alone")
            for wrong in [
                String(path.dropLast(4)), path.replacing("cal_", with: "mdt_"), "/v1/calendars/\(student.token).ics",
                path.replacing(".ics", with: ".txt"),
            ] {
                #expect(try await service.call(.GET, wrong).status == 404, "\(wrong)")
            }
            // The feed's secret is no token, and a token opens no feed.
            #expect(try await service.call(.GET, "/v1/me", token: secret).status == 401)
            let rotated = try await service.call(.POST, "/v1/me/calendar/rotate", token: student.token)
            #expect(rotated.status == 200)
            #expect(try await service.call(.GET, path).status == 404)
            let next = try await self.path(service, student.token)
            #expect(rotated.json["url"] == .string(service.url + next) && next != path)
            #expect(try await service.call(.GET, next).status == 200)
            #expect(try await service.call(.DELETE, "/v1/me", token: student.token).status == 204)
            #expect(try await service.call(.GET, next).status == 404, "gone with its owner")
        }
    }
}
