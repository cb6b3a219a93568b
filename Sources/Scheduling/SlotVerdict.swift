/// What one rule says about one start, with the facts it decided by.
public struct SlotVerdict: Hashable, Sendable {
    /// The facts, one case for each kind of rule.
    public enum Facts: Hashable, Sendable {
        /// Whether the offering is active.
        case offering(isActive: Bool)
        /// The nearest starts of the grid before and after, within a fortnight, whether offered or not.
        case grid(previous: Instant?, next: Instant?)
        /// The hours of the start's civil day, and the window (of any day) around the start, if there is one.
        case windows(day: DayHours, around: Range<Instant>?)
        /// The first span of time off in the way.
        case timeOff(inTheWay: Range<Instant>?)
        /// The earliest start that the notice allows now.
        case notice(earliest: Instant)
        /// The start's civil day and the last bookable one.
        case horizon(day: CivilDate, lastDay: CivilDate)
        /// How many count on the start's civil day, and the limit if there is one.
        case dayCap(day: CivilDate, count: Int, limit: Int?)
        /// How many count in the start's ISO week, and the limit if there is one.
        case weekCap(week: ISOWeek, count: Int, limit: Int?)
        /// The occupied span of the first booking in the way.
        case busy(inTheWay: Range<Instant>?)
    }

    /// The rule.
    public let rule: SlotRule
    /// Whether the start passes.
    public let passes: Bool
    /// What it decided by.
    public let facts: Facts
}
