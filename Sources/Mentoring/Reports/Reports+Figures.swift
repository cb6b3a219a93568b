import Postgres
import Scheduling

extension Reports {
    /// Reckons a week's figures at every place of a scope: one pass over the week's sessions and one over its events,
    /// both inside the server, so that what comes back is as long as the list of mentors, whatever happened.
    func cells(
        of frame: WeekFrame, _ scope: ReportScope, at now: Instant, in transaction: PostgresTransaction
    ) async throws -> [ReportCell] {
        let (sessions, events, plans, hours, schedules) = try await transaction.query(
            Self.sessions(in: frame.span, scope, at: now),
            Self.events(
                in: frame.span, scope, responseHours: desk.policy.responseHours, replyHours: desk.policy.replyHours,
                at: now),
            Self.plans(in: frame.span, scope), Self.hours(of: frame, scope), Self.schedulesInForce(in: frame, scope))
        var values: [ReportCell.Place: [Measure: Double]] = [:]
        for rows in [sessions, events, plans] {
            for var row in rows {
                let place = ReportCell.Place(mentor: try row.next(), direction: try row.next())
                let named = try row.next(PostgresJSONCoded<[String: Double?]>.self).value
                values[place, default: [:]].merge(Figures.values(named)) { $1 }
            }
        }
        var heat: [MentorID?: [Int]] = [:]
        for var row in hours {
            let mentor: MentorID? = try row.next()
            let hour: Int = try row.next()
            heat[mentor, default: Self.noHeat][hour - 1] = try row.next()
        }
        let offered = try offeredHours(schedules, in: frame)
        let mentors = Dictionary(uniqueKeysWithValues: offered.keys.map { ($0.id, $0) })
        let total = offered.values.reduce(0, +)
        // A mentor to whom nothing happened has offered hours all the same.
        let places = Set(values.keys).union(mentors.keys.map { ReportCell.Place(mentor: $0, direction: nil) })
            .union([.overall])
        return places.map { place in
            let mentor = place.mentor.flatMap { mentors[$0] }
            var cell = ReportCell(
                place: place, mentor: mentor, figures: Figures(values[place] ?? [:]), heat: nil)
            guard place.direction == nil else { return cell }
            cell.figures.setOffered(hours: mentor.map { offered[$0] ?? 0 } ?? total)
            cell.heat = heat[place.mentor] ?? Self.noHeat
            return cell
        }
    }

    static let noHeat = [Int](repeating: 0, count: 168)

    /// What places the figures of one group: the mentor and the direction, or null over all of them.
    private static func groups(_ table: String) -> SQL {
        let (mentor, direction) = ("\(table).mentor_id", "\(table).direction")
        return SQL(
            unescaped: "GROUP BY GROUPING SETS ((\(mentor), \(direction)), (\(mentor)), (\(direction)), ())")
    }

    /// Sessions that hold or held their time, by start.
    private static func sessions(in span: Range<Instant>, _ scope: ReportScope, at now: Instant) -> SQL {
        """
        SELECT s.mentor_id, s.direction, jsonb_build_object(
            'sessions', count(*),
            'booked_hours', coalesce(sum(s.minutes), 0) / 60.0,
            'completed', count(*) FILTER (WHERE s.status = 'completed'),
            'unresolved', count(*) FILTER (WHERE s.status = 'confirmed' AND s.end_at <= \(now)),
            'student_no_shows', count(*) FILTER (WHERE s.absent = 'student'),
            'mentor_no_shows', count(*) FILTER (WHERE s.absent = 'mentor'),
            'lead_median_hours', percentile_cont(0.5) WITHIN GROUP (ORDER BY s.lead) / 3600)
        FROM (
            SELECT c.mentor_id, coalesce(c.direction, '') AS direction, c.status, c.absent, c.end_at,
                c.duration_minutes AS minutes, extract(epoch FROM c.start_at - c.asked_at)::float8 AS lead
            FROM consultations c
            WHERE c.start_at >= \(span.lowerBound) AND c.start_at < \(span.upperBound)
              AND c.status IN ('confirmed', 'completed', 'no_show') AND \(scope.condition("c.mentor_id"))) s
        \(groups("s"))
        """
    }

    /// What happened, by when it did. An asking, and an opening, also looks for what came after it; what may begin a
    /// consultation or answer a request, for what went before.
    private static func events(
        in span: Range<Instant>, _ scope: ReportScope, responseHours: Int, replyHours: Int, at now: Instant
    ) -> SQL {
        """
        WITH happened AS MATERIALIZED (
            SELECT e.type, e.actor_role, e.mentor_id, e.student_id, coalesce(c.direction, '') AS direction,
                q.asks, before.status AS status_before, e.data ->> 'late' = 'true' AS late,
                -- Null for what begins no consultation; else whether the two have met before.
                CASE WHEN q.may_begin AND before.status IS NULL THEN EXISTS (
                    SELECT FROM consultations x WHERE x.mentor_id = e.mentor_id AND x.student_id = e.student_id
                        AND x.created_at < \(span.lowerBound)) END AS met,
                c.asked_at IS NOT NULL AS timed,
                c.status IN ('confirmed', 'completed', 'no_show')
                    OR c.status = 'cancelled' AND (c.answered_at IS NOT NULL OR c.approval = 'instant') AS agreed,
                c.status = 'completed' AS completed,
                CASE WHEN next.actor_role = 'mentor' THEN
                    extract(epoch FROM next.occurred_at - e.occurred_at)::float8 END AS wait,
                q.deadline <= \(now) AND (next.actor_role IS NULL OR next.actor_role = 'system'
                    OR next.actor_role = 'mentor' AND next.occurred_at >= q.deadline) AS overdue,
                reply.is_overdue AS reply_overdue
            FROM events e
            JOIN consultations c ON c.id = e.consultation_id
            CROSS JOIN LATERAL (SELECT
                e.type = 'consultation.requested' OR e.type = 'consultation.rescheduled'
                    AND e.actor_role = 'student' AND e.data ->> 'status' = 'requested' AS asks,
                e.type IN ('consultation.opened', 'consultation.requested', 'consultation.confirmed') AS may_begin,
                CASE WHEN e.type IN ('consultation.opened', 'consultation.requested', 'consultation.rescheduled') THEN
                    least(e.occurred_at + make_interval(hours => \(responseHours)::int),
                        (e.data ->> 'start')::timestamptz) END AS limit_at) t
            CROSS JOIN LATERAL (SELECT t.asks, t.may_begin,
                CASE WHEN t.asks OR e.type = 'consultation.opened' THEN t.limit_at END AS deadline) q
            LEFT JOIN LATERAL (
                SELECT x.data ->> 'status' AS status FROM events x
                WHERE q.may_begin AND x.consultation_id = e.consultation_id AND x.position < e.position
                  AND starts_with(x.type, 'consultation.')
                ORDER BY x.position DESC LIMIT 1) before ON true
            LEFT JOIN LATERAL (
                SELECT x.actor_role, x.occurred_at FROM events x
                WHERE q.deadline IS NOT NULL AND x.consultation_id = e.consultation_id AND x.position > e.position
                  AND (starts_with(x.type, 'consultation.')
                    OR e.type = 'consultation.opened' AND x.actor_role = 'mentor')
                ORDER BY x.position LIMIT 1) next ON true
            LEFT JOIN LATERAL (\(lateReply(replyHours, at: now))) reply ON true
            WHERE e.occurred_at >= \(span.lowerBound) AND e.occurred_at < \(span.upperBound)
              AND \(scope.condition("e.mentor_id")))
        SELECT h.mentor_id, h.direction, jsonb_build_object(
            'requests', count(*) FILTER (WHERE h.asks),
            'accepted', count(*) FILTER (WHERE h.type = 'consultation.confirmed' AND h.actor_role = 'mentor'
                AND h.status_before = 'requested'),
            'declined', count(*) FILTER (WHERE h.type = 'consultation.declined'),
            'expired', count(*) FILTER (WHERE h.type = 'consultation.expired'),
            'booked_at_once', count(*) FILTER (WHERE h.type = 'consultation.confirmed' AND h.actor_role = 'student'),
            'proposed', count(*) FILTER (WHERE h.type = 'consultation.confirmed' AND h.actor_role = 'mentor'
                AND h.status_before IS DISTINCT FROM 'requested'),
            'moved', count(*) FILTER (WHERE h.type = 'consultation.rescheduled'),
            'cancelled', count(*) FILTER (WHERE h.type = 'consultation.cancelled'),
            'cancelled_late', count(*) FILTER (WHERE h.type = 'consultation.cancelled'
                AND h.actor_role = 'student' AND h.late),
            'cancelled_by_mentor', count(*) FILTER (WHERE h.type = 'consultation.cancelled'
                AND h.actor_role = 'mentor'),
            'answered', count(h.wait),
            'answer_median_hours', percentile_cont(0.5) WITHIN GROUP (ORDER BY h.wait) / 3600,
            'answer_p90_hours', percentile_cont(0.9) WITHIN GROUP (ORDER BY h.wait) / 3600,
            'overdue', count(*) FILTER (WHERE h.overdue),
            'new_students', count(DISTINCT (h.mentor_id, h.student_id)) FILTER (WHERE NOT h.met),
            'returning_students', count(DISTINCT (h.mentor_id, h.student_id)) FILTER (WHERE h.met),
            'begun', count(h.met),
            'begun_timed', count(*) FILTER (WHERE h.met IS NOT NULL AND h.timed),
            'begun_agreed', count(*) FILTER (WHERE h.met IS NOT NULL AND h.agreed),
            'begun_completed', count(*) FILTER (WHERE h.met IS NOT NULL AND h.completed),
            'messages', count(*) FILTER (WHERE h.type = 'message.created'),
            'mentor_messages', count(*) FILTER (WHERE h.type = 'message.created' AND h.actor_role = 'mentor'),
            'replies_overdue', count(*) FILTER (WHERE h.reply_overdue))
        FROM happened h
        \(groups("h"))
        """
    }

    /// A row where `events e` is a student's message that began the wait for a reply, and had none in time: the same that
    /// `reply_by` of the consultation said meanwhile.
    private static func lateReply(_ hours: Int, at now: Instant) -> SQL {
        let deadline: SQL = "m.created_at + make_interval(hours => \(hours)::int)"
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
                    AND w.sender_role = 'student' AND w.deleted_at IS NULL AND NOT EXISTS (
                        SELECT FROM events a WHERE a.consultation_id = e.consultation_id AND a.position < e.position
                            AND a.occurred_at >= w.created_at AND \(ends)))
            LIMIT 1
            """
    }

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

    /// Sessions by the hour of the week they start in, 1 to 168; the hours are cut here, not by the server.
    private static func hours(of frame: WeekFrame, _ scope: ReportScope) -> SQL {
        """
        SELECT s.mentor_id, s.hour, count(*)
        FROM (
            SELECT c.mentor_id, width_bucket(c.start_at, \(frame.hourStarts)) AS hour
            FROM consultations c
            WHERE c.start_at >= \(frame.span.lowerBound) AND c.start_at < \(frame.span.upperBound)
              AND c.status IN ('confirmed', 'completed', 'no_show') AND \(scope.condition("c.mentor_id"))) s
        GROUP BY GROUPING SETS ((s.mentor_id, s.hour), (s.hour))
        """
    }
}
