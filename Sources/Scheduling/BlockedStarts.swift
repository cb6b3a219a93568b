/// The starts at which a session of one length would overlap something, as sorted disjoint half-open spans of
/// microseconds.
///
/// Bookings and time off become spans of *starts* once, so that the search compares one number.
struct BlockedStarts {
    private(set) var spans: [WindowRun] = []

    init(bookings: [Booking], timeOff: [Range<Instant>], session: Session) {
        spans.reserveCapacity(bookings.count + timeOff.count)
        for booking in bookings {
            add(session.startsBlocked(by: booking))
        }
        for span in timeOff {
            add(session.startsBlocked(byTimeOff: span))
        }
        merge()
    }

    private mutating func add(_ span: WindowRun?) {
        if let span { spans.append(span) }
    }

    private mutating func merge() {
        guard spans.count > 1 else { return }
        var isSorted = true
        for index in 1..<spans.count where spans[index].start < spans[index - 1].start {
            isSorted = false
            break
        }
        if !isSorted {
            spans.sort { $0.start < $1.start }
        }
        var kept = 0
        for index in 1..<spans.count {
            if spans[index].start <= spans[kept].end {
                spans[kept].end = max(spans[kept].end, spans[index].end)
            } else {
                kept += 1
                spans[kept] = spans[index]
            }
        }
        spans.removeSubrange((kept + 1)...)
    }
}

/// The lengths of a session and its buffers, in microseconds.
struct Session {
    let duration: Int64
    let before: Int64
    let after: Int64

    init(_ offering: OfferingRules) {
        duration = Int64(offering.durationMinutes) * 60_000_000
        before = Int64(offering.bufferBeforeMinutes) * 60_000_000
        after = Int64(offering.bufferAfterMinutes) * 60_000_000
    }

    /// The starts t for which `[t − before, t + duration + after)` overlaps the booking's occupied span.
    func startsBlocked(by booking: Booking) -> WindowRun? {
        starts(
            overlapping: booking.occupiedStart, booking.occupiedEnd,
            reachingBack: before, ahead: duration + after)
    }

    /// The starts t for which `[t, t + duration)` overlaps the span.
    func startsBlocked(byTimeOff span: Range<Instant>) -> WindowRun? {
        starts(overlapping: span.lowerBound, span.upperBound, reachingBack: 0, ahead: duration)
    }

    /// The starts t for which `[t − back, t + ahead)` overlaps `[lower, upper)`: lower − ahead < t < upper + back.
    private func starts(
        overlapping lower: Instant, _ upper: Instant, reachingBack back: Int64, ahead: Int64
    ) -> WindowRun? {
        // An empty span overlaps nothing.
        guard lower < upper else { return nil }
        let first = lower.adding(microseconds: 1 - ahead).microseconds
        return WindowRun(start: first, end: upper.adding(microseconds: back).microseconds)
    }
}
