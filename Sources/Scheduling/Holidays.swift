/// The public holidays of one country, put together from the notices that are held.
public struct Holidays: Hashable, Sendable {
    /// What the notices say about a day.
    public enum DayState: UInt8, Hashable, Sendable {
        /// No notice that is held covers the day: whether it is off is not known.
        case unknown
        /// Covered, and neither off nor a swapped working day.
        case ordinary
        /// Off.
        case dayOff
        /// A weekend day that is worked in exchange for a day off.
        case workingWeekendDay
    }

    /// The notices, earliest published first.
    public let notices: [HolidayNotice]
    /// Days since the epoch of `states[0]`.
    private let firstDay: Int
    private let states: [DayState]

    /// Holidays from notices in the order in which they were published: where several cover a day, the last
    /// decides alone, so an amendment takes back what it doesn't repeat.
    public init(notices: [HolidayNotice]) {
        self.notices = notices
        let first = notices.map(\.covers.lowerBound).min() ?? CivilDate(daysSinceEpoch: 0)
        let last = notices.map(\.covers.upperBound).max() ?? first
        firstDay = first.daysSinceEpoch
        guard !notices.isEmpty else {
            states = []
            return
        }
        var states = [DayState](repeating: .unknown, count: last.daysSinceEpoch - firstDay + 1)
        for notice in notices {
            let covered = notice.covers.lowerBound.daysSinceEpoch...notice.covers.upperBound.daysSinceEpoch
            for day in covered {
                states[day - firstDay] = .ordinary
            }
            for date in notice.workingDays where covered.contains(date.daysSinceEpoch) {
                states[date.daysSinceEpoch - firstDay] = .workingWeekendDay
            }
            for date in notice.daysOff where covered.contains(date.daysSinceEpoch) {
                states[date.daysSinceEpoch - firstDay] = .dayOff
            }
        }
        self.states = states
    }

    /// What is known about this day.
    public func state(of date: CivilDate) -> DayState {
        state(ofDay: date.daysSinceEpoch)
    }

    @inline(__always)
    func state(ofDay day: Int) -> DayState {
        let index = day - firstDay
        return index >= 0 && index < states.count ? states[index] : .unknown
    }

    /// The first day from `date` to `last` that no notice covers, or nil when all are covered.
    public func firstUnknownDay(from date: CivilDate, through last: CivilDate) -> CivilDate? {
        var day = date
        while day <= last {
            if state(of: day) == .unknown { return day }
            day = day.adding(days: 1)
        }
        return nil
    }
}
