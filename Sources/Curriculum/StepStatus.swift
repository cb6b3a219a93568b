/// Where a student stands with a step of their plan.
public enum StepStatus: String, CaseIterable, Codable, Hashable, Sendable {
    case todo
    case doing
    case done
    /// Decided against. Not done, but what needs it goes on without it.
    case skipped

    /// Whether work on it lies ahead.
    public var isOpen: Bool { self == .todo || self == .doing }
}
