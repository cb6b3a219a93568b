/// Where a week's report would go.
public struct ReportRoute: Codable, Hashable, Sendable {
    /// One channel.
    public struct Stop: Codable, Hashable, Sendable {
        public var id: String
        /// `email`, `webhook`, `wecom`, `feishu` or `dingtalk`.
        public var kind: String
        public var label: String
        /// The address with its name hidden, or the URL's host.
        @Nullable public var target: String?
        public var active: Bool
        /// Whether it is sent to when no channel is named.
        public var usual: Bool
        /// Until when quiet hours hold it back, should they now.
        @Nullable public var waitsUntil: String?

        public init(
            id: String, kind: String, label: String, target: String?, active: Bool, usual: Bool, waitsUntil: String?
        ) {
            self.id = id
            self.kind = kind
            self.label = label
            self._target = Nullable(wrappedValue: target)
            self.active = active
            self.usual = usual
            self._waitsUntil = Nullable(wrappedValue: waitsUntil)
        }
    }

    public var week: String
    /// The handle of the mentor it is about; null for the whole report.
    @Nullable public var mentor: String?
    /// Whether the week is closed: no other is sent.
    public var closed: Bool
    /// `zh-Hans` or `en`: what it is written in.
    public var language: String
    public var data: [Stop]

    public init(week: String, mentor: String?, closed: Bool, language: String, data: [Stop]) {
        self.week = week
        self._mentor = Nullable(wrappedValue: mentor)
        self.closed = closed
        self.language = language
        self.data = data
    }
}

/// A report on its way to channels.
public struct SentReport: Codable, Hashable, Sendable {
    /// One of them.
    public struct Queued: Codable, Hashable, Sendable {
        public var delivery: String
        public var channel: String

        public init(delivery: String, channel: String) {
            self.delivery = delivery
            self.channel = channel
        }
    }

    public var week: String
    public var deliveries: [Queued]

    public init(week: String, deliveries: [Queued]) {
        self.week = week
        self.deliveries = deliveries
    }
}
