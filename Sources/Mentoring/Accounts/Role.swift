/// What a token lets its bearer be.
public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    case student, mentor, admin
}
