public import Scheduling

/// The hours of the day in which a person isn't to be disturbed, by the clock on their wall.
public struct QuietHours: Sendable, Hashable {
    public let from: WallTime
    /// At or before ``from`` it is on the next day.
    public let until: WallTime

    /// Nil for hours that begin when they end.
    public init?(from: WallTime, until: WallTime) {
        guard from != until, from < .endOfDay, until < .endOfDay else { return nil }
        self.from = from
        self.until = until
    }

    /// When the quiet hours that hold this instant end; nil outside of them.
    public func end(at now: Instant, in zone: ZoneRules) -> Instant? {
        let local = zone.civilTime(at: now)
        let minute = local.minuteOfDay
        let isOvernight = until < from
        let hasBegun = minute >= from.minutes
        let isOver = minute >= until.minutes
        guard isOvernight ? hasBegun || !isOver : hasBegun && !isOver else { return nil }
        let day = isOvernight && hasBegun ? local.date.adding(days: 1) : local.date
        let end = zone.firstInstant(atOrAfter: day, until)
        // In the hour that happens twice its first occurrence may be over.
        return end > now ? end : nil
    }
}
