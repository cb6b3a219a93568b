import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing
import ZoneData

/// Notices that an operator imports while instances run: the first of 2027 is a Friday, the ninth a Saturday.
@Suite(.database(Service.template))
struct HolidayImportTests {
    private static let january = "/v1/mentors/lin/slots?offering=mock&from=2027-01-01&to=2027-01-11"
    private static let friday = "2027-01-01T19:00:00+08:00"
    private static let worked = "2027-01-09T19:00:00+08:00"

    private func notice(
        _ number: String = "国办发明电〔2026〕7号", published: String = "2026-11-05", covers: (String, String),
        off: [String], worked: [String] = []
    ) throws -> HolidayNotice {
        func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }
        return HolidayNotice(
            title: "2027", number: number, publishedOn: try day(published),
            covers: try day(covers.0)...day(covers.1), daysOff: try off.map(day), workingDays: try worked.map(day))
    }

    private func content() throws -> HolidayImport {
        HolidayImport(
            region: "CN",
            notices: [
                try notice(
                    covers: ("2027-01-01", "2027-12-31"), off: ["2027-01-01", "2027-01-02", "2027-01-03"],
                    worked: ["2027-01-09"])
            ])
    }

    /// Another process: the operator's, with a desk of its own on the same database.
    private func importing(_ service: Service, _ content: HolidayImport) async throws -> HolidayImports.Outcome {
        let desk = Desk(
            database: service.desk.database, clock: service.clock, zones: service.desk.zones,
            holidays: service.desk.holidays.builtIn, policy: service.desk.policy, vault: service.desk.vault)
        return try await desk.holidayImports.add(content)
    }

    private func follower(_ service: Service) async throws -> MentorFixture {
        try await service.addMentor(
            schedule: ["holidays": "CN"], offerings: [["slug": "mock", "horizon_days": 365, "approval": "instant"]])
    }

    private func starts(_ service: Service) async throws -> [String] {
        let answer = try await service.call(.GET, Self.january)
        return answer.json["slots"]?.array?.compactMap { $0["start"]?.string } ?? []
    }

    @Test func `slots, explain, preview, pool, agenda and bookings go by an import at once`() async throws {
        try await Service.run { service in
            let mentor = try await follower(service)
            let student = try await service.addStudent()
            #expect(try await starts(service).contains(Self.friday))
            #expect(try await !starts(service).contains(Self.worked))
            let outcome = try await importing(service, try content())
            #expect(outcome.version == 1 && outcome.mentors == 1 && outcome.changes.count == 365)

            // The booking is the first to need them: nobody has read anything since.
            let refused = try await service.ask(student, mentor, start: Self.friday)
            #expect(refused.code == "slot_not_offered" && refused.reasons.contains("outside_windows"))
            #expect(try await service.ask(student, mentor, start: Self.worked).status == 201)
            #expect(try await !starts(service).contains(Self.friday))
            #expect(try await starts(service).contains("2027-01-09T20:00:00+08:00"))
            let at = Self.friday.replacingOccurrences(of: "+", with: "%2B")
            let explained = try await service.call(
                .GET, "/v1/mentor/slots/explain?offering=mock&at=\(at)", token: mentor.token)
            #expect(explained.json["offered"] == false)
            let rules = explained.json["rules"]?.array ?? []
            #expect(rules.contains { $0["facts"]?["holiday"] == "day_off" })
            let pooled = try await service.call(.GET, "/v1/slots?direction=llm&from=2027-01-01&to=2027-01-02")
            #expect(pooled.json["data"]?.array?.isEmpty == true)
            let agenda = try await service.call(
                .GET, "/v1/mentor/agenda?from=2027-01-01&to=2027-01-02", token: mentor.token)
            #expect(agenda.json["free"]?.array?.isEmpty == true)
            let preview = try await service.call(
                .POST, "/v1/mentor/schedule/preview", token: mentor.token,
                ["timezone": "Asia/Shanghai", "weekly": Service.evenings])
            let gained = preview.json["gained"]?.array?.compactMap { $0["start"]?.string } ?? []
            #expect(gained.contains(Self.friday), "without holidays the day off is a Friday like others")
        }
    }

    @Test(arguments: [false, true])
    func `whoever asks first after an import is answered by it`(isPooled: Bool) async throws {
        try await Service.run { service in
            let mentor = try await follower(service)
            let student = try await service.addStudent()
            _ = try await importing(service, try content())
            if isPooled {
                let asked = try await service.call(
                    .POST, "/v1/consultations", token: student.token,
                    ["direction": "llm", "start": .string(Self.friday), "topic": "GRPO"])
                #expect(asked.code == "slot_not_offered")
            } else {
                let opened = try await service.ask(student, mentor)
                let placed = try await service.move(
                    "schedule", opened.id, student.token, ["start": .string(Self.friday), "offering": "mock"])
                #expect(placed.code == "slot_not_offered")
            }
        }
    }

    @Test func `an instance with a cache drops what it holds of every mentor`() async throws {
        try await Service.run { service in
            _ = try await follower(service)
            try await service.withCache { cached, cache, events in
                #expect(try await starts(cached).contains(Self.friday))
                #expect(cache.size.mentors == 1)
                _ = try await importing(service, try content())
                await events.next(.forgotAll)
                #expect(cache.size.mentors == 0)
                #expect(try await !starts(cached).contains(Self.friday))
                #expect(try await starts(cached).contains(Self.worked))
            }
        }
    }

    @Test func `an amendment, a correction and a withdrawal each say what they change, and repeats change nothing`()
        async throws
    {
        try await Service.run { service in
            _ = try await follower(service)
            #expect(try await service.desk.holidayImports.preview(try content()).version == nil)
            #expect(try await service.desk.holidayImports.list().isEmpty)
            _ = try await importing(service, try content())
            let again = try await importing(service, try content())
            #expect(!again.isNews && again.version == nil && again.changes.isEmpty)

            let amendment = HolidayImport(
                region: "CN",
                notices: [
                    try notice(
                        "国办发明电〔2026〕9号", published: "2026-12-01", covers: ("2027-01-02", "2027-01-04"),
                        off: ["2027-01-04"])
                ])
            let amended = try await importing(service, amendment)
            #expect(amended.version == 2)
            #expect(amended.changes.map(\.date.iso8601) == ["2027-01-02", "2027-01-03", "2027-01-04"])
            #expect(amended.changes.map(\.after) == [.ordinary, .ordinary, .dayOff])
            #expect(try await !starts(service).contains("2027-01-04T19:00:00+08:00"))

            let withdrawal = HolidayImport(region: "CN", notices: [], withdrawn: ["国办发明电〔2026〕9号", "none"])
            let withdrawn = try await importing(service, withdrawal)
            #expect(withdrawn.version == 3 && withdrawn.replaced == ["国办发明电〔2026〕9号"])
            #expect(try await starts(service).contains("2027-01-04T19:00:00+08:00"))
            #expect(try await service.desk.holidayImports.list().map(\.version) == [1, 2, 3])
            let audited = try await service.call(.GET, "/v1/admin/audit", token: service.adminToken)
            let entries = audited.json["data"]?.array?.filter { $0["action"] == "holidays.imported" } ?? []
            let subjects = Set(entries.compactMap { $0["subject"]?.string })
            #expect(subjects == ["CN version 1", "CN version 2", "CN version 3"])
        }
    }

    @Test func `imports at once are one after another, each of them held`() async throws {
        try await Service.run { service in
            let outcomes = try await withThrowingTaskGroup(of: HolidayImports.Outcome.self) { group in
                for day in 1...8 {
                    group.addTask {
                        try await importing(
                            service,
                            HolidayImport(
                                region: "CN",
                                notices: [
                                    try notice(
                                        "\(day)", covers: ("2027-03-0\(day)", "2027-03-0\(day)"),
                                        off: ["2027-03-0\(day)"])
                                ]))
                    }
                }
                var outcomes: [HolidayImports.Outcome] = []
                for try await outcome in group { outcomes.append(outcome) }
                return outcomes
            }
            #expect(Set(outcomes.compactMap(\.version)) == Set(1...8))
            let calendar = try #require(try await service.desk.holidayImports.calendars()["CN"])
            for day in 1...8 {
                let date = try #require(CivilDate(iso8601: "2027-03-0\(day)"))
                #expect(calendar.state(of: date) == .dayOff)
            }
        }
    }
}
