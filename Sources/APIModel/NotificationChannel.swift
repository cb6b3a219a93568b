/// A place where somebody is told things: a person's channel, or an integrator's webhook.
public struct NotificationChannel: Codable, Hashable, Sendable {
    public var id: String
    /// `email`, `webhook`, `wecom`, `feishu` or `dingtalk`.
    public var kind: String
    public var label: String
    /// The address with its name hidden, or the URL's host.
    @Nullable public var target: String?
    /// Null is every type.
    @Nullable public var eventTypes: [String]?
    public var active: Bool
    /// When and why the service switched it off.
    @Nullable public var disabledAt: String?
    @Nullable public var disabledReason: String?
    /// Since when nothing gets through.
    @Nullable public var failingSince: String?
    public var createdAt: String
    /// A webhook's secret; shown once.
    public var secret: String?
    /// Of an e-mail address: whether a code that was sent there has come back. It is told nothing before.
    public var confirmed: Bool?

    public init(
        id: String, kind: String, label: String, target: String?, eventTypes: [String]?, active: Bool,
        disabledAt: String?, disabledReason: String?, failingSince: String?, createdAt: String, secret: String?,
        confirmed: Bool? = nil
    ) {
        self.id = id
        self.kind = kind
        self.label = label
        self._target = Nullable(wrappedValue: target)
        self._eventTypes = Nullable(wrappedValue: eventTypes)
        self.active = active
        self._disabledAt = Nullable(wrappedValue: disabledAt)
        self._disabledReason = Nullable(wrappedValue: disabledReason)
        self._failingSince = Nullable(wrappedValue: failingSince)
        self.createdAt = createdAt
        self.secret = secret
        self.confirmed = confirmed
    }
}

/// The channels of one person.
public struct NotificationChannels: Codable, Hashable, Sendable {
    public var data: [NotificationChannel]

    public init(data: [NotificationChannel]) {
        self.data = data
    }
}
