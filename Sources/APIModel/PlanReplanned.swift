/// What planning again changes, and the plan as it is then (or would be, in a preview).
public struct PlanReplanned: Codable, Hashable, Sendable {
    /// True where nothing was written.
    public var preview: Bool
    public var moved: [Moved]
    public var added: [Dated]
    public var dropped: [Dated]
    public var plan: Plan

    public init(preview: Bool, moved: [Moved], added: [Dated], dropped: [Dated], plan: Plan) {
        self.preview = preview
        self.moved = moved
        self.added = added
        self.dropped = dropped
        self.plan = plan
    }

    /// A step that the plan gains or loses, with its days.
    public struct Dated: Codable, Hashable, Sendable {
        public var slug: String
        public var startsOn: String
        public var dueOn: String

        public init(slug: String, startsOn: String, dueOn: String) {
            self.slug = slug
            self.startsOn = startsOn
            self.dueOn = dueOn
        }
    }

    /// A step whose days change.
    public struct Moved: Codable, Hashable, Sendable {
        public var slug: String
        public var startsOn: String
        public var dueOn: String
        public var previousStartsOn: String
        public var previousDueOn: String

        public init(
            slug: String, startsOn: String, dueOn: String, previousStartsOn: String, previousDueOn: String
        ) {
            self.slug = slug
            self.startsOn = startsOn
            self.dueOn = dueOn
            self.previousStartsOn = previousStartsOn
            self.previousDueOn = previousDueOn
        }
    }
}
