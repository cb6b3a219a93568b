public import Scheduling
import ZoneData

/// A mentor's schedule as they wrote it: one version, whole.
public struct MentorSchedule: Sendable, Hashable {
    /// An IANA name; the mentor's zone.
    public var timezone: String
    public var weekly: [Weekday: [Window]]
    /// The region whose public holidays it follows (`CN`), if any.
    public var holidays: String?
    /// Dated days that replace the weekday's windows; an empty list is a day off.
    public var days: [CivilDate: [Window]]
    public var timeOff: [TimeOff]
    public var maxPerDay: Int?
    public var maxPerWeek: Int?

    public init(
        timezone: String, weekly: [Weekday: [Window]] = [:], holidays: String? = nil,
        days: [CivilDate: [Window]] = [:], timeOff: [TimeOff] = [], maxPerDay: Int? = nil, maxPerWeek: Int? = nil
    ) {
        self.timezone = timezone
        self.weekly = weekly
        self.holidays = holidays
        self.days = days
        self.timeOff = timeOff
        self.maxPerDay = maxPerDay
        self.maxPerWeek = maxPerWeek
    }

    /// What a new mentor starts with: no hours at all.
    public static func empty(timezone: String) -> MentorSchedule {
        MentorSchedule(timezone: timezone)
    }
}

extension Desk {
    /// The schedule as the slot engine reads it.
    ///
    /// - Throws: ``StoredValueError`` where the zone has left the machine's zone data since it was written.
    func rules(of schedule: MentorSchedule) throws -> Scheduling.Schedule {
        guard let zone = zones.zone(named: schedule.timezone) else {
            throw StoredValueError(column: "schedules.timezone")
        }
        return Schedule(
            zone: zone, weekly: schedule.weekly, holidays: schedule.holidays.flatMap { holidays[$0] },
            days: schedule.days, timeOff: schedule.timeOff.map(\.span), maxPerDay: schedule.maxPerDay,
            maxPerWeek: schedule.maxPerWeek)
    }
}
