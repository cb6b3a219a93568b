/// The offsets from UTC of one time zone, for every instant there is.
///
/// A value is a name and a shared immutable table, so copying one costs a reference. The table holds the
/// transitions of the zone's TZif data and, where its rule goes on for ever, those of 400 further years: the
/// Gregorian calendar repeats after 400 years exactly, so later instants are looked up one or more cycles back.
public struct ZoneRules: Hashable, Sendable {
    /// The name it was asked for by, such as `Asia/Shanghai`.
    public let name: String
    let table: ZoneTable

    init(name: String, table: ZoneTable) {
        self.name = name
        self.table = table
    }

    /// Reads TZif data (RFC 9636, versions 1 to 4, "fat" or "slim").
    /// - Throws: `ZoneDataError` when the bytes are not such data. Never traps, whatever the bytes.
    public init(name: String, tzif bytes: [UInt8]) throws(ZoneDataError) {
        self.name = name
        table = try ZoneTable(tzif: bytes)
    }

    /// The same rules under another name: a link of the tz database.
    public func named(_ name: String) -> ZoneRules {
        ZoneRules(name: name, table: table)
    }

    /// Coordinated Universal Time, under the name `UTC`.
    public static let utc = ZoneRules(name: "UTC", table: ZoneTable(fixedOffset: 0))

    /// Whether the name is one of those that mean UTC itself, whose instants are written with `Z`.
    public var isUTC: Bool {
        switch name {
        case "UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal": true
        default: false
        }
    }

    /// Seconds to add to UTC to get the wall reading at this instant; positive east of Greenwich.
    public func offsetSeconds(at instant: Instant) -> Int {
        Int(segment(at: instant.seconds).offset)
    }

    /// The civil day on which this instant falls.
    public func localDate(at instant: Instant) -> CivilDate {
        CivilDate(daysSinceEpoch: Int(localDay(at: instant.seconds)))
    }

    /// The whole wall reading at this instant.
    public func civilTime(at instant: Instant) -> CivilTime {
        let offset = segment(at: instant.seconds).offset
        let local = instant.seconds + offset
        return CivilTime(
            date: CivilDate(daysSinceEpoch: Int(local.flooredQuotient(by: 86_400))),
            secondOfDay: Int(local.flooredRemainder(by: 86_400)),
            microsecond: Int(instant.microseconds.flooredRemainder(by: 1_000_000)),
            offsetSeconds: Int(offset))
    }

    /// The first instant whose wall reading is at or after this one.
    ///
    /// A reading inside a spring gap gives the first instant after the gap; one that happens twice, its first
    /// occurrence. Days are clamped to the years 0001…9999.
    public func firstInstant(atOrAfter date: CivilDate, _ time: WallTime = .midnight) -> Instant {
        Instant(seconds: firstSecond(wallAtOrAfter: Self.wall(date, time)))
    }

    /// The end of the instants whose wall reading is before this one: every later instant reads at or after it.
    ///
    /// A reading inside a spring gap gives the start of the gap; one that happens twice, its last occurrence,
    /// except the reading at which the repeated hour begins, which gives its first. Days are clamped to the
    /// years 0001…9999.
    public func lastInstant(before date: CivilDate, _ time: WallTime = .midnight) -> Instant {
        Instant(seconds: lastSecond(wallBefore: Self.wall(date, time)))
    }

    /// The first instant of this civil day, or of the day after where the zone left this day out.
    public func firstInstant(of date: CivilDate) -> Instant {
        firstInstant(atOrAfter: date)
    }

    /// The instants of this civil day: from its first up to the next day's first. Empty where the zone left
    /// this day out.
    public func instants(of date: CivilDate) -> Range<Instant> {
        firstInstant(of: date)..<firstInstant(of: date.adding(days: 1))
    }

    /// The next instant after this one at which the offset changes, or nil when it never does again.
    public func nextTransition(after instant: Instant) -> Instant? {
        let upper = segment(at: instant.seconds).upper
        return upper == .max ? nil : Instant(seconds: upper)
    }

    /// The last instant at or before this one at which the offset changed, or nil when it never had.
    public func lastTransition(atOrBefore instant: Instant) -> Instant? {
        let lower = segment(at: instant.seconds).lower
        return lower == .min ? nil : Instant(seconds: lower)
    }

    private static func wall(_ date: CivilDate, _ time: WallTime) -> Int64 {
        let day = min(max(date.daysSinceEpoch, -719_162), 2_932_897)
        return Int64(day) * 86_400 + Int64(time.minutes) * 60
    }

    public static func == (left: ZoneRules, right: ZoneRules) -> Bool {
        left.name == right.name && (left.table === right.table || left.table.isSame(as: right.table))
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}

extension ZoneRules {
    /// A stretch of one offset: `[lower, upper)` in seconds, `Int64.min` and `.max` where it has no end.
    struct Segment {
        let lower: Int64
        let upper: Int64
        let offset: Int64
    }

    /// The stretch of one offset that holds this second.
    func segment(at seconds: Int64) -> Segment {
        table.segment(at: seconds)
    }

    /// The civil day (days since the epoch) at this second.
    func localDay(at seconds: Int64) -> Int64 {
        (seconds + segment(at: seconds).offset).flooredQuotient(by: 86_400)
    }

    /// min { t : t + offset(t) ≥ wall }, literally: every stretch that could hold such a t is looked at.
    func firstSecond(wallAtOrAfter wall: Int64) -> Int64 {
        var segment = segment(at: wall - table.maxOffset)
        while true {
            let candidate = max(segment.lower, wall - segment.offset)
            // A stretch without end always holds one, so this ends.
            if candidate < segment.upper { return candidate }
            segment = self.segment(at: segment.upper)
        }
    }

    /// sup { t : t + offset(t) < wall }, literally.
    func lastSecond(wallBefore wall: Int64) -> Int64 {
        var segment = segment(at: wall - table.minOffset)
        while true {
            let candidate = min(segment.upper, wall - segment.offset)
            if candidate > segment.lower { return candidate }
            segment = self.segment(at: segment.lower - 1)
        }
    }
}
