/// A plan that a mentor is asked to take: who asks and for which direction, nothing else.
public struct PlanAsk: Codable, Hashable, Sendable {
    public var plan: String
    /// The student's name.
    public var student: String
    public var direction: String
    public var askedAt: String

    public init(plan: String, student: String, direction: String, askedAt: String) {
        self.plan = plan
        self.student = student
        self.direction = direction
        self.askedAt = askedAt
    }
}
