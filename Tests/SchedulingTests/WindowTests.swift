import Scheduling
import Testing

@Suite struct WindowTests {
    @Test(arguments: [("00:00", 0), ("09:05", 545), ("23:59", 1_439), ("24:00", 1_440)])
    func `a wall time is HH:MM, up to 24:00`(text: String, minutes: Int) throws {
        let time = try #require(WallTime(text))
        #expect(time.minutes == minutes)
        #expect(time.string == text)
    }

    @Test(arguments: ["24:01", "25:00", "12:60", "9:00", "09:0", "09:00:00", "0900", "", "-1:00", "ab:cd", "１２:00"])
    func `what is not a wall time is refused`(text: String) {
        #expect(WallTime(text) == nil)
    }

    @Test(arguments: [
        ("19:00", "22:00", 180, false), ("22:00", "02:00", 240, true), ("00:00", "24:00", 1_440, false),
        ("00:00", "00:00", 1_440, true), ("23:00", "24:00", 60, false), ("10:00", "10:00", 1_440, true),
        ("23:59", "00:00", 1, true),
    ])
    func `an end at or before the start is on the next day`(
        start: String, end: String, length: Int, endsNextDay: Bool
    ) throws {
        let made = try window(start, end)
        #expect(made.lengthMinutes == length)
        #expect(made.endsNextDay == endsNextDay)
    }

    @Test func `a window does not start at 24:00`() {
        #expect(Window("24:00", "02:00") == nil)
    }

    @Test(arguments: [
        // A spring gap: New York, 2025-03-09, 02:00–03:00 does not exist.
        ("America/New_York", "2025-03-09", "01:00", "04:00", "2025-03-09T06:00:00Z/2025-03-09T08:00:00Z"),
        ("America/New_York", "2025-03-09", "02:30", "04:00", "2025-03-09T07:00:00Z/2025-03-09T08:00:00Z"),
        ("America/New_York", "2025-03-09", "01:00", "02:30", "2025-03-09T06:00:00Z/2025-03-09T07:00:00Z"),
        ("America/New_York", "2025-03-09", "02:10", "02:50", ""),
        // The autumn overlap: 2025-11-02, 01:00–02:00 happens twice.
        ("America/New_York", "2025-11-02", "01:30", "01:45", "2025-11-02T05:30:00Z/2025-11-02T06:45:00Z"),
        ("America/New_York", "2025-11-02", "00:00", "01:00", "2025-11-02T04:00:00Z/2025-11-02T05:00:00Z"),
        ("America/New_York", "2025-11-02", "00:00", "02:00", "2025-11-02T04:00:00Z/2025-11-02T07:00:00Z"),
        ("America/New_York", "2025-11-02", "00:00", "24:00", "2025-11-02T04:00:00Z/2025-11-03T05:00:00Z"),
        // Midnight does not exist, and midnight happens twice.
        ("America/Havana", "2025-03-09", "00:00", "02:00", "2025-03-09T05:00:00Z/2025-03-09T06:00:00Z"),
        ("America/Havana", "2025-11-02", "00:00", "01:00", "2025-11-02T04:00:00Z/2025-11-02T06:00:00Z"),
        // Half an hour, two hours, and a day that was left out.
        ("Australia/Lord_Howe", "2025-04-06", "01:00", "02:00", "2025-04-05T14:00:00Z/2025-04-05T15:30:00Z"),
        ("Antarctica/Troll", "2025-03-30", "00:00", "04:00", "2025-03-30T00:00:00Z/2025-03-30T02:00:00Z"),
        ("Pacific/Apia", "2011-12-30", "09:00", "17:00", ""),
        ("Pacific/Apia", "2011-12-29", "22:00", "02:00", "2011-12-30T08:00:00Z/2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "00:00", "01:00", "2011-12-30T10:00:00Z/2011-12-30T11:00:00Z"),
        // Dublin's winter time is the negative one; Casablanca's changes around Ramadan.
        ("Europe/Dublin", "2025-10-26", "01:00", "02:00", "2025-10-26T00:00:00Z/2025-10-26T02:00:00Z"),
        ("Africa/Casablanca", "2025-02-23", "02:00", "03:00", "2025-02-23T01:00:00Z/2025-02-23T03:00:00Z"),
        // Ends a whole day later, in the hour before a midnight that is repeated.
        ("America/Sao_Paulo", "2019-02-15", "23:30", "23:30", "2019-02-16T01:30:00Z/2019-02-17T02:30:00Z"),
        // Far beyond the data: the rule goes on.
        ("Europe/Berlin", "2099-03-29", "01:00", "04:00", "2099-03-29T00:00:00Z/2099-03-29T02:00:00Z"),
        ("Europe/Berlin", "8099-10-25", "01:00", "04:00", "8099-10-24T23:00:00Z/8099-10-25T03:00:00Z"),
    ])
    func `wall times become instants by the first and last reading`(
        zone: String, day: String, start: String, end: String, expected: String
    ) throws {
        let on = try date(day)
        let schedule = Schedule(zone: try Zones.named(zone), days: [on: [try window(start, end)]])
        let around = try instant("\(day)T00:00:00Z")
        let found = schedule.windows(in: around.adding(days: -3)..<around.adding(days: 4))
        #expect(found.map { "\($0.lowerBound)/\($0.upperBound)" }.joined(separator: " ") == expected)
    }

    @Test(arguments: [
        // 02:00–03:00 left out: the windows touch and have one grid, from 01:00.
        ("2025-03-09", "01:00", "02:00", "03:00", "05:00", "06:00 06:45 07:30 08:15"),
        // 01:00–02:00 repeated: the first ends at the second 01:30, after the second has begun.
        ("2025-11-02", "00:15", "01:30", "01:45", "04:00", "04:15 05:00 05:45 06:30 07:15 08:00"),
        // Any other day: two grids.
        ("2025-06-02", "01:00", "02:00", "03:00", "05:00", "05:00 07:00 07:45 08:30"),
    ])
    func `windows of a day that touch as instants have one grid`(
        day: String, start: String, end: String, nextStart: String, nextEnd: String, expected: String
    ) throws {
        let on = try date(day)
        let schedule = Schedule(
            zone: try Zones.named("America/New_York"),
            days: [on: [try window(nextStart, nextEnd), try window(start, end)]])
        let midnight = schedule.zone.firstInstant(of: on)
        let finder = SlotFinder(
            schedule: schedule, offering: OfferingRules(durationMinutes: 30, stepMinutes: 45, horizonDays: 10),
            bookings: [], now: midnight)
        let starts = finder.starts(in: midnight..<midnight.adding(days: 2))
        #expect(starts.map { $0.rfc3339UTC.dropFirst(11).prefix(5) }.joined(separator: " ") == expected)
    }

    @Test func `open hours are windows less time off, free hours less bookings too`() throws {
        let schedule = Schedule(
            zone: .utc, weekly: [.monday: [try window("08:00", "12:00"), try window("13:00", "15:00")]],
            timeOff: [
                try instant("2026-03-02T09:00:00Z")..<instant("2026-03-02T10:00:00Z"),
                try instant("2026-03-02T09:30:00Z")..<instant("2026-03-02T10:30:00Z"),
                try instant("2026-03-02T14:00:00Z")..<instant("2026-03-02T16:00:00Z"),
            ])
        let monday = try instant("2026-03-02T00:00:00Z")..<instant("2026-03-03T00:00:00Z")
        func text(_ spans: [Range<Instant>]) -> [String] {
            spans.map {
                "\($0.lowerBound.rfc3339UTC.dropFirst(11).prefix(5))–\($0.upperBound.rfc3339UTC.dropFirst(11).prefix(5))"
            }
        }
        #expect(text(schedule.windows(in: monday)) == ["08:00–12:00", "13:00–15:00"])
        #expect(text(schedule.openHours(in: monday)) == ["08:00–09:00", "10:30–12:00", "13:00–14:00"])
        let booking = Booking(
            start: try instant("2026-03-02T11:00:00Z"), end: try instant("2026-03-02T11:30:00Z"),
            bufferBeforeMinutes: 15, isSameOffering: false)
        let finder = SlotFinder(
            schedule: schedule, offering: OfferingRules(durationMinutes: 30), bookings: [booking],
            now: monday.lowerBound)
        #expect(
            text(finder.freeHours(in: monday)) == ["08:00–09:00", "10:30–10:45", "11:30–12:00", "13:00–14:00"])
        let session = try instant("2026-03-02T08:00:00Z")..<instant("2026-03-02T09:00:00Z")
        #expect(schedule.isOpen(throughout: session))
        #expect(!schedule.isOpen(throughout: session.lowerBound..<session.upperBound.adding(minutes: 1)))
    }
}
