import Foundation
import HTTPAPI
import TestDatabase
import Testing

/// Lists: their order, their pages and what they are narrowed to.
@Suite(.database(Service.template))
struct ListTests {
    private static let path = "/v1/consultations"

    private func ids(_ answer: Service.Answer) -> [String] {
        answer.json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
    }

    /// Opens conversations and closes them again, so that the student's limit is never reached.
    private func converse(
        _ count: Int, _ service: Service, _ student: StudentFixture, _ mentor: MentorFixture
    ) async throws -> [String] {
        var made: [String] = []
        for _ in 0..<count {
            let opened = try await service.ask(student, mentor)
            _ = try await service.move("close", opened.id, student.token)
            made.append(opened.id)
        }
        return made
    }

    @Test func `pages go from newest to oldest, each entry once, whatever is added meanwhile`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            // Under a frozen clock all have one instant of creation: the order still is that of making.
            var made = try await converse(5, service, student, mentor)
            service.set("2026-11-23T18:30:00+08:00")
            made += try await converse(4, service, student, mentor)
            var seen: [String] = []
            var cursor: String?
            var pages = 0
            repeat {
                let answer = try await service.call(
                    .GET, "\(Self.path)?limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""), token: student.token)
                #expect(answer.status == 200)
                #expect(ids(answer).count <= 2)
                seen += ids(answer)
                cursor = answer.json["next_cursor"]?.string
                pages += 1
                if pages == 2 { _ = try await converse(2, service, student, mentor) }
            } while cursor != nil
            #expect(seen == made.reversed())
            #expect(pages == 5)
            let mentors = try await service.call(.GET, "\(Self.path)?limit=100", token: mentor.token)
            #expect(ids(mentors).count == 11 && mentors.json["next_cursor"] == .null)
        }
    }

    @Test func `twenty is a page unless said otherwise, and a full last page has no next one`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let made = try await converse(21, service, student, mentor)
            let list = { (query: String) in
                try await service.call(.GET, Self.path + query, token: student.token)
            }
            let plain = try await list("")
            #expect(ids(plain) == Array(made.reversed().prefix(20)))
            #expect(plain.json["next_cursor"]?.string != nil)
            let full = try await list("?limit=21")
            #expect(ids(full).count == 21 && full.json["next_cursor"] == .null)
            #expect(ids(try await list("?limit=1")).count == 1)
            #expect(try await list("?limit=100").status == 200)
            for bad in ["0", "-1", "101", "99999999999999999999", "2.5", "1e1", "many", "", "%201", "0x10"] {
                let refused = try await list("?limit=\(bad)")
                #expect(refused.status == 422 && refused.pointers == ["?limit"], "\(bad) \(refused.text)")
            }
        }
    }

    @Test func `a cursor is good for its own list, filter and reader only, and can't be changed`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let other = try await service.addStudent("wang")
            for person in [student, other] { _ = try await converse(4, service, person, mentor) }
            let first = try await service.call(
                .GET, "\(Self.path)?limit=2&status=closed", token: student.token)
            let cursor = try #require(first.json["next_cursor"]?.string)
            let use = { (path: String, query: String, token: String) in
                try await service.call(.GET, "\(path)?\(query)", token: token)
            }
            let good = try await use(Self.path, "limit=3&status=closed&cursor=\(cursor)", student.token)
            #expect(good.status == 200 && ids(good).count == 2, "another limit is no other list")

            let letters = Array(cursor)
            var changed = letters
            changed[letters.count / 2] = letters[letters.count / 2] == "A" ? "B" : "A"
            let wrong: [(String, String, String)] = [
                (Self.path, "status=closed&cursor=\(cursor)", other.token),
                (Self.path, "status=closed&cursor=\(cursor)", mentor.token),
                (Self.path, "status=closed&cursor=\(cursor)", service.adminToken),
                (Self.path, "cursor=\(cursor)", student.token),
                (Self.path, "status=closed,open&cursor=\(cursor)", student.token),
                (Self.path, "status=closed&from=2026-01-01&cursor=\(cursor)", student.token),
                ("/v1/mentors", "cursor=\(cursor)", student.token),
                (Self.path, "status=closed&cursor=\(String(changed))", student.token),
                (Self.path, "status=closed&cursor=\(cursor)A", student.token),
                (Self.path, "status=closed&cursor=\(cursor.dropLast())", student.token),
                (Self.path, "status=closed&cursor=", student.token),
                (Self.path, "status=closed&cursor=W10", student.token),
                (Self.path, "status=closed&cursor=%00", student.token),
            ]
            for (path, query, token) in wrong {
                let refused = try await use(path, query, token)
                #expect(refused.status == 422 && refused.pointers == ["?cursor"], "\(path)?\(query): \(refused.text)")
            }
        }
    }

    @Test func `filters by status and start leave the others out`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let closed = try await converse(1, service, student, mentor)[0]
            let declined = try await service.ask(student, mentor, start: Starts.tuesday21).id
            _ = try await service.move("decline", declined, mentor.token, ["reason": "没空"])
            let open = try await service.ask(student, mentor).id
            let tuesday = try await service.ask(student, mentor, start: Starts.tuesday19).id
            let friday = try await service.ask(student, mentor, start: Starts.friday19).id
            _ = try await service.move("accept", friday, mentor.token)
            let list = { (query: String) in
                ids(try await service.call(.GET, "\(Self.path)?\(query)", token: student.token))
            }
            #expect(try await list("") == [friday, tuesday, open, declined, closed])
            #expect(try await list("status=open") == [open])
            #expect(try await list("status=requested,confirmed") == [friday, tuesday])
            #expect(try await list("status=no_show") == [])
            #expect(try await list("from=2026-11-24T19:00:00%2B08:00") == [friday, tuesday, declined])
            #expect(try await list("from=2026-11-24T19:00:00.000001%2B08:00") == [friday, declined])
            #expect(try await list("to=2026-11-24T21:00:00%2B08:00") == [tuesday])
            // Days are the reader's: half open from one midnight to the other.
            #expect(try await list("from=2026-11-24&to=2026-11-25") == [tuesday, declined])
            #expect(try await list("from=2026-11-27&to=2026-11-28&status=confirmed") == [friday])
            // Expired by the clock alone: nothing has written it down.
            service.set(Starts.tuesday19)
            #expect(try await list("status=expired") == [tuesday])
            #expect(try await list("status=requested") == [])
            for (query, pointer) in [
                ("status=lost", "?status"), ("status=", "?status"), ("status=open,open", "?status"),
                ("from=now", "?from"), ("to=2026-13-01", "?to"), ("from=2026-11-25&to=2026-11-24", "?to"),
                ("student=\(mentor.id)", "?student"), ("from=2026-11-24&from=2026-11-25", "?from"),
            ] {
                let refused = try await service.call(.GET, "\(Self.path)?\(query)", token: student.token)
                #expect(refused.status == 422, "\(query) \(refused.text)")
                #expect(refused.pointers.allSatisfy { $0.hasPrefix(pointer) } && !refused.pointers.isEmpty, "\(query)")
            }
        }
    }

    @Test func `an administrator sees all and narrows by person; others never see more for naming them`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            let wang = try await service.addMentor("wang")
            let chen = try await service.addStudent("chen")
            let zhou = try await service.addStudent("zhou")
            let a = try await service.ask(chen, lin).id
            let b = try await service.ask(chen, wang).id
            let c = try await service.ask(zhou, wang).id
            let list = { (query: String, token: String) in
                ids(try await service.call(.GET, "\(Self.path)?\(query)", token: token))
            }
            let admin = service.adminToken
            #expect(try await list("", admin) == [c, b, a])
            #expect(try await list("mentor=wang", admin) == [c, b])
            #expect(try await list("mentor=\(wang.id)", admin) == [c, b])
            #expect(try await list("student=\(chen.id)", admin) == [b, a])
            #expect(try await list("mentor=wang&student=\(chen.id)", admin) == [b])
            #expect(try await list("mentor=nobody", admin) == [])
            #expect(try await list("", chen.token) == [b, a])
            #expect(try await list("student=\(zhou.id)", chen.token) == [])
            #expect(try await list("mentor=wang", chen.token) == [b])
            #expect(try await list("mentor=wang", lin.token) == [])
            #expect(try await list("student=\(chen.id)", lin.token) == [a])
        }
    }

    @Test func `mentors, tokens and the audit are paged the same way`() async throws {
        try await Service.run { service in
            for index in 0..<5 {
                let directions: JSONValue = index % 2 == 0 ? ["llm", "aigc"] : ["recsys"]
                let added = try await service.call(
                    .POST, "/v1/admin/mentors", token: service.adminToken,
                    [
                        "handle": .string("m-\(index)"), "name": "老师", "timezone": "Asia/Shanghai",
                        "directions": directions,
                    ])
                #expect(added.status == 201)
            }
            let walk = { (path: String, token: String?, field: String) in
                var seen: [String] = []
                var cursor: String?
                repeat {
                    let sign = path.contains("?") ? "&" : "?"
                    let answer = try await service.call(
                        .GET, "\(path)\(sign)limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""), token: token)
                    seen += answer.json["data"]?.array?.compactMap { $0[field]?.string } ?? []
                    cursor = answer.json["next_cursor"]?.string
                } while cursor != nil
                return seen
            }
            let all = (0..<5).reversed().map { "m-\($0)" }
            #expect(try await walk("/v1/mentors", nil, "handle") == all)
            #expect(try await walk("/v1/admin/mentors", service.adminToken, "handle") == all)
            #expect(try await walk("/v1/mentors?direction=llm", nil, "handle") == ["m-4", "m-2", "m-0"])
            #expect(try await walk("/v1/mentors?direction=recsys", nil, "handle") == ["m-3", "m-1"])
            #expect(try await walk("/v1/mentors?direction=law", nil, "handle") == [])
            let audited = try await walk("/v1/admin/audit", service.adminToken, "subject")
            #expect(audited.prefix(5) == all[...] && audited.count == 6)
            let labels = try await walk("/v1/admin/tokens", service.adminToken, "label")
            #expect(labels == ["tests"])
            let tokens = try await service.call(.GET, "/v1/admin/tokens", token: service.adminToken)
            #expect(!tokens.text.contains("mdt_"))
        }
    }
}
