import Foundation
import HTTPAPI
import NIOHTTP1
import Reports
import TestDatabase
import Testing

/// The weekly report.
@Suite(.database(Service.template))
struct ReportTests {
    private static let always: JSONValue = .object(
        Dictionary(
            uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { ($0, [["00:00", "24:00"]]) }))

    private func addMentor(_ service: Service, _ handle: String = "lin") async throws -> MentorFixture {
        try await service.addMentor(
            handle, weekly: Self.always, offerings: [["slug": "mock", "approval": "instant", "horizon_days": 365]])
    }

    private func report(
        _ service: Service, _ week: String, _ token: String, _ query: String = "", accept: String? = nil
    ) async throws -> Service.Answer {
        try await service.call(
            .GET, "/v1/reports/weekly/\(week)\(query)", token: token, headers: accept.map { [("Accept", $0)] } ?? [])
    }

    private func ids(_ answer: Service.Answer) -> [String] {
        answer.json["rows"]?.array?.compactMap { $0["id"]?.string } ?? []
    }

    /// Reads RFC 4180: what a spreadsheet would have in its cells.
    private func cells(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var cell = ""
        var isQuoted = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch (scalar, isQuoted) {
            case ("\"", true) where rest.first == "\"":
                rest.removeFirst()
                cell.unicodeScalars.append(scalar)
            case ("\"", _): isQuoted.toggle()
            case (",", false):
                record.append(cell)
                cell = ""
            case ("\r", false) where rest.first == "\n":
                rest.removeFirst()
                records.append(record + [cell])
                (record, cell) = ([], "")
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return cell.isEmpty && record.isEmpty ? records : records + [record + [cell]]
    }

    @Test func `a message that had no reply in time counts in its week, once a wait, unless it was taken back`()
        async throws
    {
        try await Service.run { service in
            let mentor = try await addMentor(service)
            let student = try await service.addStudent()
            func overdue() async throws -> JSONValue? {
                try await report(service, "2026-W48", mentor.token).json["overall"]?["values"]?["replies_overdue"]
            }
            service.set("2026-11-23T09:59:00+08:00")
            let id = try await service.ask(student, mentor).id
            let path = "/v1/consultations/\(id)/messages"
            service.set("2026-11-23T10:00:00+08:00")
            func reply() async throws {
                let answer = try await service.call(.POST, path, token: mentor.token, ["body": "好"])
                #expect(answer.status == 201)
            }
            // Two in a row are one wait, from the first of them on.
            try await service.say(1, student, id)
            service.set("2026-11-24T10:00:00+08:00")
            try await service.say(1, student, id)
            service.set("2026-11-25T09:59:59+08:00")
            #expect(try await overdue() == 0)
            service.set("2026-11-25T10:00:00+08:00")
            #expect(try await overdue() == 1)
            try await reply()
            // Answered in time, and taken back.
            service.set("2026-11-26T10:00:00+08:00")
            try await service.say(1, student, id)
            service.set("2026-11-26T12:00:00+08:00")
            try await reply()
            service.set("2026-11-27T10:00:00+08:00")
            let taken = try await service.call(.POST, path, token: student.token, ["body": "算了"]).id
            service.set("2026-11-27T11:00:00+08:00")
            #expect(try await service.call(.DELETE, "\(path)/\(taken)", token: student.token).status == 204)
            // On Sunday night, and never answered.
            service.set("2026-11-29T23:00:00+08:00")
            try await service.say(1, student, id)
            #expect(try await overdue() == 1)
            service.set("2026-12-01T23:00:00+08:00")
            #expect(try await overdue() == 2)
        }
    }

    @Test func `a week holds the starts from its Monday's midnight to the next one's, in the zone asked for`()
        async throws
    {
        try await Service.run { service in
            let mentor = try await addMentor(service)
            let student = try await service.addStudent()
            service.set("2026-11-22T12:00:00+08:00")
            var booked: [String] = []
            for start in ["2026-11-22T23:00:00+08:00", "2026-11-23T00:00:00+08:00", "2026-11-29T23:00:00+08:00"] {
                booked.append(try await service.ask(student, mentor, start: start).id)
            }
            let other = try await service.addStudent("wang")
            booked.append(try await service.ask(other, mentor, start: "2026-11-30T00:00:00+08:00").id)
            // A conversation without a time is in no week.
            _ = try await service.ask(other, mentor)
            let rows = { (week: String, zone: String) in
                ids(try await report(service, week, mentor.token, zone))
            }
            #expect(try await rows("2026-W47", "") == [booked[0]])
            #expect(try await rows("2026-W48", "") == [booked[1], booked[2]])
            #expect(try await rows("2026-W49", "") == [booked[3]])
            #expect(try await rows("2026-W47", "?tz=America/New_York") == [booked[0], booked[1]])
            #expect(try await rows("2026-W48", "?tz=America/New_York") == [booked[2], booked[3]])
            #expect(try await rows("2026-W48", "?tz=Pacific/Auckland") == [booked[0], booked[1]])
            let answer = try await report(service, "2026-W48", mentor.token, "?tz=America/New_York")
            #expect(
                answer.json["from"] == "2026-11-23T00:00:00-05:00" && answer.json["to"] == "2026-11-30T00:00:00-05:00")
            #expect(answer.json["rows"]?.array?.first?["start"] == "2026-11-29T10:00:00-05:00")
            #expect(answer.json["week"] == "2026-W48" && answer.json["mentor"] == "lin")
        }
    }

    @Test func `the years' end belongs to the ISO year's last week`() async throws {
        try await Service.run { service in
            let mentor = try await addMentor(service)
            let student = try await service.addStudent()
            let friday = try await service.ask(student, mentor, start: "2027-01-01T10:00:00+08:00").id
            let monday = try await service.ask(student, mentor, start: "2027-01-04T00:00:00+08:00").id
            #expect(ids(try await report(service, "2026-W53", mentor.token)) == [friday])
            #expect(ids(try await report(service, "2027-W01", mentor.token)) == [monday])
            let empty = try await report(service, "2027-W02", mentor.token)
            #expect(empty.status == 200 && empty.json["rows"] == [] && empty.json["summary"]?["total"] == 0)
            for bad in ["2025-W53", "2026-W00", "2026-W54", "2026-48", "2026-w48", "W48", "2026-W4", "2026-W048", "x"] {
                let refused = try await report(service, bad, mentor.token)
                #expect(refused.status == 422 && refused.pointers == ["{week}"], "\(bad) \(refused.text)")
            }
            for (query, pointer) in [
                ("?tz=Mars/Base", "?tz"), ("?format=doc", "?format"), ("?summary=maybe", "?summary"), ("?x=1", "?x"),
            ] {
                let refused = try await report(service, "2026-W48", mentor.token, query)
                #expect(refused.status == 422 && refused.pointers == [pointer], "\(query) \(refused.text)")
            }
        }
    }

    @Test func `CSV reads back as it was written, and no cell is a formula`() async throws {
        try await Service.run { service in
            let mentor = try await addMentor(service)
            let topics = ["逗号, 和 \"引号\"", "=HYPERLINK(\"http://x\",\"y\")", "+1", "-2+3", "@SUM(A1)", "普通话题"]
            var booked: [String] = []
            for (index, topic) in topics.enumerated() {
                let student = try await service.call(
                    .POST, "/v1/students",
                    [
                        "name": index == 5 ? "O'Neil, \"Shaq\"" : "陈同学", "email": .string("s\(index)@example.com"),
                        "timezone": "Asia/Shanghai",
                    ])
                let asked = try await service.call(
                    .POST, "/v1/consultations", token: student.json["token"]?.string,
                    [
                        "mentor": "lin", "topic": .string(topic),
                        "start": .string("2026-11-2\(4 + index % 3)T\(10 + index):00:00+08:00"), "direction": "recsys",
                    ])
                #expect(asked.status == 201, "\(asked.text)")
                booked.append(asked.id)
            }
            let csv = try await report(service, "2026-W48", mentor.token, "?format=csv")
            #expect(csv.headers.first(name: "Content-Type") == "text/csv; charset=utf-8")
            #expect(csv.headers.first(name: "Content-Disposition") == "attachment; filename=\"2026-W48.csv\"")
            #expect(csv.body.starts(with: [0xEF, 0xBB, 0xBF]))
            let records = cells(String(decoding: csv.body.dropFirst(3), as: UTF8.self))
            #expect(
                records.first == [
                    "id", "status", "mentor", "student", "direction", "offering", "topic", "start", "end", "asked_at",
                    "answered_at", "late", "outcome", "messages",
                ])
            #expect(records.count == 7 && records.allSatisfy { $0.count == 14 })
            let byID = Dictionary(uniqueKeysWithValues: records.dropFirst().map { ($0[0], $0) })
            for (id, topic) in zip(booked, topics) {
                let expected = "=+-@".contains(topic.prefix(1)) ? "'" + topic : topic
                #expect(byID[id]?[6] == expected)
            }
            #expect(byID[booked[5]]?[3] == "O'Neil, \"Shaq\"")
            #expect(
                byID[booked[0]] == [
                    booked[0], "confirmed", "lin", "陈同学", "recsys", "mock", topics[0], "2026-11-24T10:00:00+08:00",
                    "2026-11-24T11:00:00+08:00", "2026-11-23T18:00:00+08:00", "", "false", "", "0",
                ])
            let starts = records.dropFirst().map { $0[7] }
            #expect(starts == starts.sorted(), "by start")
            let accepted = try await report(service, "2026-W48", mentor.token, accept: "text/csv")
            #expect(accepted.body == csv.body)
            #expect(accepted.headers.first(name: "Vary")?.contains("Accept") == true)
            let json = try await report(service, "2026-W48", mentor.token, "?format=json", accept: "text/csv")
            #expect(json.json["rows"]?.array?.count == 6)
        }
    }

    @Test func `line ends and tabs inside a cell survive, and a leading one is no formula`() {
        var document = CSVDocument()
        let rows = [["a\r\nb", "c\nd", "\t=1", "\r=2", ""], ["'", "\"\"", ",", " =x", "末"]]
        for row in rows { document.append(row) }
        let read = cells(String(decoding: document.bytes.dropFirst(3), as: UTF8.self))
        #expect(read == [["a\r\nb", "c\nd", "'\t=1", "'\r=2", ""], rows[1]])
    }

    @Test func `the summary counts what the rows show`() async throws {
        try await Service.run { service in
            let mentor = try await addMentor(service)
            let student = try await service.addStudent()
            let make = { (hour: Int) in
                try await service.ask(student, mentor, start: "2026-11-24T\(hour):00:00+08:00").id
            }
            let cancelled = try await make(10)
            let done = try await make(11)
            let missed = try await make(12)
            // Within 24 hours of the start: late, for good.
            let moved = try await service.move("cancel", cancelled, student.token)
            #expect(moved.json["late"] == true)
            _ = try await service.call(
                .POST, "/v1/consultations/\(done)/messages", token: student.token, ["body": "老师好"])
            service.set("2026-11-24T12:15:00+08:00")
            _ = try await service.move("complete", done, mentor.token, ["outcome": ["result": "again"]])
            _ = try await service.move("no-show", missed, mentor.token, ["absent": "student"])
            let json = try await report(service, "2026-W48", mentor.token)
            #expect(
                json.json["summary"] == [
                    "total": 3, "late": 1, "messages": 1,
                    "by_status": [
                        "requested": 0, "confirmed": 0, "completed": 1, "no_show": 1, "declined": 0, "cancelled": 1,
                        "expired": 0,
                    ],
                ])
            #expect(json.json["rows"]?.array?.compactMap { $0["outcome"] } == [.null, "again", .null])
            let csv = try await report(service, "2026-W48", mentor.token, "?format=csv&summary=true")
            #expect(csv.headers.first(name: "Content-Disposition") == "attachment; filename=\"2026-W48-summary.csv\"")
            #expect(
                cells(String(decoding: csv.body.dropFirst(3), as: UTF8.self)) == [
                    ["measure", "count"], ["requested", "0"], ["confirmed", "0"], ["completed", "1"],
                    ["no_show", "1"], ["declined", "0"], ["cancelled", "1"], ["expired", "0"], ["total", "3"],
                    ["late", "1"], ["messages", "1"],
                ])
        }
    }

    @Test func `an unanswered request is expired in the report from its hour on`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            _ = try await service.ask(student, mentor, start: Starts.tuesday19)
            let status = {
                try await report(service, "2026-W48", mentor.token).json["rows"]?.array?.first?["status"]
            }
            #expect(try await status() == "requested")
            service.set(Starts.tuesday19)
            #expect(try await status() == "expired")
        }
    }

    @Test func `a mentor's report is their own, an administrator's all or one, a student has none`() async throws {
        try await Service.run { service in
            let (lin, wang) = (try await addMentor(service, "lin"), try await addMentor(service, "wang"))
            let student = try await service.addStudent()
            let a = try await service.ask(student, lin, start: "2026-11-24T10:00:00+08:00").id
            let b = try await service.ask(student, wang, start: "2026-11-24T12:00:00+08:00").id
            let rows = { (query: String, token: String) in
                try await report(service, "2026-W48", token, query)
            }
            #expect(ids(try await rows("", lin.token)) == [a])
            #expect(ids(try await rows("?mentor=lin", lin.token)) == [a])
            #expect(ids(try await rows("?mentor=\(lin.id)", lin.token)) == [a])
            #expect(ids(try await rows("", service.adminToken)) == [a, b])
            #expect(ids(try await rows("?mentor=wang", service.adminToken)) == [b])
            let all = try await rows("", service.adminToken)
            #expect(all.json["mentor"] == .null)
            for (query, token) in [
                ("?mentor=wang", lin.token), ("?mentor=\(wang.id)", lin.token), ("?mentor=nobody", lin.token),
                ("?mentor=nobody", service.adminToken),
            ] {
                let refused = try await rows(query, token)
                #expect(refused.status == 404 && refused.pointers == ["?mentor"], "\(query) \(refused.text)")
            }
            let refused = try await rows("", student.token)
            #expect(refused.status == 403 && refused.code == "forbidden")
        }
    }
}
