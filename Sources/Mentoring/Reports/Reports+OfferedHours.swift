import Postgres
import Scheduling

extension Reports {
    /// For each mentor the schedules that were in force at the start of a day of the week, and of which days (1 to 7).
    static func schedulesInForce(in frame: WeekFrame, _ scope: ReportScope) -> SQL {
        let starts = frame.dates.map { frame.zone.firstInstant(of: $0) }
        return """
            SELECT m.id, m.handle, m.name, d.days, \(ScheduleDocument.columns(of: "s"))
            FROM mentors m
            LEFT JOIN LATERAL (
                SELECT x.version, array_agg(day.number::int) AS days
                FROM unnest(\(starts)) WITH ORDINALITY AS day (start_at, number)
                CROSS JOIN LATERAL (
                    SELECT v.version FROM schedules v
                    WHERE v.mentor_id = m.id AND v.changed_at <= day.start_at
                    ORDER BY v.version DESC LIMIT 1) x
                GROUP BY x.version) d ON true
            -- OFFSET keeps it a look-up by key for each; joined, all versions that ever were would be read.
            LEFT JOIN LATERAL (
                SELECT * FROM schedules z WHERE z.mentor_id = m.id AND z.version = d.version OFFSET 0) s ON true
            WHERE \(scope.condition("m.id"))
            """
    }

    /// The hours each mentor offered: day by day, the union of the windows of the schedule in force at the day's start,
    /// less its time off. Bookings and caps don't matter.
    func offeredHours(_ rows: PostgresRows, in frame: WeekFrame) throws -> [ReportedMentor: Double] {
        var hours: [ReportedMentor: Double] = [:]
        let dates = frame.dates
        for var row in rows {
            let mentor = ReportedMentor(id: try row.next(), handle: try row.next(), name: try row.next())
            hours[mentor, default: 0] += 0
            guard let days: [Int] = try row.next() else { continue }
            let schedule = try desk.rules(of: ScheduleDocument(&row).schedule())
            for day in days {
                let open = schedule.openHours(in: frame.zone.instants(of: dates[day - 1]))
                let microseconds = open.reduce(0) { $0 + $1.upperBound.microseconds - $1.lowerBound.microseconds }
                hours[mentor, default: 0] += Double(microseconds) / 3_600_000_000
            }
        }
        return hours
    }
}
