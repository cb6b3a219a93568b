/// Something to tell that isn't an event: nothing has changed, but somebody should know.
public struct Notice: Codable, Sendable, Hashable {
    public enum Topic: String, Codable, Sendable, Hashable, CaseIterable {
        /// A session is near.
        case session = "reminder.session"
        /// A request will expire unless it is answered.
        case request = "reminder.request"
        /// A mentor's week.
        case agenda = "agenda.week"
        /// A closed week's report.
        case report = "report.week"
        /// Somebody tries out a destination.
        case test = "destination.test"
    }

    /// A closed week. Whose report of it is told follows from who is told, and stands nowhere else.
    public struct Report: Codable, Sendable, Hashable {
        public var week: String
        public var timezone: String

        public init(week: String, timezone: String) {
            self.week = week
            self.timezone = timezone
        }
    }

    public var topic: Topic
    /// What it is about: a consultation's id.
    public var consultation: String?
    /// The instant it was written for, RFC 3339 in UTC: a start, the end of a request, the Monday's midnight. Once the
    /// consultation has another one, the notice is of no use.
    public var moment: String?
    /// How long before.
    public var leadMinutes: Int?
    public var report: Report?

    public init(
        topic: Topic, consultation: String? = nil, moment: String? = nil, leadMinutes: Int? = nil,
        report: Report? = nil
    ) {
        self.topic = topic
        self.consultation = consultation
        self.moment = moment
        self.leadMinutes = leadMinutes
        self.report = report
    }
}
