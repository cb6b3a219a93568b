/// The answer of `GET /v1/mentor/slots/explain`: what every rule says about one start.
public struct SlotExplanation: Codable, Hashable, Sendable {
    public var mentor: String
    public var offering: String
    /// The start asked about, in the mentor's zone.
    public var at: String
    public var timezone: String
    /// Whether all rules pass.
    public var offered: Bool
    public var rules: [Rule]

    public init(
        mentor: String, offering: String, at: String, timezone: String, offered: Bool, rules: [Rule]
    ) {
        self.mentor = mentor
        self.offering = offering
        self.at = at
        self.timezone = timezone
        self.offered = offered
        self.rules = rules
    }

    /// One rule.
    public struct Rule: Codable, Hashable, Sendable {
        /// The stable code, the same that `reasons` of a refused booking carry.
        public var code: String
        public var passed: Bool
        /// What it decided by, in the language of the request.
        public var message: String
        public var facts: Facts

        public init(code: String, passed: Bool, message: String, facts: Facts) {
            self.code = code
            self.passed = passed
            self.message = message
            self.facts = facts
        }
    }

    /// What a rule decided by; each has those that concern it.
    public struct Facts: Codable, Hashable, Sendable {
        /// Whether the offering is active.
        public var active: Bool?
        /// The nearest starts of the grid, offered or not.
        public var previous: String?
        public var next: String?
        /// The civil day of the start in the mentor's zone.
        public var day: String?
        /// Where the day's hours come from: `dated`, `holiday`, `working_weekend_day` or `weekly`.
        public var source: String?
        /// The day's windows as written.
        public var windows: [[String]]?
        /// The window around the start.
        public var window: Slot?
        /// `ordinary`, `day_off`, `working_weekend_day`, or `notice_not_held` where no notice covers the day.
        public var holiday: String?
        /// The time off, or the session with its buffers, that is in the way.
        public var inTheWay: Slot?
        /// The earliest start that the notice allows.
        public var earliest: String?
        /// The last bookable day.
        public var lastDay: String?
        /// The ISO week of the start.
        public var week: String?
        /// How many count for the cap.
        public var count: Int?
        /// The cap; left out where there is none.
        public var limit: Int?

        public init() {}
    }
}
