extension SlotFinder {
    /// Every rule that refuses a start, in the order of `SlotRule`. Empty exactly when `starts` lists it.
    public func refusals(at start: Instant) -> [SlotRule] {
        let probe = Probe(finder: self, start: start)
        return SlotRule.allCases.filter { !passes($0, probe) }
    }

    /// What every rule says about a start, in the order of `SlotRule`, with the facts it decided by.
    public func verdicts(at start: Instant) -> [SlotVerdict] {
        let probe = Probe(finder: self, start: start)
        return SlotRule.allCases.map { rule in
            SlotVerdict(rule: rule, passes: passes(rule, probe), facts: facts(for: rule, probe))
        }
    }

    /// What the rules need to know about one start.
    private struct Probe {
        let start: Instant
        let time: Int64
        let day: CivilDate
        /// The days' windows that the session touches.
        let runs: [WindowRun]

        init(finder: SlotFinder, start: Instant) {
            self.start = start
            time = start.microseconds
            day = finder.schedule.zone.localDate(at: start)
            // No windows are reckoned outside the years that dates can name: such a start is off every grid.
            runs =
                Schedule.reach.contains(time)
                ? finder.schedule.runs(from: time, to: time + finder.session.duration) : []
        }
    }

    private func passes(_ rule: SlotRule, _ probe: Probe) -> Bool {
        let day = probe.day.daysSinceEpoch
        switch rule {
        case .offeringInactive: return offering.isActive
        case .offGrid:
            return probe.runs.contains {
                $0.start <= probe.time && probe.time < $0.end && (probe.time - $0.start) % step == 0
            }
        case .outsideWindows: return isCovered(probe)
        case .timeOff: return timeOffInTheWay(of: probe.time) == nil
        case .notice: return probe.time >= earliestStart
        case .horizon: return day <= lastDay
        case .offeringDayCap: return !isReached(offering.maxPerDay, offeringCounts?.count(onDay: day))
        case .offeringWeekCap: return !isReached(offering.maxPerWeek, offeringCounts?.count(inWeekOfDay: day))
        case .mentorDayCap: return !isReached(schedule.maxPerDay, mentorCounts?.count(onDay: day))
        case .mentorWeekCap: return !isReached(schedule.maxPerWeek, mentorCounts?.count(inWeekOfDay: day))
        case .mentorBusy: return bookingInTheWay(of: probe.time) == nil
        }
    }

    /// Whether the session lies in the union of the windows.
    private func isCovered(_ probe: Probe) -> Bool {
        var reached = probe.time
        for run in probe.runs where run.start <= reached {
            reached = max(reached, run.end)
        }
        // An empty list reaches nothing; a list that begins after the start doesn't either.
        return reached >= probe.time.addingSaturated(session.duration)
    }

    private func timeOffInTheWay(of time: Int64) -> Range<Instant>? {
        schedule.timeOff.filter { session.startsBlocked(byTimeOff: $0)?.contains(time) ?? false }
            .min { $0.lowerBound < $1.lowerBound }
    }

    private func bookingInTheWay(of time: Int64) -> Booking? {
        bookings.filter { session.startsBlocked(by: $0)?.contains(time) ?? false }
            .min { $0.occupiedStart < $1.occupiedStart }
    }

    private func facts(for rule: SlotRule, _ probe: Probe) -> SlotVerdict.Facts {
        let day = probe.day.daysSinceEpoch
        let week = ISOWeek(containing: probe.day)
        switch rule {
        case .offeringInactive:
            return .offering(isActive: offering.isActive)
        case .offGrid:
            return .grid(previous: gridStart(before: probe.time), next: gridStart(after: probe.time))
        case .outsideWindows:
            return .windows(day: schedule.hours(on: probe.day), around: window(around: probe.start))
        case .timeOff:
            return .timeOff(inTheWay: timeOffInTheWay(of: probe.time))
        case .notice:
            return .notice(earliest: Instant(microseconds: earliestStart))
        case .horizon:
            return .horizon(day: probe.day, lastDay: CivilDate(daysSinceEpoch: lastDay))
        case .offeringDayCap:
            let counts = offeringCounts ?? CapCounts(bookings, zone: schedule.zone) { $0.isSameOffering }
            return .dayCap(day: probe.day, count: counts.count(onDay: day), limit: offering.maxPerDay)
        case .offeringWeekCap:
            let counts = offeringCounts ?? CapCounts(bookings, zone: schedule.zone) { $0.isSameOffering }
            return .weekCap(week: week, count: counts.count(inWeekOfDay: day), limit: offering.maxPerWeek)
        case .mentorDayCap:
            let counts = mentorCounts ?? CapCounts(bookings, zone: schedule.zone) { _ in true }
            return .dayCap(day: probe.day, count: counts.count(onDay: day), limit: schedule.maxPerDay)
        case .mentorWeekCap:
            let counts = mentorCounts ?? CapCounts(bookings, zone: schedule.zone) { _ in true }
            return .weekCap(week: week, count: counts.count(inWeekOfDay: day), limit: schedule.maxPerWeek)
        case .mentorBusy:
            return .busy(inTheWay: bookingInTheWay(of: probe.time).map { $0.occupiedStart..<$0.occupiedEnd })
        }
    }

    /// How far the facts look for the nearest starts of the grid.
    private static let fortnight: Int64 = 14 * 86_400_000_000

    private func gridStart(before time: Int64) -> Instant? {
        guard Schedule.reach.contains(time) else { return nil }
        return schedule.runs(from: time - Self.fortnight, to: time)
            .map { $0.start + (min(time, $0.end) - 1 - $0.start) / step * step }
            .max().map(Instant.init(microseconds:))
    }

    private func gridStart(after time: Int64) -> Instant? {
        guard Schedule.reach.contains(time) else { return nil }
        return schedule.runs(from: time + 1, to: time + Self.fortnight)
            .compactMap { run in
                let next = time < run.start ? run.start : time + step - (time - run.start) % step
                return next < run.end ? next : nil
            }
            .min().map(Instant.init(microseconds:))
    }

    /// The window around a start, followed for a day and a half both ways.
    private func window(around start: Instant) -> Range<Instant>? {
        schedule.windows(in: start.adding(seconds: -129_600)..<start.adding(seconds: 129_600))
            .first { $0.contains(start) }
    }
}

extension WindowRun {
    func contains(_ time: Int64) -> Bool { start <= time && time < end }
}

extension Int64 {
    func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
