extension SlotFinder {
    /// One pass over a range: steps along the grid of each run and jumps over what refuses.
    struct Search {
        private let finder: SlotFinder
        private let lower: Int64
        private let upper: Int64
        private let limit: Int
        private let blocked: [WindowRun]
        /// Blocked spans before this one end at or before everything still to come.
        private var firstBlocked = 0
        /// `[pieceStart, pieceEnd)` is one civil day at one offset, and `isOpen` is what horizon and caps say
        /// of it. Everything, where neither can refuse.
        private var pieceStart: Int64 = .max
        private var pieceEnd: Int64 = .min
        private var isOpen = true

        init(finder: SlotFinder, lower: Int64, upper: Int64, limit: Int) {
            self.finder = finder
            self.lower = lower
            self.upper = upper
            self.limit = limit
            blocked = finder.blocked.spans
            let surelyWithinHorizon = Int64(finder.lastDay + 1) * 86_400 - finder.schedule.zone.table.maxOffset
            if finder.offeringCounts == nil, finder.mentorCounts == nil, upper <= surelyWithinHorizon * 1_000_000 {
                pieceStart = .min
                pieceEnd = .max
            }
        }

        /// Appends the starts of a component's runs, ascending and each once, at most up to the limit.
        mutating func addStarts(of runs: ArraySlice<WindowRun>, coveredUntil end: Int64, to found: inout [Instant]) {
            let before = found.count
            let earliest = max(runs[runs.startIndex].start, lower)
            while firstBlocked < blocked.count, blocked[firstBlocked].end <= earliest {
                firstBlocked += 1
            }
            var isAscending = true
            for run in runs {
                let position = found.count
                addStarts(of: run, coveredUntil: end, to: &found)
                if position > before, position < found.count, found[position] <= found[position - 1] {
                    isAscending = false
                }
            }
            if !isAscending {
                // Two days' windows overlap, each with a grid of its own.
                Self.sortUniquely(&found, from: before)
            }
            if found.count > limit {
                found.removeLast(found.count - limit)
            }
        }

        private mutating func addStarts(of run: WindowRun, coveredUntil end: Int64, to found: inout [Instant]) {
            let step = finder.step
            let stop = min(run.end, upper, end - finder.session.duration + 1)
            var start = run.start
            if start < lower { start = Self.firstOnGrid(start, step, atOrAfter: lower) }
            var index = firstBlocked
            let most = found.count + min(limit, .max - found.count)
            while start < stop {
                if start < pieceStart || start >= pieceEnd {
                    findPiece(at: start)
                }
                guard isOpen else {
                    start = Self.firstOnGrid(start, step, atOrAfter: pieceEnd)
                    continue
                }
                while index < blocked.count, blocked[index].end <= start {
                    index += 1
                }
                var free = min(stop, pieceEnd)
                if index < blocked.count {
                    guard start < blocked[index].start else {
                        start = Self.firstOnGrid(start, step, atOrAfter: blocked[index].end)
                        continue
                    }
                    free = min(free, blocked[index].start)
                }
                while start < free {
                    guard found.count < most else { return }
                    found.append(Instant(microseconds: start))
                    start += step
                }
            }
        }

        private mutating func findPiece(at start: Int64) {
            let seconds = start.flooredQuotient(by: 1_000_000)
            let segment = finder.schedule.zone.segment(at: seconds)
            let day = (seconds + segment.offset).flooredQuotient(by: 86_400)
            let midnight = day * 86_400 - segment.offset
            pieceStart = max(segment.lower, midnight) * 1_000_000
            pieceEnd = min(segment.upper, midnight + 86_400) * 1_000_000
            isOpen = finder.isOpen(day: Int(day))
        }

        /// The first `start + k × step` at or after an instant later than `start`; `.max` rather than overflow.
        private static func firstOnGrid(_ start: Int64, _ step: Int64, atOrAfter instant: Int64) -> Int64 {
            guard instant <= Schedule.reach.upperBound else { return .max }
            let distance = instant - start
            return start + (distance + step - 1) / step * step
        }

        private static func sortUniquely(_ found: inout [Instant], from first: Int) {
            found[first...].sort()
            var kept = first
            for index in (first + 1)..<found.count where found[index] != found[kept] {
                kept += 1
                found[kept] = found[index]
            }
            found.removeSubrange((kept + 1)...)
        }
    }
}
