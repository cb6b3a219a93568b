/// How weekly reports are kept.
public struct ReportPolicy: Sendable, Hashable {
    /// The zone whose weeks are closed and kept; an IANA name. Weeks of other zones are reckoned each time.
    public var timezone = "Asia/Shanghai"
    /// A week is closed so many hours after its end: time to say how its last sessions went.
    public var closedAfterHours = 6
    /// When on Monday the closed week's report is sent, in minutes after midnight; later where it isn't closed by then.
    public var sentMinute = 480

    public init() {}
}
