public import Scheduling

/// The days of a step in a plan.
public struct StepDates: Hashable, Sendable {
    /// The day of its first hour.
    public var startsOn: CivilDate
    /// The day of its last hour, or the one a mentor set.
    public var dueOn: CivilDate

    public init(startsOn: CivilDate, dueOn: CivilDate) {
        self.startsOn = startsOn
        self.dueOn = dueOn
    }
}
