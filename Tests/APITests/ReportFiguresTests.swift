import Foundation
import HTTPAPI
import Mentoring
import Scheduling
import TestDatabase
import Testing

/// Every figure against an oracle that knows nothing of how the service reckons.
@Suite(.database(Service.template))
struct ReportFiguresTests {
    /// Six weeks of random life, and which weeks of which zones are looked at then.
    struct Life: Sendable, CustomTestStringConvertible {
        let name: String
        let seed: UInt64
        let start: String
        let zone: String
        let weeks: [(year: Int, week: Int)]
        var testDescription: String { name }
    }

    private static let lives = [
        Life(
            name: "over the year's end", seed: 1, start: "2026-12-13T10:00:00+08:00", zone: "Asia/Shanghai",
            weeks: [(2026, 51), (2026, 52), (2026, 53), (2027, 1), (2027, 2)]),
        Life(
            name: "clocks go forward in Berlin", seed: 2, start: "2027-03-14T10:00:00+08:00", zone: "Europe/Berlin",
            weeks: [(2027, 11), (2027, 12), (2027, 13), (2027, 14)]),
        Life(
            name: "clocks go back in New York", seed: 3, start: "2026-10-18T10:00:00+08:00", zone: "America/New_York",
            weeks: [(2026, 43), (2026, 44), (2026, 45), (2026, 46)]),
    ]

    private static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }

    private func compare(_ wire: JSONValue?, _ expected: [String: Double], _ place: String) {
        let values = wire?.object ?? [:]
        #expect(Set(values.keys) == Set(expected.keys), "\(place)")
        for (name, expected) in expected {
            let value = Self.number(values[name]) ?? .nan
            #expect(abs(value - expected) < 0.001, "\(place), \(name): \(value), not \(expected)")
        }
    }

    @Test(arguments: lives) func `figures are those of the rows`(life: Life) async throws {
        try await Service.run { service in
            service.set(life.start)
            let people = try await ReportLife(service)
            var dice = ReportLife.Dice(state: life.seed)
            let end = service.clock.now.adding(days: 35)
            try await people.live(until: end, steps: 260, dice: &dice)
            let oracle = try await ReportOracle.read(now: end.microseconds)
            var seen: [String: Double] = [:]
            for (year, number) in life.weeks {
                let name = "\(year)-W\(number < 10 ? "0" : "")\(number)"
                let week = try #require(ReportOracle.Week(year: year, week: number, zone: life.zone))
                let answer = try await service.call(
                    .GET, "/v1/reports/weekly/\(name)?tz=\(life.zone)", token: service.adminToken)
                #expect(answer.status == 200, "\(answer.text)")
                let report = answer.json
                let overall = oracle.figures(week)
                compare(report["overall"]?["values"], overall, "\(name) overall")
                seen.merge(overall) { $0 + $1 }
                #expect(report["heat"] == .array(oracle.heat(week).map { .array($0.map { .integer($0) }) }), "\(name)")
                for mentor in report["mentors"]?.array ?? [] {
                    let handle = mentor["handle"]?.string ?? ""
                    compare(
                        mentor["figures"]?["values"], oracle.figures(week, mentor: oracle.mentors[handle]),
                        "\(name) \(handle)")
                }
                #expect(report["mentors"]?.array?.count == 3)
                for direction in report["directions"]?.array ?? [] {
                    let slug = direction["slug"]?.string ?? ""
                    compare(
                        direction["figures"]?["values"], oracle.figures(week, direction: slug), "\(name) \(slug)")
                }
                let own = try await service.call(
                    .GET, "/v1/reports/weekly/\(name)?tz=\(life.zone)&mentor=lin", token: service.adminToken
                ).json
                compare(
                    own["overall"]?["values"], oracle.figures(week, mentor: oracle.mentors["lin"]), "\(name) lin's own")
                #expect(
                    own["heat"]
                        == .array(
                            oracle.heat(week, mentor: oracle.mentors["lin"]).map { .array($0.map { .integer($0) }) }))
            }
            // A life in which hardly anything happened would show nothing.
            for name in [
                "requests", "accepted", "declined", "expired", "booked_at_once", "moved", "cancelled",
                "completed", "messages", "new_students", "returning_students", "overdue", "replies_overdue",
                "offered_hours",
            ] {
                #expect(seen[name] ?? 0 > 0, "\(name) never happened")
            }
        }
    }
}
