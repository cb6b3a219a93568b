/// Hours on one day of a schedule, as wall times of the mentor's zone, half-open.
///
/// An end at or before the start lies on the next day: `22:00`–`02:00` runs over midnight,
/// `00:00`–`00:00` is a whole day. `24:00` ends at the midnight after the start.
public struct Window: Hashable, Sendable {
    /// `00:00`…`23:59`.
    public let start: WallTime
    /// `00:00`…`24:00`.
    public let end: WallTime

    /// Nil when the start is `24:00`.
    public init?(start: WallTime, end: WallTime) {
        guard start < .endOfDay else { return nil }
        self.start = start
        self.end = end
    }

    /// Parses two `HH:MM` texts.
    public init?(_ start: some StringProtocol, _ end: some StringProtocol) {
        guard let start = WallTime(start), let end = WallTime(end) else { return nil }
        self.init(start: start, end: end)
    }

    /// Whether the end lies on the day after the start.
    public var endsNextDay: Bool { end <= start }

    /// Minutes on the wall from start to end, 1…1440. Elapsed time differs on days when the clocks change.
    public var lengthMinutes: Int { endMinutes - start.minutes }

    /// Minutes from the midnight that begins the start's day to the end.
    var endMinutes: Int { endsNextDay ? end.minutes + 1440 : end.minutes }
}

extension Window: CustomStringConvertible {
    public var description: String { "\(start)–\(end)" }
}
