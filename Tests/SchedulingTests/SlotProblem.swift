import Scheduling
import TestRandom
import Testing

/// A random schedule, offering, bookings, moment and range, from a seed.
struct SlotProblem: CustomStringConvertible {
    let seed: UInt64
    let zone: ZoneRules
    let schedule: Schedule
    let offering: OfferingRules
    let bookings: [Booking]
    let now: Instant
    let range: Range<Instant>
    let isNearTransition: Bool

    var finder: SlotFinder {
        SlotFinder(schedule: schedule, offering: offering, bookings: bookings, now: now)
    }

    var description: String {
        "seed \(seed), \(zone.name), \(range), now \(now), \(offering), weekly \(schedule.weekly), days \(schedule.days), "
            + "time off \(schedule.timeOff), bookings \(bookings), caps \(String(describing: schedule.maxPerDay)) "
            + "\(String(describing: schedule.maxPerWeek))"
    }

    init(seed: UInt64, zone: ZoneRules, nearTransition: Bool) {
        self.seed = seed
        self.zone = zone
        var random = SeededGenerator(seed: seed)
        var center = Instant(seconds: Int64(random.int(-2_500_000_000...4_100_000_000) / 60 * 60))
        var isNear = false
        if nearTransition, let transition = Self.transition(of: zone, &random) {
            center = transition.adding(minutes: random.int(-36 * 60...36 * 60))
            isNear = true
        }
        isNearTransition = isNear
        let from = center.adding(minutes: -random.int(0...24 * 60)).adding(
            microseconds: random.chance(20) ? Int64(random.int(0...60_000_000)) : 0)
        range = from..<from.adding(minutes: random.int(1...60 * 60))
        now = from.adding(minutes: -random.int(-12 * 60...60 * 60)).adding(
            microseconds: Int64(random.pick([0, 0, 1, -1, 30_000_000])))
        let duration = random.pick([5, 15, 25, 30, 45, 60, 60, 90, 120, 240, 480])
        offering = OfferingRules(
            durationMinutes: duration,
            stepMinutes: random.pick([nil, 5, 10, 15, 30, 45, 60, 77, 1_440]),
            bufferBeforeMinutes: random.pick([0, 0, 5, 15, 60, 240]),
            bufferAfterMinutes: random.pick([0, 0, 5, 15, 60, 240]),
            noticeMinutes: random.pick([0, 0, 60, 1_440, 3_000]),
            horizonDays: random.pick([0, 1, 2, 3, 60, 100_000]),
            maxPerDay: random.pick([nil, nil, 1, 1, 2]),
            maxPerWeek: random.pick([nil, nil, nil, 1, 3]),
            isActive: !random.chance(2))
        schedule = Self.schedule(zone: zone, around: center, &random)
        bookings = (0..<random.int(0...5)).map { _ in Self.booking(around: center, &random) }
    }

    static func booking(around center: Instant, _ random: inout SeededGenerator) -> Booking {
        let hours = random.pick([6, 48])
        let start = center.adding(minutes: random.int(-hours * 60...hours * 60))
            .adding(microseconds: Int64(random.pick([0, 0, 0, 1, -1])))
        return Booking(
            start: start, end: start.adding(minutes: random.int(5...180)),
            bufferBeforeMinutes: random.pick([0, 0, 10, 60]), bufferAfterMinutes: random.pick([0, 0, 10, 60]),
            isSameOffering: random.chance(60))
    }

    private static func schedule(
        zone: ZoneRules, around center: Instant, _ random: inout SeededGenerator
    ) -> Schedule {
        let roundTheClock = random.chance(10)
        var weekly: [Weekday: [Window]] = [:]
        for weekday in Weekday.allCases where roundTheClock || random.chance(75) {
            weekly[weekday] = windows(roundTheClock ? [(0, 1_440)] : randomWindows(&random))
        }
        let today = zone.localDate(at: center)
        var days: [CivilDate: [Window]] = [:]
        for _ in 0..<random.pick([0, 0, 1, 2]) {
            days[today.adding(days: random.int(-3...3))] =
                windows((0..<random.int(0...2)).map { _ in randomWindow(&random) })
        }
        var holidays: Holidays?
        if random.chance(30) {
            let covers = today.adding(days: -2)...today.adding(days: 2)
            let daysOff = [today.adding(days: random.int(-2...2))]
            let working = (-2...2).map { today.adding(days: $0) }.filter { $0.weekday >= .saturday }
            holidays = Holidays(
                notices: [HolidayNotice(title: "", covers: covers, daysOff: daysOff, workingDays: working)])
        }
        let timeOff = (0..<random.pick([0, 0, 1, 2])).map { _ in
            let start = center.adding(minutes: random.int(-40 * 60...40 * 60))
            // An empty span overlaps nothing.
            let minutes = random.chance(25) ? 0 : random.int(1...600)
            return start..<start.adding(minutes: minutes).adding(microseconds: Int64(random.int(0...1)))
        }
        return Schedule(
            zone: zone, weekly: weekly, holidays: holidays, days: days, timeOff: timeOff,
            maxPerDay: random.pick([nil, nil, nil, 1, 2]), maxPerWeek: random.pick([nil, nil, nil, 2, 4]))
    }

    /// Sometimes two windows that a gap or an overlap of an hour makes touch or overlap as instants.
    private static func randomWindows(_ random: inout SeededGenerator) -> [(Int, Int)] {
        if random.chance(20) {
            let hour = random.pick([0, 60, 120, 180]) + random.pick([0, 0, 0, 30])
            return [(hour, hour + 60), (hour + 60 + random.pick([15, 30, 60, 60]), hour + 60 + random.int(61...400))]
        }
        return (0..<random.int(0...3)).map { _ in randomWindow(&random) }
    }

    /// Hours at which the clocks change are as likely as all others together.
    private static func randomWindow(_ random: inout SeededGenerator) -> (Int, Int) {
        let start =
            random.chance(50)
            ? random.pick([0, 1, 30, 60, 90, 120, 150, 180, 240, 1_380, 1_439]) : random.int(0...1_439)
        let end =
            random.chance(50)
            ? random.pick([0, 30, 60, 90, 120, 135, 180, 240, 1_380, 1_440])
            : min(start + random.int(1...600), 1_440)
        return (start, end)
    }

    private static func windows(_ pairs: [(Int, Int)]) -> [Window] {
        pairs.compactMap { start, end in
            guard let start = WallTime(minutes: start), let end = WallTime(minutes: end) else { return nil }
            return Window(start: start, end: end)
        }
    }

    /// A random transition between 1883 and 2100.
    private static func transition(of zone: ZoneRules, _ random: inout SeededGenerator) -> Instant? {
        var transitions: [Instant] = []
        var instant = Instant(seconds: -2_750_000_000)
        while let next = zone.nextTransition(after: instant), next.seconds < 4_100_000_000 {
            transitions.append(next)
            instant = next
        }
        // Changes at odd seconds (local mean time) are slow for the oracle: taken one time in eight.
        let whole = transitions.filter { SlotOracle.granularity(of: zone, around: $0) == 60 }
        if !whole.isEmpty, !random.chance(12) { return random.pick(whole) }
        return transitions.isEmpty ? nil : random.pick(transitions)
    }
}
