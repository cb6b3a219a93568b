public import Curriculum
public import Scheduling

/// One student's dated path through a direction's curriculum.
public struct Plan: Sendable, Hashable {
    /// A step as the plan has it: a copy, so that a new version of the curriculum changes no plan.
    public struct Step: Sendable, Hashable {
        public let slug: String
        public let title: String
        public let titleEN: String
        public let kind: StepKind
        public let hours: Int
        /// Those of the plan's steps that come directly before.
        public var prerequisites: [String]
        public let isOptional: Bool
        /// Added by hand: no curriculum has it, and no new version takes it away.
        public let isOwn: Bool
        public var status: StepStatus
        /// When it got that status; nil while nobody has touched it.
        public var statusChangedAt: Instant?
        /// The day of its first hour.
        public var startsOn: CivilDate
        /// The day of its last hour, as reckoned.
        public var endsOn: CivilDate
        /// The day by which somebody wants it, whatever the reckoning says.
        public var setDueOn: CivilDate?
        /// Between these it must lie for all that needs it to be in time; nil when it is done or skipped.
        public var latestStartOn: CivilDate?
        public var latestEndOn: CivilDate?
        public var note: String?

        public var dueOn: CivilDate { setDueOn ?? endsOn }

        /// How many days later it may end; negative when it comes too late as it is. Nil when done or skipped.
        public var slackDays: Int? {
            guard status.isOpen, let latestEndOn else { return nil }
            return latestEndOn.daysSinceEpoch - endsOn.daysSinceEpoch
        }
    }

    /// A mentor as the plan names them.
    public struct Mentor: Sendable, Hashable {
        public let id: MentorID
        public let handle: String
        public let name: String
    }

    public let id: PlanID
    public let student: Consultation.Person<StudentID>
    /// The zone in which the student's days begin.
    public let timezone: String
    /// The mentor the student asked; the plan is theirs to look into from ``takenAt`` on.
    public var mentor: Mentor?
    public var askedAt: Instant?
    public var takenAt: Instant?
    public let direction: String
    public var curriculumVersion: String
    public var status: PlanStatus
    public var startsOn: CivilDate
    public var targetOn: CivilDate
    public var hoursPerWeek: Int
    public var knownSteps: [String]
    public var daysOff: [DaysOff]
    /// The region whose public holidays are free.
    public var holidays: String?
    /// The order somebody wants the steps in; empty while the curriculum's own will do.
    public var wantedOrder: [String]
    public var isFeasible: Bool
    /// The work that falls behind the target.
    public var missingHours: StudyHours
    /// Optional steps for which there is no time.
    public var leftOut: [String]
    /// The longest chain of steps by hours, each needing the one before.
    public var criticalPath: [String]
    public var weeklyLoad: [WeekLoad]
    /// In the order they are worked on; a step comes after what it needs.
    public var steps: [Step]
    public var version: Int
    public let createdAt: Instant
    public var updatedAt: Instant
    public var publishedAt: Instant?

    /// The newest version of the direction's curriculum.
    public var latestVersion: String
    /// Steps for which a consultation is open, asked for or agreed.
    public var stepsWithConsultation: [String]
    /// The offering of the plan's mentor in which its steps are talked over, if they have one.
    public var offering: String?

    /// The mentor whose plan it is: one who has taken it.
    public var ownMentor: Mentor? { takenAt == nil ? nil : mentor }

    func find(_ slug: String) -> Step? {
        steps.first { $0.slug == slug }
    }

    /// What is done, of what there is.
    public struct Progress: Sendable, Hashable {
        public let done: Int
        public let skipped: Int
        public let total: Int

        /// What is done over what was not skipped, rounded down; a plan without anything to do is at 0.
        public var percent: Int { total == skipped ? 0 : done * 100 / (total - skipped) }
    }

    public var progress: Progress {
        Progress(
            done: steps.count { $0.status == .done }, skipped: steps.count { $0.status == .skipped },
            total: steps.count)
    }
}

extension Plan {
    /// The plan's path, as it was laid.
    public var path: PlannedPath {
        PlannedPath(
            steps: steps.map { step in
                PlannedStep(
                    slug: step.slug, status: step.status, startsOn: step.startsOn, endsOn: step.endsOn,
                    dueOn: step.dueOn, latestStartOn: step.latestStartOn, latestEndOn: step.latestEndOn)
            }, weeklyLoad: weeklyLoad, isFeasible: isFeasible, missingHours: missingHours, leftOut: leftOut,
            notNeeded: knownSteps, criticalPath: criticalPath, endsOn: steps.map(\.endsOn).max())
    }
}
