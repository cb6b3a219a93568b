public import Scheduling

/// One part in which two versions of a schedule differ.
public enum ScheduleChange: Sendable, Hashable {
    case timezone(String)
    /// The weekdays whose hours are others, Monday first.
    case weekly([Weekday])
    /// The region whose holidays are followed, nil for none.
    case holidays(String?)
    /// The dated days that are others, in order.
    case days([CivilDate])
    case timeOff(added: Int, removed: Int)
    case maxPerDay(Int?)
    case maxPerWeek(Int?)

    /// What changed from one schedule to another, in the order of the cases.
    public static func between(_ old: MentorSchedule, _ new: MentorSchedule) -> [ScheduleChange] {
        var changes: [ScheduleChange] = []
        if old.timezone != new.timezone { changes.append(.timezone(new.timezone)) }
        let weekdays = Weekday.allCases.filter { old.weekly[$0] ?? [] != new.weekly[$0] ?? [] }
        if !weekdays.isEmpty { changes.append(.weekly(weekdays)) }
        if old.holidays != new.holidays { changes.append(.holidays(new.holidays)) }
        let days = Set(old.days.keys).union(new.days.keys).filter { old.days[$0] != new.days[$0] }
        if !days.isEmpty { changes.append(.days(days.sorted())) }
        let (before, after) = (Set(old.timeOff), Set(new.timeOff))
        if before != after {
            changes.append(
                .timeOff(added: after.subtracting(before).count, removed: before.subtracting(after).count))
        }
        if old.maxPerDay != new.maxPerDay { changes.append(.maxPerDay(new.maxPerDay)) }
        if old.maxPerWeek != new.maxPerWeek { changes.append(.maxPerWeek(new.maxPerWeek)) }
        return changes
    }
}
