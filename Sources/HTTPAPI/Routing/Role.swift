/// What a token may speak for.
public enum Role: String, CaseIterable, Hashable, Sendable {
    case student
    case mentor
    case admin
}
