import Postgres
import Scheduling

/// Everything about one mentor that slots are reckoned from, as one statement reads it: what lists, explains, previews
/// and pools them all start from.
struct SlotBasis: Sendable {
    /// A span, and until when it holds its time if it is a request.
    struct Held: Sendable {
        let span: BusySpan
        let respondBy: Instant?

        func holds(at now: Instant) -> Bool { respondBy.map { $0 > now } ?? true }
    }

    let mentor: MentorHead
    let timezone: String
    let offerings: [Offering]
    let schedule: Scheduling.Schedule
    let held: [Held]

    /// How far before "now" spans are read: caps count whole weeks, buffers and sessions some hours.
    static let lookBackDays = 9

    /// The rows of the mentors that a condition on `mentors m` picks; to be read by `Desk.reading`, as their first
    /// column is the holidays' version.
    ///
    /// Requests are read whether or not their time is up: which of them hold is decided where "now" is known.
    static func query(_ condition: SQL, since: Instant) -> SQL {
        """
        SELECT \(Desk.holidayVersion), m.id, m.handle, m.name, m.timezone,
            (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.position), '[]')
             FROM offerings o WHERE o.mentor_id = m.id),
            s.timezone, s.weekly, s.days, s.time_off, s.holidays, s.max_per_day, s.max_per_week,
            b.starts, b.ends, b.occupied_from, b.occupied_until, b.offerings, b.respond_by
        FROM mentors m
        CROSS JOIN LATERAL (
            SELECT * FROM schedules WHERE mentor_id = m.id ORDER BY version DESC LIMIT 1) s
        CROSS JOIN LATERAL (
            SELECT array_agg(start_at) AS starts, array_agg(end_at) AS ends,
                array_agg(occupied_from) AS occupied_from, array_agg(occupied_until) AS occupied_until,
                array_agg(offering_id) AS offerings,
                array_agg(CASE WHEN c.status = 'requested' THEN c.respond_by ELSE 'infinity' END) AS respond_by
            FROM consultations c
            WHERE c.mentor_id = m.id AND c.start_at >= \(since)
              AND c.status IN ('requested', 'confirmed', 'completed', 'no_show')) b
        WHERE \(condition)
        """
    }

    /// Reads a row of ``query(_:since:)``, behind its first column.
    init(_ row: inout PostgresRowReader, desk: Desk) throws {
        mentor = try MentorHead(&row)
        timezone = try row.next()
        offerings = try desk.documents.offerings(row.next())
        schedule = try desk.readRules(&row)
        let spans = try BusySpan.arrays(&row)
        let respondBy: [PostgresTimestamp]? = try row.next()
        held = zip(spans, respondBy ?? []).map { span, respondBy in
            Held(span: span, respondBy: respondBy.isFinite ? Instant(microseconds: respondBy.microseconds) : nil)
        }
    }

    /// The same mentor with another schedule.
    init(_ basis: SlotBasis, schedule: Scheduling.Schedule) {
        mentor = basis.mentor
        timezone = basis.timezone
        offerings = basis.offerings
        self.schedule = schedule
        held = basis.held
    }

    /// The spans that hold their time at an instant.
    func spans(at now: Instant) -> [BusySpan] {
        held.filter { $0.holds(at: now) }.map(\.span)
    }

    /// When the next request that holds its time lets go of it, if nobody answers.
    func nextExpiry(after now: Instant) -> Instant? {
        held.compactMap(\.respondBy).filter { $0 > now }.min()
    }

    /// The engine for one offering.
    func finder(for offering: Offering, at now: Instant) -> SlotFinder {
        SlotFinder(
            schedule: schedule, offering: offering.rules,
            bookings: spans(at: now).map { $0.booking(for: offering.id) }, now: now)
    }
}
