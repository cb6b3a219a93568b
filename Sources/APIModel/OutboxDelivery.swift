/// Something on its way to a destination, as administrators see it.
public struct OutboxDelivery: Codable, Hashable, Sendable {
    /// Where it goes.
    public struct Destination: Codable, Hashable, Sendable {
        /// `chn_…` of a person, `whk_…` of an integrator.
        public var id: String
        public var kind: String
        public var label: String
        /// The student's or mentor's id; null for an integrator's.
        @Nullable public var owner: String?

        public init(id: String, kind: String, label: String, owner: String?) {
            self.id = id
            self.kind = kind
            self.label = label
            self._owner = Nullable(wrappedValue: owner)
        }
    }

    public var id: String
    /// `waiting`, `sent`, `dead` or `dropped`.
    public var state: String
    /// The event's type, or `reminder.session` and its like.
    public var topic: String
    @Nullable public var event: String?
    public var destination: Destination
    public var attempts: Int
    public var createdAt: String
    @Nullable public var triedAt: String?
    /// When its destination is worked at next.
    @Nullable public var nextTryAt: String?
    @Nullable public var lastError: String?
    @Nullable public var finishedAt: String?

    public init(
        id: String, state: String, topic: String, event: String?, destination: Destination, attempts: Int,
        createdAt: String, triedAt: String?, nextTryAt: String?, lastError: String?, finishedAt: String?
    ) {
        self.id = id
        self.state = state
        self.topic = topic
        self._event = Nullable(wrappedValue: event)
        self.destination = destination
        self.attempts = attempts
        self.createdAt = createdAt
        self._triedAt = Nullable(wrappedValue: triedAt)
        self._nextTryAt = Nullable(wrappedValue: nextTryAt)
        self._lastError = Nullable(wrappedValue: lastError)
        self._finishedAt = Nullable(wrappedValue: finishedAt)
    }
}

/// The delivery that a trial made, or that was dealt with.
public struct QueuedDelivery: Codable, Hashable, Sendable {
    public var delivery: String

    public init(delivery: String) {
        self.delivery = delivery
    }
}

/// What a replay made.
public struct ReplayedEvents: Codable, Hashable, Sendable {
    /// How many events will be sent again.
    public var events: Int

    public init(events: Int) {
        self.events = events
    }
}
