import Foundation
import HTTPAPI
import Mentoring
import Scheduling
import TestDatabase
import Testing

/// Reports go by the notices an operator imports: the line on holidays, and the hours offered by schedules that follow
/// them. Mentors are free from Monday to Friday for three hours and on Saturday for six.
@Suite(.database(Service.template))
struct ReportHolidayTests {
    /// Another process: the operator's, with a desk of its own on the same database.
    private func importing(
        _ service: Service, _ number: String, published: String, covers: (String, String), off: [String],
        worked: [String] = []
    ) async throws {
        func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }
        let desk = Desk(
            database: service.desk.database, clock: service.clock, zones: service.desk.zones,
            holidays: service.desk.holidays.builtIn, policy: service.desk.policy, vault: service.desk.vault)
        let notice = HolidayNotice(
            title: "2027", number: number, publishedOn: try day(published),
            covers: try day(covers.0)...day(covers.1), daysOff: try off.map(day), workingDays: try worked.map(day))
        _ = try await desk.holidayImports.add(HolidayImport(region: "CN", notices: [notice]))
    }

    /// Three days off over a week's end, and a Saturday worked for it in the week after.
    private func importing(_ service: Service) async throws {
        try await importing(
            service, "7号", published: "2026-11-05", covers: ("2027-01-01", "2027-12-31"),
            off: ["2027-01-01", "2027-01-02", "2027-01-03"], worked: ["2027-01-09"])
    }

    /// The Saturday is an ordinary one after all, and the Monday is off.
    private func amending(_ service: Service) async throws {
        try await importing(
            service, "9号", published: "2026-12-01", covers: ("2027-01-02", "2027-01-04"), off: ["2027-01-04"])
    }

    private struct Week {
        let offered: Double?
        let holidays: [String]
        let line: String?
        let json: JSONValue
    }

    private func week(_ service: Service, _ week: String, _ token: String) async throws -> Week {
        let json = try await service.call(.GET, "/v1/reports/weekly/\(week)", token: token).json
        let text = try await service.call(.GET, "/v1/reports/weekly/\(week)?format=md", token: token).text
        let days = json["holidays"]?.array ?? []
        return Week(
            offered: json["overall"]?["values"]?["offered_hours"]?.integer.map(Double.init),
            holidays: days.map { "\($0["date"]?.string ?? "") \($0["off"] == true ? "off" : "worked")" },
            line: text.split(separator: "\n").first { $0.contains("放假：") || $0.contains("上班：") }.map(String.init),
            json: json)
    }

    @Test func `an open week follows an import and its amendment, on an instance that has seen neither`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(schedule: ["holidays": "CN"])
            let before = try await week(service, "2026-W53", mentor.token)
            #expect(before.offered == 21 && before.holidays.isEmpty && before.line == nil)
            try await importing(service)
            // The trend is the first to ask, the report of the whole next.
            service.set("2027-01-03T12:00:00+08:00")
            let trend = try await service.call(.GET, "/v1/reports/trend?weeks=1", token: mentor.token).json
            #expect(trend["weeks"]?.array?.first?["values"]?["offered_hours"] == 12)
            for token in [mentor.token, service.adminToken] {
                let year = try await week(service, "2026-W53", token)
                #expect(year.offered == 12, "Monday to Thursday")
                #expect(year.holidays == ["2027-01-01 off", "2027-01-02 off", "2027-01-03 off"])
                #expect(year.line == "放假：01-01 周五、01-02 周六、01-03 周日")
                let next = try await week(service, "2027-W01", token)
                #expect(next.offered == 18, "Saturday has Monday's hours")
                #expect(next.holidays == ["2027-01-09 worked"] && next.line == "调休上班：01-09 周六")
            }
            try await amending(service)
            let amended = try await week(service, "2026-W53", mentor.token)
            #expect(amended.offered == 18 && amended.holidays == ["2027-01-01 off"])
            let next = try await week(service, "2027-W01", mentor.token)
            #expect(next.offered == 15 && next.line == "放假：01-04 周一；调休上班：01-09 周六")
        }
    }

    @Test func `what an amendment changes of a closed week is a correction in the next, and nowhere else`() async throws
    {
        try await Service.run { service in
            let mentor = try await service.addMentor(schedule: ["holidays": "CN"])
            try await importing(service)
            service.set("2027-01-04T06:00:00+08:00")
            let closed = try await week(service, "2026-W53", mentor.token)
            #expect(closed.offered == 12 && closed.json["frozen"] == true)
            try await amending(service)
            let again = try await week(service, "2026-W53", mentor.token)
            #expect(again.json == closed.json && again.line == closed.line)
            service.set("2027-01-11T06:00:00+08:00")
            let next = try await week(service, "2027-W01", mentor.token)
            #expect(next.offered == 15)
            #expect(
                next.json["corrections"] == [
                    ["week": "2026-W53", "mentor": "lin", "measure": "offered_hours", "before": 12, "after": 18]
                ])
            #expect(next.json["overall"]?["week_before"]?["offered_hours"] == 18)
        }
    }
}
