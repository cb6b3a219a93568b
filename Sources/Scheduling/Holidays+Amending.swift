extension Holidays {
    /// These holidays with notices that came later: a notice whose number is held takes its place, and all decide in
    /// the order in which they were published.
    ///
    /// - Parameter withdrawn: numbers of notices that no longer count.
    public func amended(by notices: [HolidayNotice], withdrawn: Set<String> = []) -> Holidays {
        let replaced = withdrawn.union(notices.map(\.number).filter { !$0.isEmpty })
        let all = self.notices.filter { !replaced.contains($0.number) } + notices
        let ordered = all.enumerated().sorted { left, right in
            switch (left.element.publishedOn, right.element.publishedOn) {
            case (let one?, let other?) where one != other: one < other
            case (nil, _?): true
            case (_?, nil): false
            default: left.offset < right.offset
            }
        }
        return Holidays(notices: ordered.map(\.element))
    }

    /// A day about which two states of the notices say different things.
    public struct Change: Hashable, Sendable {
        public let date: CivilDate
        public let before: DayState
        public let after: DayState

        public init(date: CivilDate, before: DayState, after: DayState) {
            self.date = date
            self.before = before
            self.after = after
        }
    }

    /// The days on which others say something else, in order.
    public func changes(to others: Holidays) -> [Change] {
        let covered = (notices + others.notices).map(\.covers)
        guard let first = covered.map(\.lowerBound).min(), let last = covered.map(\.upperBound).max() else { return [] }
        return (first.daysSinceEpoch...last.daysSinceEpoch).compactMap { day in
            let date = CivilDate(daysSinceEpoch: day)
            let (before, after) = (state(of: date), others.state(of: date))
            return before == after ? nil : Change(date: date, before: before, after: after)
        }
    }
}
