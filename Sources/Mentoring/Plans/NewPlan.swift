public import Scheduling

/// What a student asks a plan for.
public struct NewPlan: Sendable, Hashable {
    public var direction: String
    public var startsOn: CivilDate
    public var targetOn: CivilDate
    public var hoursPerWeek: Int
    public var knownSteps: [String]
    public var daysOff: [DaysOff]
    /// The region whose public holidays are free; nil is none.
    public var holidays: String?
    /// Nil makes it the student's own, followed at once.
    public var mentor: MentorName?

    public init(
        direction: String, startsOn: CivilDate, targetOn: CivilDate, hoursPerWeek: Int, knownSteps: [String] = [],
        daysOff: [DaysOff] = [], holidays: String? = "CN", mentor: MentorName? = nil
    ) {
        self.direction = direction
        self.startsOn = startsOn
        self.targetOn = targetOn
        self.hoursPerWeek = hoursPerWeek
        self.knownSteps = knownSteps
        self.daysOff = daysOff
        self.holidays = holidays
        self.mentor = mentor
    }
}
