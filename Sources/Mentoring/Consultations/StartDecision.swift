import Postgres
import Scheduling

/// Everything a start is decided by, read under the mentor's lock: the same engine, from the same rows, as the slots
/// a student was shown.
struct StartDecision: Sendable {
    let schedule: Scheduling.Schedule
    let offerings: [Offering]
    let spans: [BusySpan]
    let student: StudentHolding
    let now: Instant

    /// Sessions of the student that a new one can meet, and how many consultations they hold.
    struct StudentHolding: Sendable {
        let held: Int
        let sessions: [Range<Instant>]

        init(held: Int, sessions: [Range<Instant>]) {
            self.held = held
            self.sessions = sessions
        }
    }

    /// Which rules the session would be booked by: the offering's own, or those it was booked with where it moves.
    struct Wish: Sendable {
        let offering: Offering
        let rules: OfferingRules
        let start: Instant

        init(_ offering: Offering, start: Instant) {
            self.offering = offering
            rules = offering.rules
            self.start = start
        }

        /// A move keeps its duration and buffers; grid, notice, horizon and caps are the offering's of today.
        init(moving time: BookedTime, by offering: Offering, to start: Instant) {
            self.offering = offering
            rules = OfferingRules(
                durationMinutes: time.durationMinutes, stepMinutes: offering.stepMinutes,
                bufferBeforeMinutes: time.bufferBeforeMinutes, bufferAfterMinutes: time.bufferAfterMinutes,
                noticeMinutes: offering.noticeMinutes, horizonDays: offering.horizonDays,
                maxPerDay: offering.maxPerDay, maxPerWeek: offering.maxPerWeek, isActive: offering.isActive)
            self.start = start
        }

        var session: Range<Instant> { start..<start.adding(minutes: rules.durationMinutes) }
    }

    func finder(_ wish: Wish) -> SlotFinder {
        SlotFinder(
            schedule: schedule, offering: wish.rules, bookings: spans.map { $0.booking(for: wish.offering.id) },
            now: now)
    }

    /// Why a start is refused, in the contract's order; nil where it can be booked.
    ///
    /// - Parameter studentLimit: how many consultations the student may hold besides this one's; nil where this one is
    ///   among them already.
    func refusal(of wish: Wish, studentLimit: Int?) -> Refusal? {
        let refused = finder(wish).refusals(at: wish.start)
        let isOverQuota = studentLimit.map { student.held >= $0 } ?? false
        let reasons = refused.map(SlotReason.rule) + (isOverQuota ? [.studentQuota] : [])
        if refused.contains(where: { !$0.isCap && $0 != .mentorBusy }) { return .slotNotOffered(reasons) }
        if isOverQuota || refused.contains(where: \.isCap) { return .quotaReached(reasons) }
        if student.sessions.contains(where: { $0.overlaps(wish.session) }) { return .studentBusy }
        return refused.isEmpty ? nil : .slotTaken(alternatives: [])
    }
}

extension StartDecision {
    /// What the first segment reads, after the locks.
    struct Reading: Sendable {
        let statements: [SQL]

        /// - Parameters:
        ///   - mentor: an SQL expression of the mentor's id.
        ///   - student: an SQL expression of the student's id.
        ///   - moving: the consultation that gets the time: it neither blocks nor counts.
        init(mentor: SQL, student: SQL, moving: ConsultationID?, start: Instant, at now: Instant) {
            let others: SQL = moving.map { "c.id <> \($0)" } ?? "true"
            statements = [
                """
                SELECT \(Desk.holidayVersion), \(ScheduleDocument.columns) FROM schedules s
                WHERE mentor_id = \(mentor) ORDER BY version DESC LIMIT 1
                """,
                "SELECT \(Offerings.columns) FROM offerings o WHERE o.mentor_id = \(mentor) ORDER BY o.position",
                // Nine days either way hold every booking of the start's week and every buffer that reaches it.
                """
                SELECT \(BusySpan.columns) FROM consultations c
                WHERE c.mentor_id = \(mentor) AND \(others) AND \(BusySpan.holds("c", at: now))
                  AND c.start_at BETWEEN \(start.adding(days: -9)) AND \(start.adding(days: 9))
                """,
                Self.holding(of: student, others: others, since: min(start, now), at: now),
                // Requests nobody answered in time, of either side: they are expired, and go first.
                """
                SELECT c.id FROM consultations c
                WHERE c.status = 'requested' AND c.respond_by <= \(now)
                  AND (c.mentor_id = \(mentor) OR c.student_id = \(student))
                """,
            ]
        }

        /// What the student holds, and their sessions from an instant on.
        static func holding(of student: SQL, others: SQL, since: Instant, at now: Instant) -> SQL {
            """
            SELECT count(*) FILTER (WHERE c.status = 'open'
                       OR c.status = 'requested' AND c.respond_by > \(now)
                       OR c.status = 'confirmed' AND c.start_at > \(now)),
                   array_agg(c.start_at) FILTER (WHERE \(BusySpan.holds("c", at: now))),
                   array_agg(c.end_at) FILTER (WHERE \(BusySpan.holds("c", at: now)))
            FROM consultations c
            WHERE c.student_id = \(student) AND \(others) AND (c.status = 'open' OR c.end_at > \(since))
            """
        }
    }

    /// Makes a decision of what ``Reading`` read.
    ///
    /// - Returns: the decision, and the overdue requests to expire.
    static func make(
        _ rows: some Collection<PostgresRows>, desk: Desk, at now: Instant, in transaction: PostgresTransaction
    ) async throws -> (decision: StartDecision, overdue: [ConsultationID]) {
        let rows = Array(rows)
        guard rows.count == 5,
            let schedule = try await desk.reading(rows[0], from: transaction, { try desk.readRules(&$0) }).first
        else { throw Refusal.notFound() }
        let decision = StartDecision(
            schedule: schedule, offerings: try rows[1].map(Offerings.offering),
            spans: try rows[2].map { try BusySpan(&$0) }, student: try StudentHolding(rows[3]), now: now)
        return (decision, try rows[4].map { try $0.next() })
    }
}

extension StartDecision.StudentHolding {
    init(_ rows: PostgresRows) throws {
        guard
            let (count, starts, ends) = try rows.first({ row in
                (try row.next(Int.self), try row.next([Instant]?.self), try row.next([Instant]?.self))
            })
        else {
            self.init(held: 0, sessions: [])
            return
        }
        self.init(held: count, sessions: zip(starts ?? [], ends ?? []).map { $0..<$1 })
    }
}
