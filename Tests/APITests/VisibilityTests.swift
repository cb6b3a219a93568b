import Foundation
import HTTPAPI
import TestDatabase
import Testing

/// What people see of each other: their own, and of anything else not even that it is there.
@Suite(.database(Service.template))
struct VisibilityTests {
    /// A problem without what differs between any two answers.
    private func withoutRequest(_ answer: Service.Answer) -> JSONValue {
        .object((answer.json.object ?? [:]).filter { $0.key != "request_id" })
    }

    @Test func `somebody else's consultation is answered like one that isn't there`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            let zhou = try await service.addMentor("zhou")
            let student = try await service.registerStudent("own")
            let other = try await service.registerStudent("other")
            let id = try await service.ask(student, lin, start: Starts.tuesday19).id
            let missing = "con_" + String(id.dropFirst(4).reversed())
            let requests: [(Service.Method, String, JSONValue?)] = [
                (.GET, "", nil), (.GET, "/messages", nil), (.POST, "/messages", ["body": "在吗"]),
                (.PATCH, "/messages/msg_00000000000000000000000000", ["body": "改"]),
                (.DELETE, "/messages/msg_00000000000000000000000000", nil), (.GET, "/attachments", nil),
                (.GET, "/attachments/att_00000000000000000000000000", nil),
                (.DELETE, "/attachments/att_00000000000000000000000000", nil),
                (.PUT, "/read", ["up_to": "msg_00000000000000000000000000"]), (.POST, "/accept", nil),
                (.POST, "/cancel", [:]), (.POST, "/decline", ["reason": "不"]), (.POST, "/complete", [:]),
                (.POST, "/close", nil), (.POST, "/uphold", nil), (.POST, "/no-show", ["absent": "student"]),
                (.POST, "/objection", ["reason": "不"]), (.POST, "/schedule", ["start": .string(Starts.tuesday20)]),
                (.POST, "/reschedule", ["start": .string(Starts.tuesday20)]),
            ]
            for token in [other.token, zhou.token] {
                for (method, verb, body) in requests {
                    let theirs = try await service.call(method, "/v1/consultations/\(id)\(verb)", token: token, body)
                    let none = try await service.call(
                        method, "/v1/consultations/\(missing)\(verb)", token: token, body)
                    #expect(theirs.status == 404 && none.status == 404, "\(verb)")
                    #expect(withoutRequest(theirs) == withoutRequest(none), "\(verb): \(theirs.text) \(none.text)")
                    let names = { (answer: Service.Answer) in answer.headers.map(\.name).sorted() }
                    #expect(names(theirs) == names(none), "\(verb)")
                }
            }
        }
    }

    @Test func `lists hold one's own, whatever the filters say`() async throws {
        try await Service.run { service in
            let mentors = [try await service.addMentor("lin"), try await service.addMentor("zhou")]
            let students = [try await service.registerStudent("own"), try await service.registerStudent("other")]
            var ids: [[String]] = [[], []]
            for (row, student) in students.enumerated() {
                for (column, mentor) in mentors.enumerated() {
                    let start = [["19", "20"], ["20", "19"]][row][column]
                    ids[row].append(
                        try await service.ask(student, mentor, start: "2026-11-24T\(start):00:00+08:00").id)
                }
            }
            func listed(_ query: String, _ token: String) async throws -> Set<String> {
                let answer = try await service.call(.GET, "/v1/consultations\(query)", token: token)
                #expect(answer.status == 200)
                return Set(answer.json["data"]?.array?.compactMap { $0["id"]?.string } ?? [])
            }
            let filters = [
                "", "?limit=100", "?status=requested", "?from=2026-11-24&to=2026-11-25", "?mentor=lin",
                "?mentor=zhou", "?student=\(students[0].id)", "?student=\(students[1].id)",
            ]
            for filter in filters {
                for (row, student) in students.enumerated() {
                    #expect(try await listed(filter, student.token).isSubset(of: ids[row]), "\(filter)")
                }
                for (column, mentor) in mentors.enumerated() {
                    #expect(
                        try await listed(filter, mentor.token).isSubset(of: ids.map { $0[column] }), "\(filter)")
                }
            }
            #expect(try await listed("", students[0].token) == Set(ids[0]))
            #expect(try await listed("?mentor=zhou", students[0].token) == [ids[0][1]])
            #expect(try await listed("", mentors[1].token) == [ids[0][1], ids[1][1]])
            #expect(try await listed("?mentor=lin", mentors[1].token) == [])
            #expect(try await listed("", service.adminToken) == Set(ids.joined()))

            let agenda = try await service.call(
                .GET, "/v1/mentor/agenda?from=2026-11-24&to=2026-11-25", token: mentors[0].token)
            #expect(!agenda.text.contains(ids[0][1]) && agenda.text.contains(ids[0][0]))
            let report = try await service.call(.GET, "/v1/reports/weekly/2026-W48?format=csv", token: mentors[0].token)
            #expect(report.text.contains(ids[0][0]) && report.text.contains(ids[1][0]))
            #expect(!report.text.contains(ids[0][1]) && !report.text.contains(ids[1][1]))
        }
    }

    @Test func `nothing public, and no refusal, tells who has a time`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.registerStudent("visible-name")
            let other = try await service.registerStudent("other")
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            let answers = [
                try await service.ask(other, mentor, start: Starts.tuesday19),
                try await service.call(.GET, "/v1/mentors/lin"), try await service.call(.GET, "/v1/mentors"),
                try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-24&to=2026-11-25"),
                try await service.call(.GET, "/v1/me", token: other.token),
            ]
            for answer in answers {
                for secret in ["visible-name", id, student.id, "GRPO"] { #expect(!answer.text.contains(secret)) }
            }
        }
    }

    @Test func `a mentor's own routes take no other mentor's name, and an admin has to give one`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            let zhou = try await service.addMentor("zhou")
            for (path, extra) in [
                ("/v1/mentor/schedule", ""), ("/v1/mentor/offerings", ""),
                ("/v1/mentor/agenda", "from=2026-11-24&to=2026-11-25&"),
            ] {
                let own = try await service.call(.GET, "\(path)?\(extra)mentor=zhou", token: zhou.token)
                #expect(own.status == 200)
                let another = try await service.call(.GET, "\(path)?\(extra)mentor=lin", token: zhou.token)
                #expect(another.status == 403 && another.code == "forbidden")
                // Not even whether there is one of that name.
                let nobody = try await service.call(.GET, "\(path)?\(extra)mentor=nobody", token: zhou.token)
                #expect(withoutRequest(another) == withoutRequest(nobody))
                let unnamed = try await service.call(.GET, "\(path)?\(extra)", token: service.adminToken)
                #expect(unnamed.status == 422 && unnamed.pointers == ["?mentor"])
                let missing = try await service.call(.GET, "\(path)?\(extra)mentor=nobody", token: service.adminToken)
                #expect(missing.status == 404)
            }
            // Another mentor's things have no names here.
            let timeOff = try await service.call(
                .POST, "/v1/mentor/time-off", token: lin.token,
                ["start": "2026-12-24T00:00:00Z", "end": "2026-12-25T00:00:00Z"])
            #expect(
                try await service.call(.DELETE, "/v1/mentor/time-off/\(timeOff.id)", token: zhou.token).status == 404)
            _ = try await service.call(
                .POST, "/v1/mentor/offerings", token: lin.token,
                ["slug": "only-lin", "title": "一", "duration_minutes": 30])
            #expect(
                try await service.call(
                    .PATCH, "/v1/mentor/offerings/only-lin", token: zhou.token, ["active": false]
                ).status == 404)
            let schedule = try await service.call(.GET, "/v1/mentor/schedule", token: lin.token)
            #expect(schedule.json["time_off"]?.array?.count == 1)
        }
    }

    @Test func `what an administrator does for a mentor is in the audit, with the mentor's name`() async throws {
        try await Service.run { service in
            let lin = try await service.addMentor("lin")
            let requests: [(Service.Method, String, JSONValue?)] = [
                (.PUT, "/v1/mentor/schedule", ["timezone": "Asia/Shanghai"]),
                (.PUT, "/v1/mentor/schedule/days/2026-12-01", ["windows": [["19:00", "21:00"]]]),
                (.DELETE, "/v1/mentor/schedule/days/2026-12-01", nil),
                (.POST, "/v1/mentor/time-off", ["start": "2026-12-24T00:00:00Z", "end": "2026-12-25T00:00:00Z"]),
                (.POST, "/v1/mentor/offerings", ["slug": "new", "title": "新", "duration_minutes": 30]),
                (.PATCH, "/v1/mentor/offerings/new", ["active": false]),
            ]
            func audit() async throws -> [JSONValue] {
                let page = try await service.call(.GET, "/v1/admin/audit?limit=100", token: service.adminToken)
                return page.json["data"]?.array ?? []
            }
            for (method, path, body) in requests {
                let before = try await audit()
                let headers = [("If-Match", "*")]
                let done = try await service.call(
                    method, "\(path)?mentor=lin", token: service.adminToken, body, headers: headers)
                #expect([200, 201, 204].contains(done.status), "\(path): \(done.text)")
                let after = try await audit()
                #expect(after.count == before.count + 1, "\(method) \(path)")
                #expect(after.first?["on_behalf_of"] == "lin", "\(method) \(path)")
                #expect(after.first?["actor"] == "tests", "\(method) \(path)")
            }
            for path in ["/v1/mentor/schedule", "/v1/mentor/offerings"] {
                let before = try await audit()
                let read = try await service.call(.GET, "\(path)?mentor=lin", token: service.adminToken)
                #expect(read.status == 200)
                let after = try await audit()
                #expect(after.count == before.count + 1, "GET \(path)")
                #expect(after.first?["action"] == "desk.read" && after.first?["on_behalf_of"] == "lin")
            }
            let unknown = try await audit()
            _ = try await service.call(.GET, "/v1/mentor/schedule?mentor=nobody", token: service.adminToken)
            #expect(try await audit() == unknown)
            // A mentor's own doings are their own.
            let before = try await audit()
            try await service.putSchedule(lin, ["timezone": "Asia/Shanghai", "max_per_day": 3])
            #expect(try await audit() == before)
        }
    }
}
