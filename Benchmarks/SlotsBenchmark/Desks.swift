import Scheduling
import ZoneData

/// Many mentors: five windows a week, forty live bookings in the coming thirty days, a sixty-minute offering.
struct Desks {
    let zone: ZoneRules
    let now: Instant
    let range: Range<Instant>
    private let finders: [SlotFinder]

    init(count: Int) throws {
        guard let zone = try ZoneDirectory().zone(named: "Asia/Shanghai") else { throw ZoneMissing() }
        self.zone = zone
        // Monday 2026-11-23, 18:00 in Shanghai.
        let now = Instant(seconds: 1_795_428_000)
        self.now = now
        range = now..<now.adding(days: 30)
        guard let window = Window("15:00", "22:00") else { throw ZoneMissing() }
        let weekly = Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, [window]) })
        let offering = OfferingRules(
            durationMinutes: 60, stepMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, noticeMinutes: 0,
            horizonDays: 60, maxPerDay: nil, maxPerWeek: nil, isActive: true)
        finders = (0..<count).map { mentor in
            // A schedule of its own each, as they come from a database.
            let schedule = Schedule(zone: zone, weekly: weekly)
            let bookings = (0..<40).map { number in
                // Of the 147 hours of the coming 21 weekdays some, another pattern for each mentor.
                let cell = (number * 41 + mentor * 13) % 147
                let (day, hour) = (cell / 7, 15 + cell % 7)
                let calendarDay = 1 + day / 5 * 7 + day % 5 + (day % 5 == 4 ? 2 : 0)
                let midnight = Instant(seconds: 1_795_363_200 + Int64(calendarDay) * 86_400)
                let start = midnight.adding(minutes: hour * 60)
                return Booking(start: start, end: start.adding(minutes: 60), isSameOffering: true)
            }
            return SlotFinder(schedule: schedule, offering: offering, bookings: bookings, now: now)
        }
    }

    /// What the engine does for one answer, from the rows on: sorting the bookings and finding the starts.
    func starts(of mentor: Int) -> [Instant] {
        let known = finders[mentor]
        return SlotFinder(
            schedule: known.schedule, offering: known.offering, bookings: known.bookings, now: now
        ).starts(in: range)
    }

    struct ZoneMissing: Error {}
}
