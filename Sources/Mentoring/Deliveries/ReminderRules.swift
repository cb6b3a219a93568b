public import Scheduling

/// When something is to be reminded of: pure.
public enum ReminderRules {
    /// The lead whose time has come, should somebody be reminded of a session now.
    ///
    /// After a pause in which several leads passed, the shortest one alone speaks; none speaks for a booking that is
    /// younger than the lead, nor from the start on.
    ///
    /// - Parameter bookedAt: when this time was settled.
    public static func lead(of leads: [Int], start: Instant, bookedAt: Instant, at now: Instant) -> Int? {
        guard now < start else { return nil }
        return leads.filter { lead in
            let due = start.adding(minutes: -lead)
            return due <= now && bookedAt <= due
        }.min()
    }

    /// Whether a request is to be reminded of: its end is near, and was not so near already when it was asked.
    public static func isRequestDue(respondBy: Instant, askedAt: Instant, lead: Int, at now: Instant) -> Bool {
        let due = respondBy.adding(minutes: -lead)
        return due <= now && now < respondBy && askedAt <= due
    }

    /// The Monday whose week a mentor is to be told of now: from a minute of that day until the day's end.
    ///
    /// - Returns: the Monday's first instant.
    public static func monday(at now: Instant, in zone: ZoneRules, minute: Int) -> Instant? {
        let local = zone.civilTime(at: now)
        guard local.weekday == .monday, local.minuteOfDay >= minute else { return nil }
        return zone.firstInstant(of: local.date)
    }
}
