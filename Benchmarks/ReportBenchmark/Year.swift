import Scheduling

/// A year of consultations made in the database itself: 200 mentors, 50,000 students, and for each consultation what it
/// takes to come about: a request, an answer, two messages, an end.
enum Year {
    static let mentors = 200
    static let students = 50_000
    static let spacingMinutes = 105
    static let zone = "Asia/Shanghai"
    /// Monday 2026-11-23, 12:00 in Shanghai: the week before is closed.
    static let now = Instant(seconds: 1_795_406_400)

    /// - Parameter count: consultations; the last ones start some days from now.
    static func statements(_ count: Int) -> [String] {
        let perMentor = count / mentors
        let first = now.adding(days: 7).adding(minutes: -perMentor * spacingMinutes).seconds
        let created = "to_timestamp(\(first - 86_400 * 30))"
        return [
            "SET session_replication_role = replica",
            """
            CREATE FUNCTION numbered(kind int, n int) RETURNS uuid IMMUTABLE LANGUAGE sql AS
                $$ SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$
            """,
            """
            INSERT INTO mentors (id, handle, name, timezone, created_at, updated_at)
            SELECT numbered(1, n), 'mentor-' || n, '导师' || n, '\(zone)', \(created), \(created)
            FROM generate_series(0, \(mentors - 1)) n
            """,
            """
            INSERT INTO schedules (mentor_id, version, timezone, weekly, days, time_off, changed_at)
            SELECT id, 1, timezone, '{"mon":[["19:00","22:00"]],"wed":[["19:00","22:00"]],"sat":[["10:00","18:00"]]}',
                '{}', '[]', created_at FROM mentors
            """,
            """
            INSERT INTO offerings (id, mentor_id, slug, position, title, duration_minutes, step_minutes,
                buffer_before_minutes, buffer_after_minutes, notice_minutes, horizon_days, approval, active, created_at,
                updated_at)
            SELECT numbered(3, n), numbered(1, n), 'mock', 1, '模拟面试', 30, 30, 0, 0, 0, 60, 'mentor', true,
                \(created), \(created) FROM generate_series(0, \(mentors - 1)) n
            """,
            """
            INSERT INTO students (id, name, timezone, created_at, updated_at)
            SELECT numbered(2, n), '学生' || n, '\(zone)', \(created), \(created)
            FROM generate_series(0, \(students - 1)) n
            """,
            """
            INSERT INTO consultations (id, mentor_id, student_id, status, topic, direction, offering_id, title, start_at,
                end_at, duration_minutes, buffer_before_minutes, buffer_after_minutes, occupied_from, occupied_until,
                approval, asked_at, answered_at, respond_by, free_cancellation_until, late, absent, message_count,
                created_at, updated_at)
            SELECT numbered(4, n), numbered(1, n % \(mentors)), numbered(2, n % \(students)), c.status, '项目怎么讲',
                (ARRAY['llm', 'multimodal', 'recsys', 'aigc'])[1 + n % 4], numbered(3, n % \(mentors)), '模拟面试', start,
                start + interval '30 minutes', 30, 0, 0, start, start + interval '30 minutes', 'mentor', asked,
                CASE WHEN c.status <> 'expired' THEN asked + interval '7 hours' END, NULL, start - interval '1 day',
                n % 37 = 0, CASE WHEN c.status = 'no_show' THEN 'student' END, 2, asked, asked
            FROM generate_series(0, \(perMentor * mentors - 1)) n
            CROSS JOIN LATERAL (
                SELECT to_timestamp(\(first)) + (n / \(mentors) * \(spacingMinutes)) * interval '1 minute' AS start) s
            CROSS JOIN LATERAL (
                SELECT start - (n % 11 + 2) * interval '1 day' AS asked,
                    CASE WHEN n % 10 = 0 THEN 'cancelled' WHEN n % 17 = 0 THEN 'declined' WHEN n % 23 = 0 THEN 'expired'
                        WHEN start > to_timestamp(\(now.seconds)) THEN 'confirmed' WHEN n % 29 = 0 THEN 'no_show'
                        ELSE 'completed' END AS status) c
            """,
            // In the order of time, as they would have been written.
            """
            INSERT INTO events (id, type, occurred_at, actor_role, consultation_id, mentor_id, student_id, data)
            SELECT gen_random_uuid(), e.type, e.at, e.actor, c.id, c.mentor_id, c.student_id, jsonb_strip_nulls(
                jsonb_build_object('status', e.status, 'start', CASE WHEN e.status IS NOT NULL THEN c.start_at END))
            FROM consultations c
            CROSS JOIN LATERAL (VALUES
                ('consultation.requested', c.asked_at, 'student', 'requested'),
                ('message.created', c.asked_at + interval '1 second', 'student', NULL),
                ('message.created', c.asked_at + interval '6 hours', 'mentor', NULL),
                (CASE c.status WHEN 'declined' THEN 'consultation.declined' WHEN 'expired' THEN 'consultation.expired'
                    ELSE 'consultation.confirmed' END, c.asked_at + interval '7 hours',
                    CASE c.status WHEN 'expired' THEN 'system' ELSE 'mentor' END,
                    CASE WHEN c.status IN ('declined', 'expired') THEN c.status ELSE 'confirmed' END),
                (CASE c.status WHEN 'completed' THEN 'consultation.completed' WHEN 'no_show' THEN 'consultation.no_show'
                    WHEN 'cancelled' THEN 'consultation.cancelled' END,
                    CASE c.status WHEN 'cancelled' THEN c.start_at - interval '1 hour' ELSE c.end_at END,
                    CASE c.status WHEN 'cancelled' THEN 'student' ELSE 'mentor' END, c.status)) e (type, at, actor, status)
            WHERE e.type IS NOT NULL AND e.at <= to_timestamp(\(now.seconds))
            ORDER BY e.at
            """,
            "DROP FUNCTION numbered",
            "RESET session_replication_role",
            "VACUUM ANALYZE",
        ]
    }
}
