/// What calendar and clock on the wall show at one instant.
public struct CivilTime: Hashable, Sendable {
    /// The civil day.
    public let date: CivilDate
    /// 0…23.
    public let hour: Int
    /// 0…59.
    public let minute: Int
    /// 0…59.
    public let second: Int
    /// 0…999 999.
    public let microsecond: Int
    /// Seconds to add to UTC to get this reading.
    public let offsetSeconds: Int

    init(date: CivilDate, secondOfDay: Int, microsecond: Int, offsetSeconds: Int) {
        self.date = date
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        self.microsecond = microsecond
        self.offsetSeconds = offsetSeconds
    }

    /// The day of the week.
    public var weekday: Weekday { date.weekday }

    /// Minutes after midnight on the clock, 0…1439.
    public var minuteOfDay: Int { hour * 60 + minute }
}
