public import Curriculum
public import Scheduling

/// A plan as its documents show it.
public struct PlanSheet: Hashable, Sendable {
    /// One step of the plan.
    public struct Row: Hashable, Sendable {
        public var slug: String
        public var title: String
        public var titleEN: String
        public var kind: StepKind
        public var hours: Int
        public var isOptional: Bool
        public var status: StepStatus
        public var startsOn: CivilDate
        /// The day of its last hour.
        public var endsOn: CivilDate
        public var dueOn: CivilDate
        /// The last day on which it can end with all that needs it in time; nil when it is done or skipped.
        public var latestEndOn: CivilDate?
        public var note: String?

        public init(
            slug: String, title: String, titleEN: String, kind: StepKind, hours: Int, isOptional: Bool,
            status: StepStatus, startsOn: CivilDate, endsOn: CivilDate, dueOn: CivilDate, latestEndOn: CivilDate?,
            note: String? = nil
        ) {
            self.slug = slug
            self.title = title
            self.titleEN = titleEN
            self.kind = kind
            self.hours = hours
            self.isOptional = isOptional
            self.status = status
            self.startsOn = startsOn
            self.endsOn = endsOn
            self.dueOn = dueOn
            self.latestEndOn = latestEndOn
            self.note = note
        }
    }

    /// The titles of a step that is not in the plan.
    public struct Titles: Hashable, Sendable {
        public var title: String
        public var titleEN: String

        public init(title: String, titleEN: String) {
            self.title = title
            self.titleEN = titleEN
        }
    }

    /// The plan's identifier, the same for ever.
    public var id: String
    public var directionName: String
    public var directionNameEN: String
    public var curriculumVersion: String
    public var startsOn: CivilDate
    public var targetOn: CivilDate
    public var hoursPerWeek: Int
    public var isFeasible: Bool
    public var missingHours: StudyHours
    public var leftOut: [Titles]
    public var weeklyLoad: [WeekLoad]
    /// In the order of the work.
    public var steps: [Row]
    /// When the plan was last changed, and how often: what a calendar needs to replace its entries.
    public var changedAt: Instant
    public var version: Int

    public init(
        id: String, directionName: String, directionNameEN: String, curriculumVersion: String, startsOn: CivilDate,
        targetOn: CivilDate, hoursPerWeek: Int, isFeasible: Bool, missingHours: StudyHours,
        leftOut: [Titles], weeklyLoad: [WeekLoad], steps: [Row], changedAt: Instant,
        version: Int
    ) {
        self.id = id
        self.directionName = directionName
        self.directionNameEN = directionNameEN
        self.curriculumVersion = curriculumVersion
        self.startsOn = startsOn
        self.targetOn = targetOn
        self.hoursPerWeek = hoursPerWeek
        self.isFeasible = isFeasible
        self.missingHours = missingHours
        self.leftOut = leftOut
        self.weeklyLoad = weeklyLoad
        self.steps = steps
        self.changedAt = changedAt
        self.version = version
    }

    /// What was done, over what was not skipped.
    var progress: (done: Int, skipped: Int, total: Int, percent: Int) {
        let done = steps.count { $0.status == .done }
        let skipped = steps.count { $0.status == .skipped }
        let counted = steps.count - skipped
        return (done, skipped, steps.count, counted == 0 ? 0 : done * 100 / counted)
    }
}
