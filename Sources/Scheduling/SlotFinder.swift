/// Answers which starts of one offering can be booked, by the slot rules of the API.
///
/// One value serves the list of slots, the explanation of one start, and the decision about a booking, so that
/// what is offered is what can be booked. Pure: everything it depends on is given, the current time too. Making
/// one is cheap (a sort of the bookings); it can be asked any number of times and shared between tasks.
public struct SlotFinder: Sendable {
    /// The mentor's schedule.
    public let schedule: Schedule
    /// The rules of the offering for which slots are asked.
    public let offering: OfferingRules
    /// The bookings that stand in the way, in any order.
    public let bookings: [Booking]
    /// The current time.
    public let now: Instant

    let session: Session
    let step: Int64
    let blocked: BlockedStarts
    /// now + notice, in microseconds.
    let earliestStart: Int64
    /// The last bookable civil day, in days since the epoch.
    let lastDay: Int
    /// Counts of the offering's own bookings and of all, made only where a cap asks for them.
    let offeringCounts: CapCounts?
    let mentorCounts: CapCounts?

    /// A finder for one mentor's offering at one moment.
    public init(schedule: Schedule, offering: OfferingRules, bookings: [Booking], now: Instant) {
        self.schedule = schedule
        self.offering = offering
        self.bookings = bookings
        self.now = now
        session = Session(offering)
        step = Int64(offering.stepMinutes) * 60_000_000
        blocked = BlockedStarts(bookings: bookings, timeOff: schedule.timeOff, session: session)
        earliestStart = now.adding(minutes: offering.noticeMinutes).microseconds
        let today = min(max(now.microseconds, Schedule.reach.lowerBound), Schedule.reach.upperBound)
        lastDay =
            Int(schedule.zone.localDay(at: today.flooredQuotient(by: 1_000_000))) + offering.horizonDays
        offeringCounts =
            offering.maxPerDay == nil && offering.maxPerWeek == nil
            ? nil : CapCounts(bookings, zone: schedule.zone) { $0.isSameOffering }
        mentorCounts =
            schedule.maxPerDay == nil && schedule.maxPerWeek == nil
            ? nil : CapCounts(bookings, zone: schedule.zone) { _ in true }
    }

    /// The starts in `[range)` that can be booked, ascending, at most `limit` of them.
    public func starts(in range: Range<Instant>, limit: Int? = nil) -> [Instant] {
        var found: [Instant] = []
        let limit = limit ?? .max
        guard offering.isActive, limit > 0 else { return found }
        let lower = max(range.lowerBound.microseconds, earliestStart, Schedule.reach.lowerBound)
        let upper = min(range.upperBound.microseconds, horizonBound)
        guard lower < upper else { return found }
        let runs = schedule.runs(from: lower, to: upper + session.duration)
        var search = Search(finder: self, lower: lower, upper: upper, limit: limit)
        var index = 0
        while index < runs.count, found.count < limit {
            // A component: runs, one after another, that overlap or touch. Sessions are covered by all of it.
            var end = runs[index].end
            var next = index + 1
            while next < runs.count, runs[next].start <= end {
                end = max(end, runs[next].end)
                next += 1
            }
            search.addStarts(of: runs[index..<next], coveredUntil: end, to: &found)
            index = next
        }
        return found
    }

    /// The first start at or after an instant that can be booked, up to the end of the horizon.
    public func nextStart(atOrAfter instant: Instant) -> Instant? {
        guard offering.isActive else { return nil }
        var lower = max(instant.microseconds, earliestStart, Schedule.reach.lowerBound)
        var upper = horizonBound
        if !schedule.hasWeeklyHours {
            // Only dated days have hours: nothing to search between and after them.
            guard let lastDated = schedule.dated.last(where: { !$0.spans.isEmpty }) else { return nil }
            upper = min(upper, Int64(lastDated.day + 4) * 86_400_000_000)
        }
        // Most schedules have a free start within days, so the first look is short and each further one longer.
        var width: Int64 = 8 * 86_400_000_000
        while lower < upper {
            let end = schedule.hasWeeklyHours ? min(upper, lower + width) : upper
            let range = Instant(microseconds: lower)..<Instant(microseconds: end)
            if let start = starts(in: range, limit: 1).first { return start }
            lower = end
            width = min(width * 2, 512 * 86_400_000_000)
        }
        return nil
    }

    /// An instant (microseconds) at and after which every start is beyond the horizon.
    var horizonBound: Int64 {
        let wall = Int64(lastDay + 1) * 86_400
        return min((wall - schedule.zone.table.minOffset) * 1_000_000, Schedule.reach.upperBound)
    }

    /// Whether a start on this civil day passes horizon and caps.
    func isOpen(day: Int) -> Bool {
        guard day <= lastDay else { return false }
        return !isReached(offering.maxPerDay, offeringCounts?.count(onDay: day))
            && !isReached(offering.maxPerWeek, offeringCounts?.count(inWeekOfDay: day))
            && !isReached(schedule.maxPerDay, mentorCounts?.count(onDay: day))
            && !isReached(schedule.maxPerWeek, mentorCounts?.count(inWeekOfDay: day))
    }

    func isReached(_ limit: Int?, _ count: Int?) -> Bool {
        guard let limit, let count else { return false }
        return count >= limit
    }
}

extension SlotFinder {
    /// An instant at and after which every start is beyond the horizon; never before now.
    public var horizonEnd: Instant { max(now, Instant(microseconds: horizonBound)) }
}
