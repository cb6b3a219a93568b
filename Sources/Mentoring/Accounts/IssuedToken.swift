public import Scheduling

/// A token as administrators see it.
public struct IssuedToken: Sendable, Hashable {
    public let id: TokenID
    /// Known only to the call that made it.
    public let secret: String?
    public let role: Role
    public let mentorHandle: String?
    public let student: StudentID?
    public let label: String
    public let createdAt: Instant
    public let expiresAt: Instant?
    public let revokedAt: Instant?
    public let lastUsedAt: Instant?
}
