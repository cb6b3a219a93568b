/// What a person wishes of how they are told.
public struct NotificationSettings: Codable, Hashable, Sendable {
    /// The hours of the day in which nothing is sent that can wait.
    public struct QuietHours: Codable, Hashable, Sendable {
        public var from: String
        public var until: String

        public init(from: String, until: String) {
            self.from = from
            self.until = until
        }
    }

    /// `zh-Hans` or `en`; null follows the account.
    @Nullable public var language: String?
    /// The zone that quiet hours are read in.
    public var timezone: String
    @Nullable public var quietHours: QuietHours?
    /// How long before a session; null is what the service does for everybody, empty is never.
    @Nullable public var reminderMinutes: [Int]?
    public var weeklyAgenda: Bool
    /// The report of the week that is over, on Monday.
    public var weeklyReport: Bool

    public init(
        language: String?, timezone: String, quietHours: QuietHours?, reminderMinutes: [Int]?, weeklyAgenda: Bool,
        weeklyReport: Bool
    ) {
        self._language = Nullable(wrappedValue: language)
        self.timezone = timezone
        self._quietHours = Nullable(wrappedValue: quietHours)
        self._reminderMinutes = Nullable(wrappedValue: reminderMinutes)
        self.weeklyAgenda = weeklyAgenda
        self.weeklyReport = weeklyReport
    }
}
