/// How many bookings start on each civil day, kept as the sorted days of their starts.
struct CapCounts {
    private let days: [Int]

    /// Counts the bookings that `isCounted` picks.
    init(_ bookings: [Booking], zone: ZoneRules, isCounted: (Booking) -> Bool) {
        var days: [Int] = []
        days.reserveCapacity(bookings.count)
        var segment = zone.segment(at: 0)
        for booking in bookings where isCounted(booking) {
            let seconds = booking.start.seconds
            if seconds < segment.lower || seconds >= segment.upper {
                segment = zone.segment(at: seconds)
            }
            days.append(Int((seconds + segment.offset).flooredQuotient(by: 86_400)))
        }
        days.sort()
        self.days = days
    }

    /// How many start on this day (days since the epoch).
    func count(onDay day: Int) -> Int {
        count(from: day, before: day + 1)
    }

    /// How many start in the ISO week of this day.
    func count(inWeekOfDay day: Int) -> Int {
        let monday = day - CivilDate(daysSinceEpoch: day).weekdayIndex
        return count(from: monday, before: monday + 7)
    }

    private func count(from first: Int, before end: Int) -> Int {
        days.partitioningIndex { $0 >= end } - days.partitioningIndex { $0 >= first }
    }
}
