/// What a student does in a step.
public enum StepKind: String, CaseIterable, Codable, Hashable, Sendable {
    /// Learn an idea until it can be explained.
    case concept
    /// Read papers.
    case paper
    /// Build or measure something.
    case project
    /// Write code against the clock.
    case coding
    /// Rehearse what interviewers ask.
    case interview
}
