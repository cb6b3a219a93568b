import Postgres
public import Scheduling

/// What a mentor's days hold.
public struct Agendas: Sendable {
    let desk: Desk

    /// Windows, sessions, requests and time off between two instants.
    public struct Agenda: Sendable {
        public let timezone: String
        public let range: Range<Instant>
        /// Windows of the schedule, less time off and live sessions with their buffers.
        public let free: [Range<Instant>]
        /// Confirmed and past sessions that start in the range, oldest first.
        public let bookings: [Consultation]
        /// Requests that wait for an answer, whenever they start; the most urgent first.
        public let requests: [Consultation]
        public let timeOff: [TimeOff]
        /// Confirmed ones that are over, whenever they were; oldest first.
        public let unresolved: [Consultation]
        /// Days of the range that the notices the schedule follows close or open.
        public let holidays: [(date: CivilDate, state: Holidays.DayState)]
    }

    /// The mentor's agenda. The mentor, or an admin on their behalf.
    public func get(
        of mentor: MentorName, range: @Sendable (_ zone: ZoneRules) throws -> Range<Instant>
    ) async throws -> Agenda {
        let now = desk.clock.now
        let current = try await desk.schedules.get(of: mentor)
        let schedule = try await desk.currentRules(of: current.schedule, from: desk.database)
        let span = try range(schedule.zone)
        // Unread counts are the mentor's, whoever looks.
        let rows = try await desk.database.query(
            """
            SELECT \(Consultation.columns(for: .mentor, at: now)) FROM \(Consultation.tables)
            WHERE c.mentor_id = \(mentor.idQuery) AND (
                c.status IN ('confirmed', 'completed', 'no_show')
                    AND c.start_at >= \(span.lowerBound) AND c.start_at < \(span.upperBound)
                OR c.status = 'requested' AND c.respond_by > \(now)
                OR c.status = 'confirmed' AND c.end_at <= \(now))
            ORDER BY c.start_at, c.id
            """)
        let consultations = try rows.map { try Consultation(&$0) }
        let spans = try await desk.database.query(
            """
            SELECT \(BusySpan.columns) FROM consultations c
            WHERE c.mentor_id = \(mentor.idQuery) AND \(BusySpan.holds("c", at: now))
              AND c.occupied_until > \(span.lowerBound) AND c.start_at < \(span.upperBound.adding(days: 1))
            """
        ).map { try BusySpan(&$0) }
        let timeOff = current.schedule.timeOff.filter { $0.span.overlaps(span) }
        let blocked = spans.map { $0.occupiedFrom..<$0.occupiedUntil } + timeOff.map(\.span)
        let isUnresolved = { (consultation: Consultation) in consultation.isUnresolved(at: now) }
        return Agenda(
            timezone: current.schedule.timezone, range: span,
            free: Scheduling.Schedule.subtracting(blocked, from: schedule.windows(in: span)),
            bookings: consultations.filter { consultation in
                consultation.status != .requested && consultation.time.map { span.contains($0.start) } ?? false
            },
            requests: consultations.filter { $0.status == .requested }
                .sorted { ($0.time?.respondBy ?? now, $0.createdAt) < ($1.time?.respondBy ?? now, $1.createdAt) },
            timeOff: timeOff, unresolved: consultations.filter(isUnresolved),
            holidays: Self.holidays(in: span, of: schedule))
    }

    private static func holidays(
        in span: Range<Instant>, of schedule: Scheduling.Schedule
    ) -> [(date: CivilDate, state: Holidays.DayState)] {
        guard let holidays = schedule.holidays, !span.isEmpty else { return [] }
        let first = schedule.zone.localDate(at: span.lowerBound)
        let last = schedule.zone.localDate(at: span.upperBound.adding(microseconds: -1))
        guard first <= last else { return [] }
        return (first.daysSinceEpoch...last.daysSinceEpoch).compactMap { day in
            let date = CivilDate(daysSinceEpoch: day)
            let state = holidays.state(of: date)
            return state == .dayOff || state == .workingWeekendDay ? (date, state) : nil
        }
    }
}
