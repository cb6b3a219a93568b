/// Who the token speaks for.
public struct Me: Codable, Hashable, Sendable {
    /// `student`, `mentor` or `admin`.
    public var role: String
    @Nullable public var student: Student?
    @Nullable public var mentor: Mentor?
    /// The token's label.
    public var label: String
    @Nullable public var expiresAt: String?

    public init(role: String, student: Student?, mentor: Mentor?, label: String, expiresAt: String?) {
        self.role = role
        self._student = Nullable(wrappedValue: student)
        self._mentor = Nullable(wrappedValue: mentor)
        self.label = label
        self._expiresAt = Nullable(wrappedValue: expiresAt)
    }
}
