/// Something that happened to the reader, in the order of writing.
public struct Event: Codable, Hashable, Sendable {
    public var id: String
    /// Such as `consultation.confirmed`.
    public var type: String
    public var occurredAt: String
    public var actor: Actor
    @Nullable public var consultation: String?
    @Nullable public var plan: String?
    public var data: Details

    public init(
        id: String, type: String, occurredAt: String, actor: Actor, consultation: String?, plan: String?,
        data: Details
    ) {
        self.id = id
        self.type = type
        self.occurredAt = occurredAt
        self.actor = actor
        self._consultation = Nullable(wrappedValue: consultation)
        self._plan = Nullable(wrappedValue: plan)
        self.data = data
    }

    /// Who did it: `student`, `mentor`, `admin` or `system`; the last two without an id.
    public struct Actor: Codable, Hashable, Sendable {
        public var role: String
        @Nullable public var id: String?

        public init(role: String, id: String?) {
            self.role = role
            self._id = Nullable(wrappedValue: id)
        }
    }

    /// What it says beyond its type; each type has its own of these.
    public struct Details: Codable, Hashable, Sendable {
        public var status: String?
        public var start: String?
        public var end: String?
        public var previousStart: String?
        public var reason: String?
        public var late: Bool?
        public var absent: String?
        public var message: String?
        public var version: Int?
        public var direction: String?
        public var step: String?
        public var stepStatus: String?
        /// The names of the fields that are another than before.
        public var changes: [String]?
        /// How many steps a plan's new dates moved, added and dropped.
        public var moved: Int?
        public var added: Int?
        public var dropped: Int?

        public init() {}
    }
}
