/// One ISO week of consultations: a row each, and the counts by status.
public struct WeeklyReport: Codable, Hashable, Sendable {
    public var week: String
    public var timezone: String
    public var from: String
    public var to: String
    @Nullable public var mentor: String?
    public var generatedAt: String
    public var rows: [Row]
    public var summary: Summary

    public init(
        week: String, timezone: String, from: String, to: String, mentor: String?, generatedAt: String,
        rows: [Row], summary: Summary
    ) {
        self.week = week
        self.timezone = timezone
        self.from = from
        self.to = to
        self._mentor = Nullable(wrappedValue: mentor)
        self.generatedAt = generatedAt
        self.rows = rows
        self.summary = summary
    }

    /// One consultation whose start lies in the week.
    public struct Row: Codable, Hashable, Sendable {
        public var id: String
        public var status: String
        public var mentor: String
        public var student: String
        @Nullable public var direction: String?
        @Nullable public var offering: String?
        public var topic: String
        public var start: String
        public var end: String
        public var askedAt: String
        @Nullable public var answeredAt: String?
        public var late: Bool
        @Nullable public var outcome: String?
        public var messages: Int

        public init(
            id: String, status: String, mentor: String, student: String, direction: String?, offering: String?,
            topic: String, start: String, end: String, askedAt: String, answeredAt: String?, late: Bool,
            outcome: String?, messages: Int
        ) {
            self.id = id
            self.status = status
            self.mentor = mentor
            self.student = student
            self._direction = Nullable(wrappedValue: direction)
            self._offering = Nullable(wrappedValue: offering)
            self.topic = topic
            self.start = start
            self.end = end
            self.askedAt = askedAt
            self._answeredAt = Nullable(wrappedValue: answeredAt)
            self.late = late
            self._outcome = Nullable(wrappedValue: outcome)
            self.messages = messages
        }
    }

    /// Counts over the rows.
    public struct Summary: Codable, Hashable, Sendable {
        public var total: Int
        /// Every status a booked consultation can have, zeros included.
        public var byStatus: [String: Int]
        public var late: Int
        public var messages: Int

        public init(total: Int, byStatus: [String: Int], late: Int, messages: Int) {
            self.total = total
            self.byStatus = byStatus
            self.late = late
            self.messages = messages
        }
    }
}
