import Postgres
public import Scheduling

/// Which starts of an offering can be booked. Public.
public struct Slots: Sendable {
    let desk: Desk

    /// The slots of a range, and the first one after it.
    public struct Listing: Sendable {
        public let mentorHandle: String
        public let mentorTimezone: String
        public let offeringSlug: String
        public let durationMinutes: Int
        /// Ascending.
        public let starts: [Instant]
        /// The first at or after the range's end, to the end of the horizon.
        public let next: Instant?
    }

    /// The slots of one offering that start in a range given by the mentor's zone or the reader's.
    ///
    /// One statement reads all it takes. What it answers is what a booking at this instant would be decided by.
    ///
    /// - Parameters:
    ///   - offering: a slug; nil where the mentor has one active offering.
    ///   - range: makes the range, given the mentor's zone.
    /// - Throws: ``Refusal/notFound(pointer:)``: bare for the mentor, with `?offering` for the offering;
    ///   ``Refusal/invalid(pointer:code:)`` with `?offering` where one must be named.
    public func list(
        of mentor: MentorName, offering slug: String?,
        range: @Sendable (_ mentorZone: ZoneRules) throws -> Range<Instant>
    ) async throws -> Listing {
        let now = desk.clock.now
        // Spans that can matter reach this far back: caps count whole weeks, buffers and sessions some hours.
        let since = now.adding(days: -9)
        let rows = try await desk.database.read(
            """
            SELECT m.handle, m.timezone,
                (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.position), '[]')
                 FROM offerings o WHERE o.mentor_id = m.id),
                s.timezone, s.weekly, s.days, s.time_off, s.holidays, s.max_per_day, s.max_per_week,
                b.starts, b.ends, b.occupied_from, b.occupied_until, b.offerings
            FROM mentors m
            CROSS JOIN LATERAL (
                SELECT * FROM schedules WHERE mentor_id = m.id ORDER BY version DESC LIMIT 1) s
            CROSS JOIN LATERAL (
                SELECT array_agg(start_at) AS starts, array_agg(end_at) AS ends,
                    array_agg(occupied_from) AS occupied_from, array_agg(occupied_until) AS occupied_until,
                    array_agg(offering_id) AS offerings
                FROM consultations c
                WHERE c.mentor_id = m.id AND c.start_at >= \(since) AND \(BusySpan.holds("c", at: now))) b
            WHERE m.\(mentor.condition)
            """)
        guard
            let (handle, timezone, offerings, document, spans) = try rows.first({ row in
                (
                    try row.next(String.self), try row.next(String.self),
                    try row.next(PostgresJSONCoded<[OfferingDocument]>.self).value.map(\.offering),
                    try ScheduleDocument(&row), try BusySpan.arrays(&row)
                )
            })
        else { throw Refusal.notFound() }
        let offering = try Self.choose(slug, among: offerings, pointer: "?offering")
        let schedule = try desk.rules(of: document.schedule())
        let wanted = try range(schedule.zone)
        let finder = SlotFinder(
            schedule: schedule, offering: offering.rules, bookings: spans.map { $0.booking(for: offering.id) },
            now: now)
        return Listing(
            mentorHandle: handle, mentorTimezone: timezone, offeringSlug: offering.slug,
            durationMinutes: offering.durationMinutes, starts: finder.starts(in: wanted),
            next: finder.nextStart(atOrAfter: wanted.upperBound))
    }

    /// The offering a request means: the one it names, or the mentor's only active one.
    static func choose(_ slug: String?, among offerings: [Offering], pointer: String) throws -> Offering {
        if let slug {
            guard let named = offerings.first(where: { $0.slug == slug }) else {
                throw Refusal.notFound(pointer: pointer)
            }
            return named
        }
        let active = offerings.filter(\.isActive)
        guard let only = active.first, active.count == 1 else {
            throw Refusal.invalid(pointer: pointer, code: .required)
        }
        return only
    }
}
