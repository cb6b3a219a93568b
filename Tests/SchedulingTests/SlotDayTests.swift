import Scheduling
import Testing

/// Caps and horizon go by the mentor's civil day, also where the clocks change around midnight.
@Suite struct SlotDayTests {
    private func starts(
        _ zone: String, now: String, hours: [(String, String)], horizon: Int = 60, perDay: Int? = nil,
        bookings: [String] = [], from: String, to: String
    ) throws -> [String] {
        let windows = try hours.map { try window($0.0, $0.1) }
        let finder = SlotFinder(
            schedule: Schedule(
                zone: try Zones.named(zone),
                weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, windows) })),
            offering: OfferingRules(durationMinutes: 30, horizonDays: horizon, maxPerDay: perDay),
            bookings: try bookings.map {
                let start = try instant($0)
                return Booking(start: start, end: start.adding(minutes: 30), isSameOffering: true)
            }, now: try instant(now))
        return finder.starts(in: try instant(from)..<instant(to)).map { $0.rfc3339(in: finder.schedule.zone) }
    }

    @Test func `a cap of a 23-hour day ends with the day`() throws {
        let found = try starts(
            "America/New_York", now: "2025-03-01T00:00:00Z", hours: [("23:00", "01:00")], perDay: 1,
            bookings: ["2025-03-09T12:00:00-04:00"], from: "2025-03-09T22:00:00-04:00", to: "2025-03-10T03:00:00-04:00")
        #expect(found == ["2025-03-10T00:00:00-04:00", "2025-03-10T00:30:00-04:00"])
    }

    @Test func `a cap of a 25-hour day lasts to its end`() throws {
        let found = try starts(
            "America/New_York", now: "2025-10-01T00:00:00Z", hours: [("23:00", "01:00")], perDay: 1,
            bookings: ["2025-11-02T00:00:00-04:00"], from: "2025-11-02T22:00:00-05:00", to: "2025-11-03T03:00:00-05:00")
        #expect(found == ["2025-11-03T00:00:00-05:00", "2025-11-03T00:30:00-05:00"])
    }

    @Test func `a horizon holds on both sides of a midnight that is taken back`() throws {
        // On 2010-11-07 at 00:01 the clocks of St John's went back to 23:01 of the day before.
        let found = try starts(
            "America/St_Johns", now: "2010-11-06T12:00:00-02:30", hours: [("22:30", "01:00")], horizon: 0,
            from: "2010-11-06T22:00:00-02:30", to: "2010-11-08T00:00:00-03:30")
        #expect(
            found == [
                "2010-11-06T22:30:00-02:30", "2010-11-06T23:00:00-02:30", "2010-11-06T23:30:00-02:30",
                "2010-11-06T23:30:00-03:30",
            ])
    }

    @Test func `an answer expires when the mentor's midnight is taken back and the horizon with it`() throws {
        let zone = try Zones.named("America/St_Johns")
        let hours = [try window("05:00", "06:00")]
        let schedule = Schedule(
            zone: zone, weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, hours) }))
        func finder(_ now: String) throws -> SlotFinder {
            SlotFinder(
                schedule: schedule, offering: OfferingRules(durationMinutes: 60, horizonDays: 0), bookings: [],
                now: try instant(now))
        }
        let sunday = try instant("2010-11-07T04:00:00-03:30")..<instant("2010-11-07T07:00:00-03:30")
        let first = try finder("2010-11-07T00:00:30-02:30")
        #expect(first.starts(in: sunday).count == 1)
        #expect(first.nextChange(for: sunday) == (try instant("2010-11-06T23:01:00-03:30")))
        #expect(try finder("2010-11-06T23:01:00-03:30").starts(in: sunday).isEmpty)
    }

    @Test func `an empty span of time off and an empty booking are in nobody's way`() throws {
        let start = try instant("2026-03-02T09:10:00Z")
        let finder = SlotFinder(
            schedule: Schedule(zone: .utc, weekly: [.monday: [try window("09:00", "10:00")]], timeOff: [start..<start]),
            offering: OfferingRules(durationMinutes: 30),
            bookings: [Booking(start: start, end: start, isSameOffering: true)],
            now: try instant("2026-03-01T00:00:00Z"))
        #expect(finder.starts(in: finder.now..<finder.now.adding(days: 7)).count == 2)
    }
}
