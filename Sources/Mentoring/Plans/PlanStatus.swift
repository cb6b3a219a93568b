/// Where a plan stands.
public enum PlanStatus: String, Sendable, Hashable, CaseIterable {
    /// It waits for its mentor.
    case draft
    /// The student follows it.
    case published
    /// Put away, for good.
    case archived
}
