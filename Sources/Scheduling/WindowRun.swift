/// A half-open span of microseconds since the epoch.
struct WindowRun: Hashable {
    var start: Int64
    var end: Int64
}

extension Schedule {
    /// Latest and earliest microsecond the rules are applied to: years 1 and 9999 with room on both sides.
    static let reach: ClosedRange<Int64> = -62_200_000_000_000_000...253_500_000_000_000_000

    /// The merged windows of each civil day that overlap `[lower, upper)`, in the order of days.
    ///
    /// Runs of one day neither overlap nor touch; those of different days may. Starts never descend.
    /// Bounds are microseconds within `reach`.
    func runs(from lower: Int64, to upper: Int64) -> [WindowRun] {
        var runs: [WindowRun] = []
        guard lower < upper else { return runs }
        // A window of day D starts at or after D 00:00 and ends before D+2 00:00 on the wall, and an offset lies
        // between the zone's least and greatest: no other day's window can overlap.
        let first = Int((lower.flooredQuotient(by: 1_000_000) + zone.table.minOffset).flooredQuotient(by: 86_400)) - 1
        let last = Int((upper.flooredQuotient(by: 1_000_000) + zone.table.maxOffset).flooredQuotient(by: 86_400))
        var sweep = DaySweep(schedule: self, lower: lower, upper: upper)
        var nextDated = dated.partitioningIndex { $0.day >= first }
        guard hasWeeklyHours else {
            while nextDated < dated.count, dated[nextDated].day <= last {
                sweep.add(dated[nextDated].spans, day: dated[nextDated].day, to: &runs)
                nextDated += 1
            }
            return runs
        }
        runs.reserveCapacity(min(last - first + 1, 512))
        var weekday = CivilDate(daysSinceEpoch: first).weekdayIndex
        for day in first...last {
            if nextDated < dated.count, dated[nextDated].day == day {
                sweep.add(dated[nextDated].spans, day: day, to: &runs)
                nextDated += 1
            } else {
                switch holidays?.state(ofDay: day) {
                case .dayOff: break
                case .workingWeekendDay: sweep.add(week[0], day: day, to: &runs)
                case .ordinary, .unknown, nil: sweep.add(week[weekday], day: day, to: &runs)
                }
            }
            weekday = weekday == 6 ? 0 : weekday + 1
        }
        return runs
    }

    /// Turns days' wall spans into instants, asking the zone once a transition instead of once a window.
    private struct DaySweep {
        let zone: ZoneRules
        let lower: Int64
        let upper: Int64
        /// Wall seconds between which `offset` alone decides.
        var plainFrom: Int64 = 0
        var plainTo: Int64 = 0
        var offset: Int64 = 0

        init(schedule: Schedule, lower: Int64, upper: Int64) {
            zone = schedule.zone
            self.lower = lower
            self.upper = upper
        }

        mutating func add(_ spans: [WallSpan], day: Int, to runs: inout [WindowRun]) {
            guard !spans.isEmpty else { return }
            let midnight = Int64(day) * 86_400
            if midnight < plainFrom || midnight + 172_800 > plainTo {
                findPlain(near: midnight)
            }
            if midnight >= plainFrom, midnight + 172_800 <= plainTo {
                let base = midnight - offset
                for span in spans {
                    let start = (base + span.start) * 1_000_000
                    let end = (base + span.end) * 1_000_000
                    if end > lower, start < upper {
                        runs.append(WindowRun(start: start, end: end))
                    }
                }
            } else {
                addNearTransition(spans, midnight: midnight, to: &runs)
            }
        }

        /// Before `segment.lower` no reading is as late as `lower + maxOffset`, and after `segment.upper` none as
        /// early as `upper + minOffset`: between the two a reading happens exactly once, in this segment.
        private mutating func findPlain(near midnight: Int64) {
            let segment = zone.segment(at: midnight + 86_400 - offset)
            offset = segment.offset
            plainFrom = segment.lower == .min ? .min : segment.lower + zone.table.maxOffset
            plainTo = segment.upper == .max ? .max : segment.upper + zone.table.minOffset
        }

        private func addNearTransition(_ spans: [WallSpan], midnight: Int64, to runs: inout [WindowRun]) {
            var pending: WindowRun?
            for span in spans {
                let start = zone.firstSecond(wallAtOrAfter: midnight + span.start) * 1_000_000
                let end = zone.lastSecond(wallBefore: midnight + span.end) * 1_000_000
                // A window inside a gap is empty; readings left out only join windows that touch anyway.
                guard start < end else { continue }
                if let open = pending, start <= open.end {
                    pending = WindowRun(start: open.start, end: max(open.end, end))
                } else {
                    append(pending, to: &runs)
                    pending = WindowRun(start: start, end: end)
                }
            }
            append(pending, to: &runs)
        }

        private func append(_ run: WindowRun?, to runs: inout [WindowRun]) {
            if let run, run.end > lower, run.start < upper {
                runs.append(run)
            }
        }
    }
}

extension Array {
    /// The first index whose element satisfies a predicate that is false up to some index and true from there.
    func partitioningIndex(where belongsInSecondPart: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondPart(self[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
