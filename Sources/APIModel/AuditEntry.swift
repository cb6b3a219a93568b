/// One administrative act.
public struct AuditEntry: Codable, Hashable, Sendable {
    public var id: String
    public var occurredAt: String
    /// The token's label.
    public var actor: String
    /// Such as `mentor.created`, `token.issued`, `token.revoked`, `schedule.replaced`.
    public var action: String
    @Nullable public var onBehalfOf: String?
    @Nullable public var subject: String?

    public init(
        id: String, occurredAt: String, actor: String, action: String, onBehalfOf: String?, subject: String?
    ) {
        self.id = id
        self.occurredAt = occurredAt
        self.actor = actor
        self.action = action
        self._onBehalfOf = Nullable(wrappedValue: onBehalfOf)
        self._subject = Nullable(wrappedValue: subject)
    }
}
