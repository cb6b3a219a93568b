import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing

/// A closed week stays as it was; what changes later is a correction in the next report.
@Suite(.database(Service.template))
struct ReportFreezeTests {
    private static let formats = ["json", "csv", "csv&part=measures", "csv&summary=true", "html", "md", "xlsx"]

    private func report(
        _ service: Service, _ week: String, _ token: String, _ query: String = ""
    ) async throws -> Service.Answer {
        try await service.call(.GET, "/v1/reports/weekly/\(week)\(query)", token: token)
    }

    /// A session on the Tuesday of week 48, held, about which the mentor says nothing until it is asked to.
    private func session(
        _ service: Service
    ) async throws -> (mentor: MentorFixture, student: StudentFixture, id: String) {
        let mentor = try await service.addMentor()
        let student = try await service.addStudent()
        let asked = try await service.ask(student, mentor, start: Starts.tuesday19)
        _ = try await service.move("accept", asked.id, mentor.token)
        return (mentor, student, asked.id)
    }

    @Test func `a closed week answers the same bytes in every format, whatever happens later`() async throws {
        try await Service.run { service in
            let (mentor, student, id) = try await session(service)
            service.set("2026-11-30T05:59:59+08:00")
            #expect(try await report(service, "2026-W48", mentor.token).json["frozen"] == false)
            #expect(try await Stored.count("SELECT count(*) FROM report_snapshots") == 0)

            service.set("2026-11-30T06:00:00+08:00")
            var first: [String: Data] = [:]
            for token in [mentor.token, service.adminToken] {
                for format in Self.formats {
                    let answer = try await report(service, "2026-W48", token, "?format=\(format)")
                    #expect(answer.status == 200, "\(format): \(answer.text)")
                    first[token + format] = answer.body
                }
            }
            let json = try await report(service, "2026-W48", mentor.token).json
            #expect(json["frozen"] == true && json["version"] == 1)
            #expect(json["generated_at"] == "2026-11-30T06:00:00+08:00")
            #expect(json["overall"]?["values"]?["unresolved"] == 1)
            #expect(try await Stored.count("SELECT count(*) FROM report_snapshots") == 1)

            service.set("2026-12-01T10:00:00+08:00")
            _ = try await service.move("complete", id, mentor.token)
            _ = try await service.call(.PATCH, "/v1/me", token: student.token, ["name": "换了名字"])
            _ = try await service.call(
                .PATCH, "/v1/admin/mentors/lin", token: service.adminToken, ["name": "换了名字", "handle": "lin-2"])
            try await service.putSchedule(mentor, ["timezone": "Asia/Shanghai"])
            for token in [mentor.token, service.adminToken] {
                for format in Self.formats {
                    let again = try await report(service, "2026-W48", token, "?format=\(format)")
                    #expect(again.body == first[token + format], "\(format)")
                }
            }
        }
    }

    @Test func `what changes after the close is a correction in the next report, and only there`() async throws {
        try await Service.run { service in
            let (mentor, _, id) = try await session(service)
            service.set("2026-11-30T06:00:00+08:00")
            _ = try await report(service, "2026-W48", mentor.token)
            service.set("2026-12-01T10:00:00+08:00")
            _ = try await service.move("complete", id, mentor.token)
            service.set("2026-12-07T06:00:00+08:00")
            let next = try await report(service, "2026-W49", mentor.token)
            let corrections = next.json["corrections"]?.array ?? []
            #expect(
                corrections == [
                    [
                        "week": "2026-W48", "mentor": "lin", "measure": "completed", "before": 0, "after": 1,
                    ],
                    [
                        "week": "2026-W48", "mentor": "lin", "measure": "unresolved", "before": 1, "after": 0,
                    ],
                    [
                        "week": "2026-W48", "mentor": "lin", "measure": "begun_completed", "before": 0, "after": 1,
                    ],
                ])
            // Compared with the week before as it is known by then.
            #expect(next.json["overall"]?["week_before"]?["completed"] == 1)
            for format in ["md", "html"] {
                let english = try await service.call(
                    .GET, "/v1/reports/weekly/2026-W49?format=\(format)", token: mentor.token,
                    headers: [("Accept-Language", "en")])
                #expect(english.text.contains("Corrections of earlier weeks"))
                #expect(english.text.contains("2026-W48, lin, Completed: 0 → 1"), "\(english.text)")
            }
            service.set("2026-12-14T06:00:00+08:00")
            #expect(try await report(service, "2026-W50", mentor.token).json["corrections"] == [])
            #expect(try await report(service, "2026-W49", mentor.token).body == next.body)
        }
    }

    @Test func `a week is frozen once, however many ask at the same time`() async throws {
        try await Service.run { service in
            _ = try await session(service)
            service.set("2026-11-30T06:00:00+08:00")
            let answers = try await withThrowingTaskGroup(of: Data.self) { tasks in
                for index in 0..<12 {
                    tasks.addTask {
                        if index % 3 == 0 { try await service.desk.reports.closeLastWeek() }
                        return try await report(service, "2026-W48", service.adminToken).body
                    }
                }
                return try await tasks.reduce(into: Set<Data>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await Stored.count("SELECT count(*) FROM report_snapshots") == 1)
            #expect(try await Stored.count("SELECT count(*) FROM report_rows") == 1)
        }
    }

    @Test func `the service closes the last week by itself, and none from before there were mentors`() async throws {
        try await Service.run { service in
            #expect(try await service.desk.reports.closeLastWeek() == nil)
            _ = try await session(service)
            #expect(try await service.desk.reports.closeLastWeek() == nil)
            service.set("2026-11-30T05:59:59+08:00")
            #expect(try await service.desk.reports.closeLastWeek() == nil)
            service.set("2026-11-30T06:00:00+08:00")
            #expect(try await service.desk.reports.closeLastWeek()?.string == "2026-W48")
            #expect(try await service.desk.reports.closeLastWeek() == nil)
            for week in ["0001-W01", "2026-W47", "9999-W52"] {
                let answer = try await report(service, week, service.adminToken)
                #expect(answer.status == 200 && answer.json["frozen"] == false, "\(week) \(answer.text)")
                #expect(try await report(service, week, service.adminToken, "?format=csv").status == 200)
            }
            // Only weeks of the zone that is set are kept.
            let abroad = try await report(service, "2026-W48", service.adminToken, "?tz=Europe/Berlin")
            #expect(abroad.json["frozen"] == false)
            #expect(try await Stored.count("SELECT count(*) FROM report_snapshots") == 1)
        }
    }

    @Test func `an erased student leaves the kept rows, and the counts stay`() async throws {
        try await Service.run { service in
            let (mentor, student, _) = try await session(service)
            service.set("2026-11-30T06:00:00+08:00")
            let before = try await report(service, "2026-W48", mentor.token).json
            #expect(before["rows"]?.array?.first?["student"] == "陈同学")
            _ = try await service.call(.DELETE, "/v1/me", token: student.token)
            let after = try await report(service, "2026-W48", mentor.token).json
            #expect(after["rows"]?.array?.first?["student"] == "已注销")
            #expect(after["rows"]?.array?.first?["topic"] == "已注销")
            #expect(after["overall"] == before["overall"] && after["summary"] == before["summary"])
        }
    }

    @Test func `the trend goes week by week up to this one`() async throws {
        try await Service.run { service in
            let (mentor, _, _) = try await session(service)
            service.set("2026-12-02T10:00:00+08:00")
            let trend = try await service.call(.GET, "/v1/reports/trend?weeks=3", token: mentor.token).json
            #expect(trend["weeks"]?.array?.compactMap { $0["week"]?.string } == ["2026-W47", "2026-W48", "2026-W49"])
            #expect(trend["weeks"]?.array?.compactMap { $0["values"]?["sessions"]?.integer } == [0, 1, 0])
            #expect(trend["mentor"] == "lin")
            let all = try await service.call(.GET, "/v1/reports/trend", token: service.adminToken).json
            #expect(all["weeks"]?.array?.count == 12 && all["mentor"] == .null)
        }
    }
}
