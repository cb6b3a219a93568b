/// One student's dated path through a direction's curriculum.
public struct Plan: Codable, Hashable, Sendable {
    public var id: String
    public var student: StudentReference
    /// The mentor the student asked.
    @Nullable public var mentor: MentorReference?
    /// Whether that mentor has taken it; before, they can't see it.
    public var taken: Bool
    public var direction: String
    public var curriculumVersion: String
    /// The newest version; another one than the plan's is taken over by `replan`.
    public var latestCurriculumVersion: String
    /// `draft`, `published` or `archived`.
    public var status: String
    public var startsOn: String
    public var targetOn: String
    public var hoursPerWeek: Int
    public var knownSteps: [String]
    /// `2026-12-24`, or `2027-01-20/2027-02-10` with both ends in it.
    public var daysOff: [String]
    @Nullable public var holidays: String?
    public var feasible: Bool
    /// The hours of work that fall behind the target.
    public var missingHours: Double
    public var leftOut: [String]
    /// The longest chain of steps by hours, each needing the one before.
    public var criticalPath: [String]
    public var weeklyLoad: [WeekLoad]
    public var progress: Progress
    public var steps: [Step]
    @Nullable public var nextConsultation: NextConsultation?
    public var version: Int
    public var createdAt: String
    public var updatedAt: String
    @Nullable public var publishedAt: String?

    public init(
        id: String, student: StudentReference, mentor: MentorReference?, taken: Bool, direction: String,
        curriculumVersion: String, latestCurriculumVersion: String, status: String, startsOn: String,
        targetOn: String, hoursPerWeek: Int, knownSteps: [String], daysOff: [String], holidays: String?,
        feasible: Bool, missingHours: Double, leftOut: [String], criticalPath: [String], weeklyLoad: [WeekLoad],
        progress: Progress, steps: [Step], nextConsultation: NextConsultation?, version: Int, createdAt: String,
        updatedAt: String, publishedAt: String?
    ) {
        self.id = id
        self.student = student
        self._mentor = Nullable(wrappedValue: mentor)
        self.taken = taken
        self.direction = direction
        self.curriculumVersion = curriculumVersion
        self.latestCurriculumVersion = latestCurriculumVersion
        self.status = status
        self.startsOn = startsOn
        self.targetOn = targetOn
        self.hoursPerWeek = hoursPerWeek
        self.knownSteps = knownSteps
        self.daysOff = daysOff
        self._holidays = Nullable(wrappedValue: holidays)
        self.feasible = feasible
        self.missingHours = missingHours
        self.leftOut = leftOut
        self.criticalPath = criticalPath
        self.weeklyLoad = weeklyLoad
        self.progress = progress
        self.steps = steps
        self._nextConsultation = Nullable(wrappedValue: nextConsultation)
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self._publishedAt = Nullable(wrappedValue: publishedAt)
    }

    /// The work laid in one week.
    public struct WeekLoad: Codable, Hashable, Sendable {
        /// ISO, `2026-W48`.
        public var week: String
        public var hours: Double

        public init(week: String, hours: Double) {
            self.week = week
            self.hours = hours
        }
    }

    /// What is done; `percent` is over what was not skipped.
    public struct Progress: Codable, Hashable, Sendable {
        public var done: Int
        public var skipped: Int
        public var total: Int
        public var percent: Int

        public init(done: Int, skipped: Int, total: Int, percent: Int) {
            self.done = done
            self.skipped = skipped
            self.total = total
            self.percent = percent
        }
    }

    /// A step worth talking over, and where its slots are.
    public struct NextConsultation: Codable, Hashable, Sendable {
        public var step: String
        /// Relative to the server: a GET that lists the slots in which to book it.
        public var url: String

        public init(step: String, url: String) {
            self.step = step
            self.url = url
        }
    }

    /// A step with its days.
    public struct Step: Codable, Hashable, Sendable {
        public var slug: String
        public var title: String
        public var titleEn: String
        /// `concept`, `paper`, `project`, `coding` or `interview`.
        public var kind: String
        public var hours: Int
        public var prerequisites: [String]
        public var optional: Bool
        /// Added by hand, so in no curriculum.
        public var own: Bool
        /// `todo`, `doing`, `done` or `skipped`.
        public var status: String
        public var startsOn: String
        /// The day somebody set, else `ends_on`.
        public var dueOn: String
        /// The day of its last hour, as reckoned.
        public var endsOn: String
        @Nullable public var latestStartOn: String?
        /// Negative: it comes too late as it is. Null when done or skipped.
        @Nullable public var slackDays: Int?
        @Nullable public var note: String?

        public init(
            slug: String, title: String, titleEn: String, kind: String, hours: Int, prerequisites: [String],
            optional: Bool, own: Bool, status: String, startsOn: String, dueOn: String, endsOn: String,
            latestStartOn: String?, slackDays: Int?, note: String?
        ) {
            self.slug = slug
            self.title = title
            self.titleEn = titleEn
            self.kind = kind
            self.hours = hours
            self.prerequisites = prerequisites
            self.optional = optional
            self.own = own
            self.status = status
            self.startsOn = startsOn
            self.dueOn = dueOn
            self.endsOn = endsOn
            self._latestStartOn = Nullable(wrappedValue: latestStartOn)
            self._slackDays = Nullable(wrappedValue: slackDays)
            self._note = Nullable(wrappedValue: note)
        }
    }
}
