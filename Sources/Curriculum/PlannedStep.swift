public import Scheduling

/// A step with its days.
public struct PlannedStep: Hashable, Sendable {
    public var slug: String
    public var status: StepStatus
    /// The day of its first hour.
    public var startsOn: CivilDate
    /// The day of its last hour.
    public var endsOn: CivilDate
    /// The day the mentor set, or else `endsOn`.
    public var dueOn: CivilDate
    /// The last day on which it can begin so that it and all that needs it are still in time, if nothing else comes
    /// between. Nil when it is done or skipped.
    public var latestStartOn: CivilDate?
    /// The last day on which it can end so that all that needs it is still in time. Nil when it is done or skipped.
    public var latestEndOn: CivilDate?

    public init(
        slug: String, status: StepStatus, startsOn: CivilDate, endsOn: CivilDate, dueOn: CivilDate,
        latestStartOn: CivilDate? = nil, latestEndOn: CivilDate? = nil
    ) {
        self.slug = slug
        self.status = status
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.dueOn = dueOn
        self.latestStartOn = latestStartOn
        self.latestEndOn = latestEndOn
    }

    /// How many days later it may end, other steps being drawn forward, before something comes too late; negative
    /// when it comes too late as it is. Nil when it is done or skipped.
    public var slackDays: Int? {
        latestEndOn.map { $0.daysSinceEpoch - endsOn.daysSinceEpoch }
    }

    /// Whether its last hour falls behind the day its mentor set.
    public var isLate: Bool { endsOn > dueOn }

    public var dates: StepDates { StepDates(startsOn: startsOn, dueOn: dueOn) }
}
