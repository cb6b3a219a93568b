public import Scheduling

/// What a student asks for.
public struct NewConsultation: Sendable, Hashable {
    /// Nil lets the direction's mentors take turns: see ``Consultations/ask(_:by:keeping:)``.
    public var mentor: MentorName?
    /// A slug; nil where the mentor has one active offering, or where any offering of the direction will do.
    public var offering: String?
    /// Nil opens a conversation without a time.
    public var start: Instant?
    /// A slug; nil takes the offering's, else the student's. Where no mentor is named, it says whose turn it may be.
    public var direction: String?
    public var topic: String
    /// The first message, if any.
    public var message: String?
    /// The student's plan that it is about; nil finds the one that has the step.
    public var plan: PlanID?
    /// The step of that plan that it is for.
    public var planStep: String?

    public init(
        mentor: MentorName?, offering: String? = nil, start: Instant? = nil, direction: String? = nil, topic: String,
        message: String? = nil, plan: PlanID? = nil, planStep: String? = nil
    ) {
        self.mentor = mentor
        self.offering = offering
        self.start = start
        self.direction = direction
        self.topic = topic
        self.message = message
        self.plan = plan
        self.planStep = planStep
    }
}
