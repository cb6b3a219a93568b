import Logging
import Postgres
import Scheduling
import Schema
import TestDatabase

/// The databases of these tests, and clients of them.
enum Databases {
    static let serviceRole = "mentordesk_service"
    static let migratedAt = "2026-11-23T10:00:00Z"
    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// A migrated database with the role the service connects as, and no rows but the schema's own.
    static let migrated = TestDatabase.template(named: "mentoring-migrated") { url in
        try await with(url) { try await migrate($0) }
    }

    /// The same with many mentors, students, consultations and messages, analysed: see ``Crowd``.
    static let crowded = TestDatabase.template(named: "mentoring-crowded") { url in
        try await with(url) { client in
            try await migrate(client)
            try await client.script(Crowd.script)
            try await client.script("VACUUM ANALYZE")
        }
    }

    private static func migrate(_ client: PostgresClient) async throws {
        try await makeServiceRole(client)
        try await Migrator(client).up(appliedAt: migratedAt, serviceRole: serviceRole)
    }

    /// Roles are the server's, not the database's: another test may have made it.
    static func makeServiceRole(_ client: PostgresClient) async throws {
        try await client.script(
            """
            DO $$ BEGIN
                CREATE ROLE \(serviceRole) LOGIN;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$
            """)
    }

    /// A client of its own while the body runs.
    static func with<Result: Sendable>(
        _ url: String, maxConnections: Int = 4, _ body: @escaping @Sendable (PostgresClient) async throws -> Result
    ) async throws -> Result {
        var configuration = PostgresConfiguration(url: url)
        configuration.maxConnections = maxConnections
        let client = PostgresClient(configuration, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            let result = try await body(client)
            await client.shutdown()
            try await group.waitForAll()
            return result
        }
    }
}

/// Enough people and rows for the planner to care: 20 mentors with 1,000 consultations each, 200 students with 100 each
/// among 2,000, from 125 days before ``middle`` to 125 after, 200 consultations with 200 messages each, and
/// three events a consultation.
enum Crowd {
    /// 2026-11-23T10:00:00Z.
    static let middle = Instant(seconds: 1_795_428_000)

    static let mentor = "00000001-0000-7000-8000-00000000000a"
    static let handle = "mentor-10"
    static let student = "00000002-0000-7000-8000-00000000006e"
    /// One of that mentor and that student, with 200 messages.
    static let consultation = "00000004-0000-7000-8000-00000000006e"

    static let script = """
        CREATE FUNCTION numbered(kind int, n int) RETURNS uuid IMMUTABLE LANGUAGE sql AS
            $$ SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
        INSERT INTO mentors (id, handle, name, timezone, created_at, updated_at)
            SELECT numbered(1, n), 'mentor-' || n, '导师' || n, 'Asia/Shanghai', at, at
            FROM generate_series(0, 19) n, to_timestamp(1795428000) at;
        INSERT INTO mentor_directions SELECT id, 'llm', 1 FROM mentors;
        INSERT INTO schedules (mentor_id, version, timezone, weekly, days, time_off, changed_at)
            SELECT id, v, 'Asia/Shanghai', '{"mon":[["09:00","22:00"]],"wed":[["09:00","22:00"]]}', '{}', '[]', created_at
            FROM mentors, generate_series(1, 200) v;
        INSERT INTO offerings (id, mentor_id, slug, position, title, duration_minutes, step_minutes,
                buffer_before_minutes, buffer_after_minutes, notice_minutes, horizon_days, approval, active, created_at,
                updated_at)
            SELECT numbered(3, n), numbered(1, n), 'mock', 1, '模拟面试', 60, 60, 0, 0, 0, 60, 'mentor', true, at, at
            FROM generate_series(0, 19) n, to_timestamp(1795428000) at;
        INSERT INTO students (id, name, timezone, created_at, updated_at)
            SELECT numbered(2, n), '学生' || n, 'Asia/Shanghai', at, at
            FROM generate_series(0, 1999) n, to_timestamp(1795428000) at;
        INSERT INTO consultations (id, mentor_id, student_id, status, topic, offering_id, title, start_at, end_at,
                duration_minutes, buffer_before_minutes, buffer_after_minutes, occupied_from, occupied_until, approval,
                asked_at, respond_by, free_cancellation_until, message_count, created_at, updated_at)
            SELECT numbered(4, n), numbered(1, n % 20), numbered(2, n % 200), status, '项目怎么讲',
                numbered(3, n % 20), '模拟面试', start, start + interval '1 hour', 60, 0, 0, start,
                start + interval '1 hour', 'mentor', start - interval '3 days',
                CASE status WHEN 'requested' THEN start - interval '1 day' END, start - interval '1 day',
                CASE WHEN n < 200 THEN 200 ELSE 0 END, start - interval '3 days', start - interval '3 days'
            FROM (SELECT n, to_timestamp(1795428000) + (n / 20 * 6 - 3000) * interval '1 hour' AS start,
                    CASE WHEN n / 200 % 5 = 0 THEN 'cancelled' WHEN n / 20 < 500 THEN 'completed'
                        WHEN n / 200 % 3 = 0 THEN 'requested' ELSE 'confirmed' END AS status
                FROM generate_series(0, 19999) n) c;
        INSERT INTO messages (id, consultation_id, position, sender_role, body, created_at)
            SELECT numbered(5, n), numbered(4, n % 200), n / 200 + 1,
                CASE n / 200 % 2 WHEN 0 THEN 'student' ELSE 'mentor' END, '老师好', to_timestamp(1795428000)
            FROM generate_series(0, 39999) n;
        INSERT INTO events (id, type, occurred_at, actor_role, consultation_id, mentor_id, student_id, data, written_in)
            SELECT gen_random_uuid(), e.type, c.asked_at + e.later, e.actor, c.id, c.mentor_id, c.student_id,
                jsonb_build_object('status', e.status, 'start', c.start_at),
                -- A hundred by each of the server's first transactions.
                ((row_number() OVER (ORDER BY c.asked_at + e.later) - 1) / 100 + 1)::text::xid8
            FROM consultations c CROSS JOIN (VALUES
                ('consultation.requested', interval '0', 'student', 'requested'),
                ('message.created', interval '1 hour', 'mentor', NULL),
                ('consultation.confirmed', interval '2 hours', 'mentor', 'confirmed')) e (type, later, actor, status)
            ORDER BY 3;
        INSERT INTO curricula (direction, version, number, document, published_at)
            SELECT 'llm', 'v' || n, n, jsonb_build_object('direction', 'llm', 'version', 'v' || n, 'name', '大模型',
                'name_en', 'LLM', 'steps', '[]'::jsonb), to_timestamp(1795428000) FROM generate_series(1, 50) n;
        INSERT INTO plans (id, student_id, mentor_id, asked_at, taken_at, direction, curriculum_version, status,
                starts_on, target_on, hours_per_week, known_steps, days_off, wanted_order, feasible,
                missing_sevenths, left_out, critical_path, weekly_load, created_at, updated_at, published_at)
            SELECT numbered(6, n), numbered(2, n % 2000), numbered(1, n % 20), at, at, 'llm', 'v50', 'published',
                '2026-11-24', '2027-05-01', 12, '{}', '{}', '{}', true, 0, '{}', '{}', '[]', at, at, at
            FROM (SELECT n, to_timestamp(1795428000) - n * interval '1 hour' AS at FROM generate_series(0, 19999) n) p;
        INSERT INTO plan_steps (plan_id, slug, position, title, title_en, kind, hours, optional, own, status,
                starts_on, ends_on)
            SELECT numbered(6, n), 'step-' || k, k, '步骤', 'Step', 'concept', 6, false, false, 'todo', '2026-11-24',
                '2026-11-27'
            FROM generate_series(0, 19999) n, generate_series(1, 3) k;
        INSERT INTO plan_prerequisites (plan_id, slug, position, prerequisite, prerequisite_position)
            SELECT numbered(6, n), 'step-2', 2, 'step-1', 1 FROM generate_series(0, 19999) n;
        DROP FUNCTION numbered;
        """
}
