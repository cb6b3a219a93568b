import Postgres
import Scheduling

extension Reports {
    /// Reckons the figures of weeks at every place of a scope.
    ///
    /// One pass over the sessions of all weeks, one over their consultations and two over their events, inside the
    /// server, so that what comes back is as long as the list of mentors, whatever happened. What comes before and after
    /// an event is found by putting the events of a consultation in a row, not by looking each one up.
    ///
    /// - Parameter frames: of one zone.
    func cells(
        of frames: [WeekFrame], _ scope: ReportScope, at now: Instant, in transaction: PostgresTransaction
    ) async throws -> [ISOWeek: [ReportCell]] {
        var cells: [ISOWeek: [ReportCell]] = [:]
        for run in WeekRun.all(of: frames) {
            cells.merge(try await self.cells(of: run, scope, at: now, in: transaction)) { $1 }
        }
        return cells
    }

    private func cells(
        of run: WeekRun, _ scope: ReportScope, at now: Instant, in transaction: PostgresTransaction
    ) async throws -> [ISOWeek: [ReportCell]] {
        let whole = [
            Self.settings, Self.sessions(in: run, scope, at: now), Self.begun(in: run, scope),
            Self.events(in: run, scope, responseHours: desk.policy.responseHours, at: now),
            Self.messages(in: run, scope, replyHours: desk.policy.replyHours, at: now), Self.hours(in: run, scope),
        ]
        let single = run.frames.flatMap { [Self.plans(in: $0.span, scope), Self.schedulesInForce(in: $0, scope)] }
        let rows = try await transaction.query(whole + single)
        var tallies = run.frames.map { _ in ReportTally() }
        try Self.read(rows[1], Self.sessionMeasures, into: &tallies)
        try Self.readBegun(rows[2], into: &tallies)
        try Self.read(rows[3], Self.answerMeasures, adding: Self.eventMeasures, into: &tallies)
        try Self.read(rows[4], [], adding: Self.messageMeasures, into: &tallies)
        for var row in rows[5] {
            let mentor: MentorID? = try row.next()
            let index = try row.next(Int.self) - 1
            let hours: [Int] = try row.next()
            for (hour, count) in zip(hours, try row.next([Int].self)) {
                tallies[index].heat[mentor, default: Self.noHeat][hour] = count
            }
        }
        var cells: [ISOWeek: [ReportCell]] = [:]
        for (index, frame) in run.frames.enumerated() {
            for var row in rows[whole.count + index * 2] {
                let place = ReportCell.Place(mentor: try row.next(), direction: try row.next())
                let named = try row.next(PostgresJSONCoded<[String: Double?]>.self).value
                tallies[index].set(Figures.values(named), at: place)
            }
            let offered = try offeredHours(rows[whole.count + index * 2 + 1], in: frame)
            cells[frame.week] = tallies[index].cells(offered: offered)
        }
        return cells
    }

    static let noHeat = [Int](repeating: 0, count: 168)

    /// How the server works at what comes: compiling a statement takes longer than running it, a second process is worth
    /// it, and nothing needs to go to a file.
    private static let settings: SQL = """
        SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true),
            set_config('random_page_cost', '1.1', true), set_config('parallel_setup_cost', '100', true),
            set_config('parallel_tuple_cost', '0.001', true)
        """

    /// Reads week, mentor, direction, whether the numbers add up to those of larger places, and the numbers.
    ///
    /// - Parameters:
    ///   - measures: what numbers are that belong to their place alone, in their order.
    ///   - parts: what those are that add up.
    private static func read(
        _ rows: PostgresRows, _ measures: [Measure], adding parts: [Measure] = [], into tallies: inout [ReportTally]
    ) throws {
        for var row in rows {
            let index = try row.next(Int.self) - 1
            let place = ReportCell.Place(mentor: try row.next(), direction: try row.next())
            let addsUp: Bool = try row.next()
            let numbers: [Double] = try row.next()
            if addsUp {
                tallies[index].add(Array(zip(parts, numbers)), at: place)
            } else {
                tallies[index].set(Dictionary(uniqueKeysWithValues: zip(measures, numbers)), at: place)
            }
        }
    }

    /// What places the figures of one group: the mentor and the direction, or null over all of them.
    private static func places(_ table: String) -> SQL {
        let (week, mentor, direction) = ("\(table).week", "\(table).mentor_id", "\(table).direction")
        return SQL(
            unescaped:
                "GROUP BY GROUPING SETS ((\(week), \(mentor), \(direction)), (\(week), \(mentor)), (\(week), \(direction)), (\(week)))"
        )
    }

    // MARK: Sessions

    private static let sessionMeasures: [Measure] = [
        .sessions, .bookedHours, .completed, .unresolved, .studentNoShows, .mentorNoShows, .leadMedianHours,
    ]

    /// Sessions that hold or held their time, by start.
    private static func sessions(in run: WeekRun, _ scope: ReportScope, at now: Instant) -> SQL {
        """
        SELECT s.week, s.mentor_id, s.direction, false, ARRAY[
            count(*), sum(s.minutes) / 60.0, count(*) FILTER (WHERE s.status = 'completed'),
            count(*) FILTER (WHERE s.status = 'confirmed' AND s.end_at <= \(now)),
            count(*) FILTER (WHERE s.absent = 'student'), count(*) FILTER (WHERE s.absent = 'mentor'),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY s.lead) / 3600]::float8[] AS lead_median_hours
        FROM (
            SELECT width_bucket(c.start_at, \(run.starts)) AS week, c.mentor_id, coalesce(c.direction, '') AS direction,
                c.status, c.absent, c.end_at, c.duration_minutes AS minutes,
                extract(epoch FROM c.start_at - c.asked_at)::float8 AS lead
            FROM consultations c
            WHERE c.start_at >= \(run.span.lowerBound) AND c.start_at < \(run.span.upperBound)
              AND c.status IN ('confirmed', 'completed', 'no_show') AND \(scope.condition("c.mentor_id"))) s
        \(places("s"))
        """
    }

    /// Sessions by the hour they start in, 0 to 167; the hours are cut here, not by the server.
    private static func hours(in run: WeekRun, _ scope: ReportScope) -> SQL {
        """
        SELECT t.mentor_id, (t.hour - 1) / 168 + 1 AS week, array_agg((t.hour - 1) % 168), array_agg(t.count)
        FROM (
            SELECT s.mentor_id, s.hour, count(*) AS count
            FROM (
                SELECT c.mentor_id, width_bucket(c.start_at, \(run.frames.flatMap(\.hourStarts))) AS hour
                FROM consultations c
                WHERE c.start_at >= \(run.span.lowerBound) AND c.start_at < \(run.span.upperBound)
                  AND c.status IN ('confirmed', 'completed', 'no_show') AND \(scope.condition("c.mentor_id"))) s
            GROUP BY GROUPING SETS ((s.mentor_id, s.hour), (s.hour))) t
        GROUP BY t.mentor_id, (t.hour - 1) / 168
        """
    }

    // MARK: Consultations

    private static let begunMeasures: [Measure] = [.begun, .begunTimed, .begunAgreed, .begunCompleted]
    private static let studentMeasures: [Measure] = [.newStudents, .returningStudents]

    private static func readBegun(_ rows: PostgresRows, into tallies: inout [ReportTally]) throws {
        for var row in rows {
            let index = try row.next(Int.self) - 1
            let place = ReportCell.Place(mentor: try row.next(), direction: try row.next())
            tallies[index].add(Array(zip(begunMeasures, try row.next([Double].self))), at: place)
            let inDirection: [Double] = try row.next()
            tallies[index].add(Array(zip(studentMeasures, inDirection)), at: place, to: .directions)
            let overall: [Double] = try row.next()
            tallies[index].add(Array(zip(studentMeasures, overall)), at: place, to: .mentors)
        }
    }

    /// Consultations by when they were begun, and whether the two had met before the week. A student who began in two
    /// directions is one to the mentor, and counts over all directions with the first of them alone.
    private static func begun(in run: WeekRun, _ scope: ReportScope) -> SQL {
        """
        WITH begun AS MATERIALIZED (
            SELECT b.*, b.direction = min(b.direction) OVER w AS is_first,
                -- OFFSET keeps it a look-up by key for each; else all consultations that ever were might be read.
                EXISTS (SELECT FROM consultations x WHERE x.student_id = b.student_id AND x.mentor_id = b.mentor_id
                    AND x.created_at < (\(run.starts)::timestamptz[])[b.week] OFFSET 0) AS met
            FROM (
                SELECT width_bucket(c.created_at, \(run.starts)) AS week, c.mentor_id, c.student_id,
                    coalesce(c.direction, '') AS direction, count(*) AS begun, count(c.asked_at) AS timed,
                    count(*) FILTER (WHERE c.status IN ('confirmed', 'completed', 'no_show')
                        OR c.status = 'cancelled' AND (c.answered_at IS NOT NULL OR c.approval = 'instant')) AS agreed,
                    count(*) FILTER (WHERE c.status = 'completed') AS completed
                FROM consultations c
                WHERE c.created_at >= \(run.span.lowerBound) AND c.created_at < \(run.span.upperBound)
                  AND \(scope.condition("c.mentor_id"))
                GROUP BY 1, 2, 3, 4) b
            WINDOW w AS (PARTITION BY b.week, b.mentor_id, b.student_id))
        SELECT b.week, b.mentor_id, b.direction,
            ARRAY[sum(b.begun), sum(b.timed), sum(b.agreed), sum(b.completed)]::float8[],
            ARRAY[count(*) FILTER (WHERE NOT b.met), count(*) FILTER (WHERE b.met)]::float8[],
            ARRAY[count(*) FILTER (WHERE NOT b.met AND b.is_first),
                count(*) FILTER (WHERE b.met AND b.is_first)]::float8[]
        FROM begun b GROUP BY b.week, b.mentor_id, b.direction
        """
    }

    // MARK: Events

    private static let eventMeasures: [Measure] = [
        .requests, .accepted, .declined, .expired, .bookedAtOnce, .proposed, .moved, .cancelled, .cancelledLate,
        .cancelledByMentor, .answered, .overdue,
    ]
    private static let answerMeasures: [Measure] = [.answerMedianHours, .answerP90Hours]

    /// What happened to consultations, by when it did.
    ///
    /// The events of a consultation are put in a row, so that each has the one before and the one after it. Looked up
    /// is only what lies outside of these weeks, and the mentor's first message to a conversation that was opened.
    private static func events(
        in run: WeekRun, _ scope: ReportScope, responseHours: Int, at now: Instant
    ) -> SQL {
        """
        WITH told AS (
            SELECT width_bucket(e.occurred_at, \(run.starts)) AS week, e.position, e.consultation_id, e.mentor_id,
                \(direction) AS direction, e.type, e.actor_role, e.occurred_at,
                e.type = 'consultation.cancelled' AND e.data ->> 'late' = 'true' AS late,
                CASE WHEN e.type IN ('consultation.opened', 'consultation.requested')
                    OR e.type = 'consultation.rescheduled' AND e.actor_role = 'student'
                        AND e.data ->> 'status' = 'requested'
                THEN least(e.occurred_at + make_interval(hours => \(responseHours)::int),
                    (e.data ->> 'start')::timestamptz) END AS deadline
            FROM events e \(recent(run, scope))
            WHERE e.occurred_at >= \(run.span.lowerBound) AND e.occurred_at < \(run.span.upperBound)
              AND starts_with(e.type, 'consultation.') AND \(scope.condition("e.mentor_id"))),
        ordered AS (
            SELECT t.*, lag(t.type) OVER w AS type_before, lead(t.actor_role) OVER w AS next_role,
                lead(t.occurred_at) OVER w AS next_at
            FROM told t WINDOW w AS (PARTITION BY t.consultation_id ORDER BY t.position)),
        happened AS MATERIALIZED (
            SELECT o.*,
                o.type = 'consultation.confirmed' AND o.actor_role = 'mentor'
                    AND coalesce(o.type_before, (
                        SELECT x.type FROM events x
                        WHERE x.consultation_id = o.consultation_id AND x.position < o.position
                          AND starts_with(x.type, 'consultation.')
                        ORDER BY x.position DESC LIMIT 1)) = 'consultation.opened' AS proposed,
                -- The mentor's first answer in seconds; -1 where time ended it, -2 where the student or an operator did.
                CASE WHEN o.deadline IS NULL THEN NULL
                WHEN o.type <> 'consultation.opened' AND o.next_at IS NOT NULL THEN
                    CASE o.next_role WHEN 'mentor' THEN extract(epoch FROM o.next_at - o.occurred_at)::float8
                    WHEN 'system' THEN -1 ELSE -2 END
                ELSE (
                    SELECT CASE x.actor_role
                        WHEN 'mentor' THEN extract(epoch FROM x.occurred_at - o.occurred_at)::float8
                        WHEN 'system' THEN -1 ELSE -2 END
                    FROM events x
                    WHERE x.consultation_id = o.consultation_id AND x.position > o.position
                      AND (starts_with(x.type, 'consultation.')
                        OR o.type = 'consultation.opened' AND x.actor_role = 'mentor')
                    ORDER BY x.position LIMIT 1) END AS wait
            FROM ordered o)
        SELECT h.week, h.mentor_id, h.direction, true, ARRAY[
            count(*) FILTER (WHERE h.deadline IS NOT NULL AND h.type <> 'consultation.opened'),
            count(*) FILTER (WHERE h.type = 'consultation.confirmed' AND h.actor_role = 'mentor' AND NOT h.proposed),
            count(*) FILTER (WHERE h.type = 'consultation.declined'),
            count(*) FILTER (WHERE h.type = 'consultation.expired'),
            count(*) FILTER (WHERE h.type = 'consultation.confirmed' AND h.actor_role = 'student'),
            count(*) FILTER (WHERE h.proposed), count(*) FILTER (WHERE h.type = 'consultation.rescheduled'),
            count(*) FILTER (WHERE h.type = 'consultation.cancelled'),
            count(*) FILTER (WHERE h.late AND h.actor_role = 'student'),
            count(*) FILTER (WHERE h.type = 'consultation.cancelled' AND h.actor_role = 'mentor'),
            count(*) FILTER (WHERE h.wait >= 0),
            count(*) FILTER (WHERE h.deadline <= \(now) AND (h.wait IS NULL OR h.wait = -1
                OR h.wait >= extract(epoch FROM h.deadline - h.occurred_at)::float8))]::float8[]
        FROM happened h GROUP BY h.week, h.mentor_id, h.direction
        UNION ALL
        SELECT h.week, h.mentor_id, h.direction, false,
            ARRAY[percentile_cont(0.5) WITHIN GROUP (ORDER BY h.wait) / 3600,
                percentile_cont(0.9) WITHIN GROUP (ORDER BY h.wait) / 3600]
        FROM happened h WHERE h.wait >= 0
        \(places("h"))
        """
    }

    private static let messageMeasures: [Measure] = [.messages, .mentorMessages, .repliesOverdue]

    /// Messages, by when they were sent.
    private static func messages(in run: WeekRun, _ scope: ReportScope, replyHours: Int, at now: Instant) -> SQL {
        """
        SELECT h.week, h.mentor_id, h.direction, true,
            ARRAY[count(*), count(*) FILTER (WHERE h.actor_role = 'mentor'),
                count(*) FILTER (WHERE h.is_overdue)]::float8[]
        FROM (
            SELECT width_bucket(e.occurred_at, \(run.starts)) AS week, e.mentor_id, \(direction) AS direction,
                e.actor_role, reply.is_overdue
            FROM events e \(recent(run, scope))
            LEFT JOIN LATERAL (\(lateReply(replyHours, at: now))) reply ON true
            WHERE e.occurred_at >= \(run.span.lowerBound) AND e.occurred_at < \(run.span.upperBound)
              AND e.type = 'message.created' AND \(scope.condition("e.mentor_id"))) h
        GROUP BY h.week, h.mentor_id, h.direction
        """
    }

    /// A row where `events e` is a student's message that began the wait for a reply, and had none in time: the same that
    /// `reply_by` of the consultation said meanwhile.
    private static func lateReply(_ hours: Int, at now: Instant) -> SQL {
        let wait: SQL = "make_interval(hours => \(hours)::int)"
        let deadline: SQL = "m.created_at + \(wait)"
        let ends: SQL =
            """
            (a.type IN ('consultation.declined', 'consultation.cancelled', 'consultation.closed') OR a.actor_role = 'mentor'
                AND a.type IN ('message.created', 'consultation.confirmed', 'consultation.rescheduled'))
            """
        return """
            SELECT true AS is_overdue FROM messages m
            WHERE e.actor_role = 'student' AND e.type = 'message.created' AND m.consultation_id = e.consultation_id
              AND m.sender_role = 'student' AND m.created_at = e.occurred_at
              AND \(deadline) <= \(now) AND (m.deleted_at IS NULL OR m.deleted_at >= \(deadline))
              AND NOT EXISTS (
                SELECT FROM events a WHERE a.consultation_id = e.consultation_id AND a.position > e.position
                    AND a.occurred_at < \(deadline) AND \(ends))
              AND NOT EXISTS (
                SELECT FROM messages w WHERE w.consultation_id = e.consultation_id AND w.position < m.position
                    AND w.sender_role = 'student' AND (w.deleted_at IS NULL OR w.deleted_at >= w.created_at + \(wait))
                    AND NOT EXISTS (
                        SELECT FROM events a WHERE a.consultation_id = e.consultation_id AND a.position < e.position
                            AND a.occurred_at >= w.created_at AND \(ends)))
            LIMIT 1
            """
    }

    /// The consultations that events `e` of these weeks are most likely about: those of the last month before them are
    /// read in one go, and older ones by ``direction`` where there are any.
    private static func recent(_ run: WeekRun, _ scope: ReportScope) -> SQL {
        """
        LEFT JOIN (
            SELECT c.id, coalesce(c.direction, '') AS direction FROM consultations c
            WHERE c.created_at >= \(run.span.lowerBound.adding(days: -30)) AND c.created_at < \(run.span.upperBound)
              AND \(scope.condition("c.mentor_id"))) r ON r.id = e.consultation_id
        """
    }

    private static let direction: SQL = """
        CASE WHEN r.id IS NOT NULL THEN r.direction ELSE (
            SELECT coalesce(c.direction, '') FROM consultations c WHERE c.id = e.consultation_id) END
        """

    // MARK: Plans

    /// What became of plans: published and steps done, by when that was; at risk, as things stand. A plan that its mentor
    /// hasn't taken counts over all alone.
    private static func plans(in span: Range<Instant>, _ scope: ReportScope) -> SQL {
        """
        SELECT p.mentor_id, p.direction, jsonb_build_object(
            'plans_published', coalesce(sum(p.published), 0), 'steps_done', coalesce(sum(p.done), 0),
            'plans_at_risk', coalesce(sum(p.at_risk), 0))
        FROM (
            SELECT CASE WHEN x.taken_at IS NOT NULL THEN x.mentor_id END AS mentor_id, x.direction, f.published, f.done,
                f.at_risk
            FROM (
                SELECT id AS plan_id, 1 AS published, 0 AS done, 0 AS at_risk FROM plans
                WHERE published_at >= \(span.lowerBound) AND published_at < \(span.upperBound)
                UNION ALL
                SELECT plan_id, 0, 1, 0 FROM plan_steps
                WHERE status = 'done' AND status_changed_at >= \(span.lowerBound)
                  AND status_changed_at < \(span.upperBound)
                UNION ALL
                SELECT DISTINCT s.plan_id, 0, 0, 1 FROM plan_steps s JOIN plans y ON y.id = s.plan_id
                WHERE s.slack_days < 0 AND y.status = 'published') f
            JOIN plans x ON x.id = f.plan_id) p
        WHERE \(scope.condition("p.mentor_id"))
        GROUP BY GROUPING SETS ((p.mentor_id, p.direction), (p.mentor_id), (p.direction), ())
        HAVING GROUPING(p.mentor_id) = 1 OR p.mentor_id IS NOT NULL
        """
    }
}
