import Foundation
import HTTPAPI
import Mentoring
import TestDatabase
import Testing

/// A bad value in any query parameter is named with a question mark before it.
@Suite(.database(Service.template))
struct QueryValidationTests {
    /// A route with a query that is right, and the values that each parameter refuses.
    private struct Query {
        let route: String
        let path: String
        let token: String?
        let right: [String: String]
        let bad: [String: [String]]
        var method = Service.Method.GET
        /// What a right query is answered with.
        var good = 200
    }

    private static let instants = ["", "yesterday", "2026-13-01", "2026-11-24T19:00:00", "2026-11-24%00", "24.11.2026"]
    private static let zones = ["", "Asia/Nowhere", "..%2F..%2Fetc%2Fpasswd", "%2B08:00"]
    private static let handles = ["", "-lin", "Lin", "li%20n", "%E6%9E%97", String(repeating: "a", count: 41)]
    private static let names = ["", "a%00", String(repeating: "a", count: 65)]
    private static let limits = ["0", "101", "-1", "1.5", "ten", "", "99999999999999999999", "0x10"]
    private static let cursors = ["", "!", "AAAA", "%00", String(repeating: "A", count: 1_001)]
    private static let versions = ["", "a%00", String(repeating: "1", count: 41)]
    private static let languages = ["", "fr", "zh", "EN"]
    private static let paging = ["limit": limits, "cursor": cursors]

    private func queries(
        _ service: Service, mentor: String, student: String, consultation: String, plan: String
    ) -> [Query] {
        let range = ["from": "2026-11-24", "to": "2026-11-25"]
        let onBehalf = ["mentor": Self.handles]
        var queries = [
            Query(
                route: "listMentors", path: "/v1/mentors", token: nil, right: [:],
                bad: Self.paging.merging(["direction": Self.handles]) { $1 }),
            Query(
                route: "listSlots", path: "/v1/mentors/lin/slots", token: nil, right: range,
                bad: [
                    "from": Self.instants, "to": Self.instants + ["2026-11-23", "2027-01-26"], "tz": Self.zones,
                    "offering": Self.handles,
                ]),
            Query(
                route: "listPooledSlots", path: "/v1/slots", token: nil,
                right: range.merging(["direction": "llm"]) { $1 },
                bad: Self.paging.merging(
                    [
                        "direction": Self.handles, "duration_minutes": ["", "4", "481", "60.0", "1h"],
                        "from": Self.instants, "to": Self.instants + ["2026-11-23", "2026-12-09"], "tz": Self.zones,
                    ]) { $1 }),
            Query(
                route: "explainSlot", path: "/v1/mentor/slots/explain", token: mentor,
                right: ["at": "2026-11-24T19:00:00%2B08:00"],
                bad: onBehalf.merging(["offering": Self.handles, "at": Self.instants + ["2026-11-24"]]) { $1 }),
            Query(
                route: "listScheduleVersions", path: "/v1/mentor/schedule/versions", token: mentor, right: [:],
                bad: onBehalf.merging(Self.paging) { $1 }),
            Query(
                route: "listMentorStudents", path: "/v1/mentor/students", token: mentor, right: [:],
                bad: onBehalf.merging(Self.paging) { $1 }),
            Query(
                route: "listConsultations", path: "/v1/consultations", token: student, right: [:],
                bad: Self.paging.merging(
                    [
                        "status": ["", "done", "open,done", "open,open", "OPEN"], "from": Self.instants,
                        "to": Self.instants, "mentor": Self.names, "overdue": ["", "yes", "1", "TRUE"],
                        "student": ["", "lin", "stu_1", "mnt_00000000000000000000000000", "stu_%00"],
                    ]) { $1 }),
            Query(
                route: "listMessages", path: "/v1/consultations/\(consultation)/messages", token: student, right: [:],
                bad: Self.paging.merging(["before": ["", "msg_", "1", consultation]]) { $1 }),
            Query(
                route: "listEvents", path: "/v1/events", token: mentor, right: [:],
                bad: Self.paging.merging(["after": ["", "evt_", "1", consultation], "mentor": Self.names]) { $1 }),
            Query(
                route: "addAttachment", path: "/v1/consultations/\(consultation)/attachments", token: student,
                right: [:], bad: ["filename": ["", "a%00", String(repeating: "a", count: 201)]]),
            Query(
                route: "getAgenda", path: "/v1/mentor/agenda", token: mentor, right: range,
                bad: onBehalf.merging(
                    ["from": Self.instants, "to": Self.instants + ["2026-11-23", "2027-01-26"], "tz": Self.zones]
                ) { $1 }),
            Query(
                route: "getWeeklyReport", path: "/v1/reports/weekly/2026-W48", token: mentor, right: [:],
                bad: [
                    "mentor": Self.names, "tz": Self.zones, "format": ["", "doc", "CSV"],
                    "summary": ["", "yes", "1", "TRUE"], "rows": ["", "no"], "part": ["", "all"],
                ]),
            Query(
                route: "listReportChannels", path: "/v1/reports/weekly/2026-W48/channels", token: mentor, right: [:],
                bad: ["mentor": Self.names]),
            Query(
                route: "sendReport", path: "/v1/reports/weekly/2026-W48/send", token: mentor, right: [:],
                bad: ["mentor": Self.names], method: .POST, good: 409),
            Query(
                route: "getCurriculum", path: "/v1/directions/llm/curriculum", token: nil, right: [:],
                bad: ["version": Self.versions]),
            Query(
                route: "getCurriculumPicture", path: "/v1/directions/llm/curriculum.svg", token: nil, right: [:],
                bad: ["version": Self.versions, "lang": Self.languages]),
            Query(
                route: "getReportTrend", path: "/v1/reports/trend", token: mentor, right: [:],
                bad: ["mentor": Self.names, "tz": Self.zones, "weeks": ["", "0", "54", "x", "1.5"]]),
            Query(
                route: "listOutbox", path: "/v1/admin/outbox", token: service.adminToken, right: [:],
                bad: Self.paging.merging(
                    [
                        "state": ["", "lost", "DEAD"],
                        "destination": ["", "whk_1", "tok_00000000000000000000000000", "chn_%00"],
                    ]) { $1 }),
        ]
        queries.append(
            Query(
                route: "listPlans", path: "/v1/plans", token: student, right: [:],
                bad: Self.paging.merging(
                    [
                        "status": ["", "open", "draft,open", "draft,draft", "DRAFT"], "direction": Self.handles,
                        "student": ["", "lin", "stu_1", "mnt_00000000000000000000000000", "stu_%00"],
                        "mentor": Self.names,
                    ]) { $1 }))
        queries.append(
            Query(
                route: "getPlan", path: "/v1/plans/\(plan)", token: student, right: [:],
                bad: ["format": ["", "pdf", "SVG"], "lang": Self.languages]))
        for (route, ending) in [("getPlanChart", ".svg"), ("getPlanText", ".md"), ("getPlanCalendar", ".ics")] {
            queries.append(
                Query(
                    route: route, path: "/v1/plans/\(plan)\(ending)", token: student, right: [:],
                    bad: ["lang": Self.languages]))
        }
        queries.append(
            Query(
                route: "replanPlan", path: "/v1/plans/\(plan)/replan", token: student, right: [:],
                bad: ["preview": ["", "yes", "1", "TRUE"]], method: .POST))
        for (route, path) in [
            ("listMentorsAsAdmin", "/v1/admin/mentors"), ("listTokens", "/v1/admin/tokens"),
            ("listAudit", "/v1/admin/audit"), ("listWebhooks", "/v1/admin/webhooks"),
        ] {
            queries.append(Query(route: route, path: path, token: service.adminToken, right: [:], bad: Self.paging))
        }
        // Those that know `?mentor=` alone, and GETs among them.
        for (route, path) in [
            ("getSchedule", "/v1/mentor/schedule"), ("listOfferings", "/v1/mentor/offerings"),
            ("previewUndo", "/v1/mentor/schedule/undo"),
        ] {
            queries.append(Query(route: route, path: path, token: mentor, right: [:], bad: onBehalf))
        }
        return queries
    }

    private func target(_ path: String, _ items: [String: String]) -> String {
        items.isEmpty
            ? path
            : path + "?" + items.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    @Test func `every bad value of every query parameter is named`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let consultation = try await service.ask(student, mentor).id
            let plan = try await service.makePlan(student).id
            let all = queries(
                service, mentor: mentor.token, student: student.token, consultation: consultation, plan: plan)
            for query in all {
                let good = try await service.call(query.method, target(query.path, query.right), token: query.token)
                #expect(good.status == query.good, "\(query.route): \(good.text.prefix(300))")
                for (name, values) in query.bad {
                    for value in values {
                        let items = query.right.merging([name: value]) { $1 }
                        let answer = try await service.call(query.method, target(query.path, items), token: query.token)
                        #expect(
                            answer.status == 422 && answer.code == "validation_failed"
                                && answer.pointers == ["?\(name)"],
                            "\(query.route) \(name)=\(value): \(answer.status) \(answer.text.prefix(300))")
                    }
                }
                for name in query.right.keys {
                    let answer = try await service.call(
                        query.method, target(query.path, query.right.filter { $0.key != name }), token: query.token)
                    #expect(answer.status == 422 && answer.pointers == ["?\(name)"], "\(query.route) without \(name)")
                }
                let unknown = target(query.path, query.right.merging(["colour": "red"]) { $1 })
                let answer = try await service.call(query.method, unknown, token: query.token)
                #expect(answer.status == 422 && answer.pointers == ["?colour"], "\(query.route)")
                guard let (name, value) = query.right.first else { continue }
                let twice = try await service.call(
                    query.method, target(query.path, query.right) + "&\(name)=\(value)", token: query.token)
                #expect(twice.status == 422 && twice.pointers == ["?\(name)"], "\(query.route)")
            }
        }
    }

    @Test func `every query parameter of every route has its line in the table`() async throws {
        try await Service.run { service in
            let table = queries(service, mentor: "", student: "", consultation: "", plan: "")
            for route in Endpoints(desk: service.desk, settableClock: service.clock).routes {
                // The parameter all of the mentor's own routes share is tried on three of them.
                let names = Set(route.query.map(\.name))
                let row = table.first { $0.route == route.name }
                if row == nil, names.isEmpty || names == ["mentor"] { continue }
                #expect(row.map { Set($0.bad.keys) } == names, "\(route.name)")
                #expect(
                    row.map { Set($0.right.keys) } == Set(route.query.filter(\.isRequired).map(\.name)),
                    "\(route.name)")
            }
        }
    }

    @Test func `days and weeks in a path are values and not names of things`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            for day in ["2026-02-30", "2026-1-1", "tomorrow", "2026-12-01T00:00:00Z"] {
                let put = try await service.call(
                    .PUT, "/v1/mentor/schedule/days/\(day)", token: mentor.token, ["windows": []])
                #expect(put.status == 422 && put.pointers == ["{date}"], "\(day): \(put.text)")
                let delete = try await service.call(
                    .DELETE, "/v1/mentor/schedule/days/\(day)", token: mentor.token)
                #expect(delete.status == 422 && delete.pointers == ["{date}"], "\(day): \(delete.text)")
            }
            for week in ["2026-W54", "2026-48", "2025-W53", "W48", "2026-W00"] {
                let report = try await service.call(.GET, "/v1/reports/weekly/\(week)", token: mentor.token)
                #expect(report.status == 422 && report.pointers == ["{week}"], "\(week): \(report.text)")
            }
        }
    }

    @Test func `an id that is written well but holds too much names nothing and narrows nothing`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let consultation = try await service.ask(student, mentor).id
            // 26 characters of base32 hold 130 bits; a UUID has 128.
            let tooMuch = String(repeating: "z", count: 26)
            let list = try await service.call(
                .GET, "/v1/consultations?student=stu_\(tooMuch)", token: service.adminToken)
            #expect(list.status == 422 && list.pointers == ["?student"], "\(list.text.prefix(300))")
            let messages = try await service.call(
                .GET, "/v1/consultations/\(consultation)/messages?before=msg_\(tooMuch)", token: student.token)
            #expect(messages.status == 422 && messages.pointers == ["?before"], "\(messages.text.prefix(300))")
            let read = try await service.call(
                .PUT, "/v1/consultations/\(consultation)/read", token: student.token,
                ["up_to": .string("msg_\(tooMuch)")])
            #expect(read.status == 422 && read.pointers == ["/up_to"], "\(read.text.prefix(300))")
            let gone = try await service.call(.GET, "/v1/consultations/con_\(tooMuch)", token: student.token)
            #expect(gone.status == 404)
        }
    }

    @Test func `the clock of development takes an instant or a span, not both and nothing else`() async throws {
        try await Service.run { service in
            let bodies: [(JSONValue, [String])] = [
                ([:], ["/now"]), (["now": "noon"], ["/now"]), (["now": 1], ["/now"]), (["advance": "1h"], ["/advance"]),
                (["advance": "PT1H", "now": "2026-11-24T00:00:00Z"], ["/advance"]),
                (["later": true], ["/later", "/now"]),
            ]
            for (body, pointers) in bodies {
                let answer = try await service.call(.PUT, "/dev/clock", token: service.adminToken, body)
                #expect(answer.status == 422 && answer.pointers.sorted() == pointers, "\(answer.text)")
            }
            #expect(service.clock.now == Service.start)
            let set = try await service.call(
                .PUT, "/dev/clock", token: service.adminToken, ["now": "2026-11-24T08:00:00+08:00"])
            #expect(set.json["now"] == "2026-11-24T00:00:00Z")
            let advanced = try await service.call(.PUT, "/dev/clock", token: service.adminToken, ["advance": "P1DT1H"])
            #expect(advanced.json["now"] == "2026-11-25T01:00:00Z")
        }
    }
}
