/// Who may call a route.
public enum Access: Hashable, Sendable {
    /// Anybody; a token is not looked at.
    case `public`
    /// Anybody with a valid token of one of these roles; others get 403.
    case roles(Set<Role>)
    /// Mentors for themselves, admins for the mentor that `?mentor=handle` names. The frame adds the parameter.
    case mentor

    /// Any role.
    public static let anyRole = Access.roles([.student, .mentor, .admin])
    public static let admin = Access.roles([.admin])

    /// The roles that may call; nil for everybody.
    public var roles: Set<Role>? {
        switch self {
        case .public: nil
        case .roles(let roles): roles
        case .mentor: [.mentor, .admin]
        }
    }
}
