extension Schedule {
    /// The union of all days' windows within a range, ascending, disjoint, and clipped to the range. Neither time
    /// off nor bookings are taken out.
    public func windows(in range: Range<Instant>) -> [Range<Instant>] {
        let lower = max(range.lowerBound.microseconds, Self.reach.lowerBound)
        let upper = min(range.upperBound.microseconds, Self.reach.upperBound)
        var union: [WindowRun] = []
        for run in runs(from: lower, to: upper) {
            if let last = union.last, run.start <= last.end {
                union[union.count - 1].end = max(last.end, run.end)
            } else {
                union.append(run)
            }
        }
        return union.map {
            Instant(microseconds: max($0.start, lower))..<Instant(microseconds: min($0.end, upper))
        }
    }

    /// The windows within a range less the time off: the hours in which the mentor sees students.
    public func openHours(in range: Range<Instant>) -> [Range<Instant>] {
        Self.subtracting(timeOff, from: windows(in: range))
    }

    /// Whether a session lies wholly in the windows and overlaps no time off.
    public func isOpen(throughout session: Range<Instant>) -> Bool {
        openHours(in: session) == [session]
    }

    /// Takes spans (in any order) out of ascending disjoint ones.
    public static func subtracting(_ removed: [Range<Instant>], from spans: [Range<Instant>]) -> [Range<Instant>] {
        let removed = removed.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        var rest: [Range<Instant>] = []
        for span in spans {
            var lower = span.lowerBound
            for hole in removed where hole.upperBound > lower && hole.lowerBound < span.upperBound {
                if lower < hole.lowerBound { rest.append(lower..<hole.lowerBound) }
                lower = max(lower, hole.upperBound)
                if lower >= span.upperBound { break }
            }
            if lower < span.upperBound { rest.append(lower..<span.upperBound) }
        }
        return rest
    }
}
