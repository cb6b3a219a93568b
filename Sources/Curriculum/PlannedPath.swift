public import Scheduling

/// A dated path: what `Planner` answers.
public struct PlannedPath: Hashable, Sendable {
    /// Every step of the plan: first those done or skipped by their dates, then the others in the order of the work.
    public var steps: [PlannedStep]
    /// The work that lies ahead, week by week, weeks without any left out.
    public var weeklyLoad: [WeekLoad]
    /// Whether all work ahead ends on the target day or before.
    public var isFeasible: Bool
    /// The work that falls behind the target day; zero when feasible.
    public var missingHours: StudyHours
    /// Optional steps for which there is no time, in the order of the entries.
    public var leftOut: [String]
    /// Steps that are not in the plan because the student knows them or only needs them for what they know, in the
    /// order of the entries.
    public var notNeeded: [String]
    /// The longest chain of steps ahead by hours, each needing the one before: no order of work is shorter.
    public var criticalPath: [String]
    /// The day of the last hour of work ahead, nil when there is none.
    public var endsOn: CivilDate?

    public init(
        steps: [PlannedStep], weeklyLoad: [WeekLoad], isFeasible: Bool, missingHours: StudyHours, leftOut: [String],
        notNeeded: [String], criticalPath: [String], endsOn: CivilDate?
    ) {
        self.steps = steps
        self.weeklyLoad = weeklyLoad
        self.isFeasible = isFeasible
        self.missingHours = missingHours
        self.leftOut = leftOut
        self.notNeeded = notNeeded
        self.criticalPath = criticalPath
        self.endsOn = endsOn
    }

    /// The step of this name, or nil when the plan doesn't hold it.
    public func find(_ slug: String) -> PlannedStep? {
        steps.first { $0.slug == slug }
    }
}
