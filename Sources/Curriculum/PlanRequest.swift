public import Scheduling

/// What a path is planned from. The same request always gives the same path.
public struct PlanRequest: Hashable, Sendable {
    /// A step as a plan has it: a curriculum's, or a mentor's own.
    public struct Entry: Hashable, Sendable {
        public var slug: String
        /// 1 or more.
        public var hours: Int
        /// Slugs of other entries. One that names no entry counts as met.
        public var prerequisites: [String]
        public var isOptional: Bool
        public var status: StepStatus
        /// The dates it has so far; nil in a new plan. Steps done or skipped keep them, a step being done keeps its
        /// start.
        public var dates: StepDates?
        /// The day by which the mentor wants it, if they set one.
        public var fixedDueOn: CivilDate?

        public init(
            slug: String, hours: Int, prerequisites: [String] = [], isOptional: Bool = false,
            status: StepStatus = .todo, dates: StepDates? = nil, fixedDueOn: CivilDate? = nil
        ) {
            self.slug = slug
            self.hours = hours
            self.prerequisites = prerequisites
            self.isOptional = isOptional
            self.status = status
            self.dates = dates
            self.fixedDueOn = fixedDueOn
        }

        /// A curriculum's step that nobody has begun.
        public init(_ step: Step) {
            self.init(
                slug: step.slug, hours: step.hours, prerequisites: step.prerequisites, isOptional: step.isOptional)
        }
    }

    /// The first day that may hold work: a plan's start, or the day on which it is planned again.
    public var startsOn: CivilDate
    /// The last day that may hold work if the plan is to be feasible.
    public var targetOn: CivilDate
    /// Whole hours a week, 1 or more; a seventh of them on each day that is not off.
    public var hoursPerWeek: Int
    /// What the student knows already.
    public var knownSteps: Set<String>
    /// Days without work, besides public holidays.
    public var daysOff: Set<CivilDate>
    public var holidays: Holidays
    /// Every step, those done and known too, in the curriculum's order.
    public var entries: [Entry]
    /// Slugs in the order a mentor wants; empty when nobody wants one. Prerequisites come first all the same.
    public var order: [String]

    public init(
        startsOn: CivilDate, targetOn: CivilDate, hoursPerWeek: Int, knownSteps: Set<String> = [],
        daysOff: Set<CivilDate> = [], holidays: Holidays = Holidays(notices: []), entries: [Entry],
        order: [String] = []
    ) {
        self.startsOn = startsOn
        self.targetOn = targetOn
        self.hoursPerWeek = hoursPerWeek
        self.knownSteps = knownSteps
        self.daysOff = daysOff
        self.holidays = holidays
        self.entries = entries
        self.order = order
    }
}
