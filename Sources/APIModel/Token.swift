/// An access token as an admin sees it; the secret itself only in the answer that made it.
public struct Token: Codable, Hashable, Sendable {
    public var id: String
    /// Shown once.
    public var token: String?
    public var role: String
    @Nullable public var mentor: String?
    @Nullable public var student: String?
    public var label: String
    public var createdAt: String
    @Nullable public var expiresAt: String?
    @Nullable public var revokedAt: String?
    @Nullable public var lastUsedAt: String?

    public init(
        id: String, token: String?, role: String, mentor: String?, student: String?, label: String,
        createdAt: String, expiresAt: String?, revokedAt: String?, lastUsedAt: String?
    ) {
        self.id = id
        self.token = token
        self.role = role
        self._mentor = Nullable(wrappedValue: mentor)
        self._student = Nullable(wrappedValue: student)
        self.label = label
        self.createdAt = createdAt
        self._expiresAt = Nullable(wrappedValue: expiresAt)
        self._revokedAt = Nullable(wrappedValue: revokedAt)
        self._lastUsedAt = Nullable(wrappedValue: lastUsedAt)
    }
}
