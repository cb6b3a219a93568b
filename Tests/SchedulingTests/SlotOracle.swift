import Scheduling
import Testing

/// The slot rules done the slow way, straight from their text: a table of the wall reading at every tick, and
/// loops over it. It shares nothing with the engine but the offset of a zone at an instant, and the days' hours.
///
/// A tick is a minute, or less where the zone's offsets or transitions nearby are not whole minutes.
final class SlotOracle {
    private let problem: SlotProblem
    private let tick: Int64
    /// Seconds of tick 0.
    private let base: Int64
    /// Wall reading in seconds at each tick.
    private var local: [Int64] = []
    /// The least and the greatest offset of all ticks.
    private var offsets: ClosedRange<Int64>
    private var covered: [Bool] = []
    /// The seconds on the grid.
    private var grid: Set<Int64> = []

    private static let day: Int64 = 86_400

    static func granularity(of zone: ZoneRules, around instant: Instant) -> Int64 {
        func divisor(_ left: Int64, _ right: Int64) -> Int64 { right == 0 ? abs(left) : divisor(right, left % right) }
        var tick: Int64 = 60
        var at = instant.adding(days: -8)
        tick = divisor(tick, Int64(zone.offsetSeconds(at: at)))
        while let next = zone.nextTransition(after: at), next < instant.adding(days: 8) {
            tick = divisor(divisor(tick, next.seconds), Int64(zone.offsetSeconds(at: next)))
            at = next
        }
        return tick
    }

    init(_ problem: SlotProblem) {
        self.problem = problem
        let range = problem.range
        tick = Self.granularity(of: problem.zone, around: range.lowerBound)
        base = range.lowerBound.adding(days: -5).seconds / 60 * 60
        let first = Int64(problem.zone.offsetSeconds(at: Instant(seconds: base)))
        offsets = first...first
        let end = range.upperBound.adding(days: 5).seconds
        var from = base
        while from < end {
            let offset = Int64(problem.zone.offsetSeconds(at: Instant(seconds: from)))
            let to = min(problem.zone.nextTransition(after: Instant(seconds: from))?.seconds ?? end, end)
            local.append(contentsOf: stride(from: from + offset, to: to + offset, by: Int(tick)))
            offsets = min(offsets.lowerBound, offset)...max(offsets.upperBound, offset)
            from = to
        }
        covered = Array(repeating: false, count: local.count)
        markWindows()
    }

    private func second(_ index: Int) -> Int64 { base + Int64(index) * tick }

    private func markWindows() {
        let margin = Int(5 * Self.day / 2 / tick)
        let first = Int(local[margin] / Self.day) - 2
        let last = Int(local[local.count - margin] / Self.day) + 2
        let step = Int64(problem.offering.stepMinutes) * 60
        for number in first...last {
            let spans = problem.schedule.hours(on: CivilDate(daysSinceEpoch: number)).windows.compactMap { window in
                let midnight = Int64(number) * Self.day
                let end = window.end.minutes <= window.start.minutes ? window.end.minutes + 1_440 : window.end.minutes
                return span(from: midnight + Int64(window.start.minutes) * 60, to: midnight + Int64(end) * 60)
            }
            for merged in Self.merging(spans) {
                for index in merged { covered[index] = true }
                var start = second(merged.lowerBound)
                while start < second(merged.upperBound) {
                    grid.insert(start)
                    start += step
                }
            }
        }
    }

    /// Ticks from the first whose reading is at or after `start` up to the last whose reading is before `end`.
    private func span(from start: Int64, to end: Int64) -> Range<Int>? {
        // Whatever the tick, its reading is between these: the ticks left out cannot be first or last.
        let low = min(max(Int((start - offsets.upperBound - base) / tick), 0), local.count)
        let high = min(max(Int((end - offsets.lowerBound - base) / tick) + 1, 0), local.count)
        return local.withUnsafeBufferPointer { local in
            var first = low
            while first < local.count, local[first] < start { first += 1 }
            var last = min(high, local.count - 1)
            while last >= first, local[last] >= end { last -= 1 }
            return first <= last ? first..<(last + 1) : nil
        }
    }

    private static func merging(_ spans: [Range<Int>]) -> [Range<Int>] {
        var spans = spans
        var changed = true
        while changed {
            changed = false
            search: for left in spans.indices {
                for right in spans.indices where right > left {
                    let (one, two) = (spans[left], spans[right])
                    if one.lowerBound <= two.upperBound, two.lowerBound <= one.upperBound {
                        spans[left] = min(one.lowerBound, two.lowerBound)..<max(one.upperBound, two.upperBound)
                        spans.remove(at: right)
                        changed = true
                        break search
                    }
                }
            }
        }
        return spans
    }

    /// All starts offered in the range, ascending. Only ticks can be on a grid.
    func starts() -> [Instant] {
        grid.sorted().map { Instant(seconds: $0) }.filter { problem.range.contains($0) && refusals(at: $0).isEmpty }
    }

    /// The starts of the grid in the range, offered or not.
    func gridInRange() -> [Instant] {
        grid.sorted().map { Instant(seconds: $0) }.filter { problem.range.contains($0) }
    }

    func refusals(at start: Instant) -> [SlotRule] {
        let offering = problem.offering
        let end = start.adding(minutes: offering.durationMinutes)
        let from = start.adding(minutes: -offering.bufferBeforeMinutes)
        let to = end.adding(minutes: offering.bufferAfterMinutes)
        func overlaps(_ one: (Instant, Instant), _ two: (Instant, Instant)) -> Bool {
            max(one.0, two.0) < min(one.1, two.1)
        }
        func date(_ instant: Instant) -> CivilDate {
            let local = instant.seconds + Int64(problem.zone.offsetSeconds(at: instant))
            return CivilDate(daysSinceEpoch: Int((Double(local) / 86_400).rounded(.down)))
        }
        let today = date(problem.now)
        let day = date(start)
        func count(_ same: Bool, _ isCounted: (CivilDate) -> Bool) -> Int {
            problem.bookings.count { (!same || $0.isSameOffering) && isCounted(date($0.start)) }
        }
        func sameWeek(_ other: CivilDate) -> Bool { ISOWeek(containing: other) == ISOWeek(containing: day) }
        var refusals: [SlotRule] = []
        func refuse(_ rule: SlotRule, _ refuses: Bool) { if refuses { refusals.append(rule) } }

        refuse(.offeringInactive, !offering.isActive)
        refuse(.offGrid, start.microseconds % 1_000_000 != 0 || !grid.contains(start.seconds))
        refuse(.outsideWindows, !isCovered(start, end))
        refuse(.timeOff, problem.schedule.timeOff.contains { overlaps((start, end), ($0.lowerBound, $0.upperBound)) })
        refuse(.notice, start < problem.now.adding(minutes: offering.noticeMinutes))
        refuse(.horizon, day.daysSinceEpoch - today.daysSinceEpoch > offering.horizonDays)
        refuse(.offeringDayCap, count(true) { $0 == day } >= offering.maxPerDay ?? .max)
        refuse(.offeringWeekCap, count(true, sameWeek) >= offering.maxPerWeek ?? .max)
        refuse(.mentorDayCap, count(false) { $0 == day } >= problem.schedule.maxPerDay ?? .max)
        refuse(.mentorWeekCap, count(false, sameWeek) >= problem.schedule.maxPerWeek ?? .max)
        refuse(.mentorBusy, problem.bookings.contains { overlaps((from, to), ($0.occupiedStart, $0.occupiedEnd)) })
        return refusals
    }

    private func isCovered(_ start: Instant, _ end: Instant) -> Bool {
        var index = Int((start.seconds - base) / tick)
        while second(index) < end.seconds || (second(index) == end.seconds && end.microseconds % 1_000_000 != 0) {
            if !covered[index] { return false }
            index += 1
        }
        return true
    }
}
