/// How weekly reports are kept.
public struct ReportPolicy: Sendable, Hashable {
    /// The zone whose weeks are closed and kept; an IANA name. Weeks of other zones are reckoned each time.
    public var timezone = "Asia/Shanghai"
    /// A week is closed so many hours after its end: time to say how its last sessions went.
    public var closedAfterHours = 6

    public init() {}
}
