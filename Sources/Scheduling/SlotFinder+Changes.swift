extension SlotFinder {
    /// The union of the schedule's windows within a range; see `Schedule.windows(in:)`.
    public func windows(in range: Range<Instant>) -> [Range<Instant>] {
        schedule.windows(in: range)
    }

    /// The open hours within a range in which no booking's own occupied span lies.
    public func freeHours(in range: Range<Instant>) -> [Range<Instant>] {
        let occupied = bookings.filter { $0.occupiedStart < $0.occupiedEnd }.map { $0.occupiedStart..<$0.occupiedEnd }
        return Schedule.subtracting(occupied, from: schedule.openHours(in: range))
    }

    /// The instant, later than `now`, until which the starts in a range stay as they are if nobody writes
    /// anything; nil when they stay for ever.
    ///
    /// It is when the notice of the first of them passes, or a local midnight (at which the horizon moves) if the
    /// range reaches to the horizon. At a midnight the answer may turn out to be the same; before the instant it
    /// is the same for certain.
    /// - Parameter includesNext: whether `nextStart(atOrAfter: range.upperBound)` shall stay as it is, too.
    public func nextChange(for range: Range<Instant>, includingNext includesNext: Bool = false) -> Instant? {
        guard offering.isActive else { return nil }
        var soonest: Instant?
        func consider(_ instant: Instant) {
            soonest = soonest.map { min($0, instant) } ?? instant
        }
        if let first = starts(in: range, limit: 1).first {
            consider(noticePasses(for: first))
        }
        let next = includesNext ? nextStart(atOrAfter: range.upperBound) : nil
        if let next {
            consider(noticePasses(for: next))
        }
        if let midnight = nextDateChange() {
            let laterDay = Int(schedule.zone.localDay(at: midnight)) + offering.horizonDays
            // Readings may go back over midnight, and the horizon with them.
            let surelyInside = Int64(min(lastDay, laterDay) + 1) * 86_400 - schedule.zone.table.maxOffset
            let reached = Instant(seconds: surelyInside)
            let nextMayChange = includesNext && (next.map { $0 >= reached } ?? true)
            if (!range.isEmpty && range.upperBound > reached) || nextMayChange {
                consider(Instant(seconds: midnight))
            }
        }
        return soonest
    }

    /// The first microsecond at which a start is too near.
    private func noticePasses(for start: Instant) -> Instant {
        start.adding(minutes: -offering.noticeMinutes).adding(microseconds: 1)
    }

    /// The next second after `now` at which the mentor's civil day is another, or nil outside the years that
    /// dates can name.
    private func nextDateChange() -> Int64? {
        guard Schedule.reach.contains(now.microseconds) else { return nil }
        let zone = schedule.zone
        var segment = zone.segment(at: now.seconds)
        let today = (now.seconds + segment.offset).flooredQuotient(by: 86_400)
        while true {
            let midnight = (today + 1) * 86_400 - segment.offset
            if midnight < segment.upper { return midnight }
            let turn = segment.upper
            segment = zone.segment(at: turn)
            if (turn + segment.offset).flooredQuotient(by: 86_400) != today { return turn }
        }
    }
}
