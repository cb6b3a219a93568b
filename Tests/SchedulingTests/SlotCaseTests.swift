import Foundation
import Scheduling
import Testing

/// One case of `Cases/slots.json`.
struct SlotCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Rules: Decodable, Sendable {
        let durationMinutes: Int
        let stepMinutes: Int?
        let bufferBeforeMinutes: Int?
        let bufferAfterMinutes: Int?
        let noticeMinutes: Int?
        let horizonDays: Int?
        let maxPerDay: Int?
        let maxPerWeek: Int?
    }
    struct Busy: Decodable, Sendable {
        let start: String
        let end: String
        let bufferBeforeMinutes: Int?
        let bufferAfterMinutes: Int?
    }
    struct Span: Decodable, Sendable {
        let start: String
        let end: String
    }
    struct Query: Decodable, Sendable {
        let from: String
        let to: String
    }
    let name: String
    let mentorTimezone: String
    let weekly: [String: [[String]]]
    let days: [String: [[String]]]?
    let holidays: String?
    let timeOff: [Span]?
    let busy: [Busy]?
    let offering: Rules
    let query: Query
    let now: String
    let expect: [String]

    var testDescription: String { name }

    static func all() throws -> [SlotCase] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([SlotCase].self, from: Data(contentsOf: casesFile("slots.json")))
    }

    private static func windows(_ pairs: [[String]]) throws -> [Window] {
        try pairs.map { try window($0[0], $0[1]) }
    }

    func schedule() throws -> Schedule {
        var week: [Weekday: [Window]] = [:]
        for (slug, pairs) in weekly {
            week[try #require(Weekday(slug: slug))] = try Self.windows(pairs)
        }
        var dated: [CivilDate: [Window]] = [:]
        for (day, pairs) in days ?? [:] {
            dated[try date(day)] = try Self.windows(pairs)
        }
        return Schedule(
            zone: try Zones.named(mentorTimezone), weekly: week,
            holidays: holidays == nil ? nil : try ChineseHolidays.holidays(), days: dated,
            timeOff: try (timeOff ?? []).map { try instant($0.start)..<instant($0.end) })
    }

    func finder() throws -> SlotFinder {
        SlotFinder(
            schedule: try schedule(),
            offering: OfferingRules(
                durationMinutes: offering.durationMinutes, stepMinutes: offering.stepMinutes,
                bufferBeforeMinutes: offering.bufferBeforeMinutes ?? 0,
                bufferAfterMinutes: offering.bufferAfterMinutes ?? 0, noticeMinutes: offering.noticeMinutes ?? 0,
                horizonDays: offering.horizonDays ?? 60, maxPerDay: offering.maxPerDay,
                maxPerWeek: offering.maxPerWeek),
            bookings: try (busy ?? []).map {
                Booking(
                    start: try instant($0.start), end: try instant($0.end),
                    bufferBeforeMinutes: $0.bufferBeforeMinutes ?? 0,
                    bufferAfterMinutes: $0.bufferAfterMinutes ?? 0, isSameOffering: true)
            },
            now: try instant(now))
    }
}

@Suite struct SlotCaseTests {
    @Test func `all 21 cases are there`() throws {
        #expect(try SlotCase.all().count == 21)
    }

    @Test(arguments: try SlotCase.all())
    func `a case of the contract is answered as written`(slotCase: SlotCase) throws {
        let finder = try slotCase.finder()
        let range = try instant(slotCase.query.from)..<instant(slotCase.query.to)
        let starts = finder.starts(in: range)
        #expect(starts.map(\.rfc3339UTC) == slotCase.expect)
        #expect(finder.nextStart(atOrAfter: range.lowerBound)?.rfc3339UTC == slotCase.expect.first)
        for start in starts {
            #expect(finder.refusals(at: start).isEmpty)
        }
        // Every other five minutes of the range is refused, and says why.
        let offered = Set(starts)
        var candidate = range.lowerBound
        while candidate < range.upperBound {
            if !offered.contains(candidate) {
                #expect(!finder.refusals(at: candidate).isEmpty, "\(candidate)")
            }
            candidate = candidate.adding(minutes: 5)
        }
    }
}
