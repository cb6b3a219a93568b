public import Curriculum
public import Scheduling

/// What somebody changes of a plan. What is nil stays as it is.
public struct PlanEdit: Sendable, Hashable {
    public var startsOn: CivilDate?
    public var targetOn: CivilDate?
    public var hoursPerWeek: Int?
    public var knownSteps: [String]?
    public var daysOff: [DaysOff]?
    /// The region; nil inside is none.
    public var holidays: String??
    /// Another mentor is asked; nil inside goes on without one.
    public var mentor: MentorName??
    /// Every step of the plan, in the order wanted.
    public var order: [String]?
    public var addedSteps: [OwnStep] = []
    /// Steps added by hand that go again.
    public var removedSteps: [String] = []

    public init() {}

    /// What the edit needs leave for.
    var actions: [PlanRules.Action] {
        var actions: [PlanRules.Action] = []
        if changesTerms { actions.append(.changeTerms) }
        if mentor != nil { actions.append(.nameMentor) }
        if changesArrangement { actions.append(.arrange) }
        return actions.isEmpty ? [.mark] : actions
    }

    var changesTerms: Bool {
        startsOn != nil || targetOn != nil || hoursPerWeek != nil || knownSteps != nil || daysOff != nil
            || holidays != nil
    }

    var changesArrangement: Bool { order != nil || !addedSteps.isEmpty || !removedSteps.isEmpty }
}

/// What somebody changes of one step.
public struct PlanStepEdit: Sendable, Hashable {
    public var status: StepStatus?
    /// Nil inside takes the note away.
    public var note: String??
    /// Nil inside gives the reckoned day back.
    public var dueOn: CivilDate??

    public init(status: StepStatus? = nil, note: String?? = nil, dueOn: CivilDate?? = nil) {
        self.status = status
        self.note = note
        self.dueOn = dueOn
    }
}
