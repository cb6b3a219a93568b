-- Mentors, students and consultations to measure with. Needs -v mentors=N -v students=N -v names=N.
-- Each mentor: five windows a week, one instant offering of 60 minutes, 40 live sessions in the coming thirty days and
-- 60 completed ones in the past: 100 consultations a mentor. `students` have a token each and nothing booked.
-- The first `names` mentors serve the direction `aigc` and are the ones that are read.
\set ON_ERROR_STOP 1
-- The rows are what the triggers would be told of; nobody listens yet.
SET session_replication_role = replica;
SET timezone = 'Asia/Shanghai';

CREATE FUNCTION numbered(kind bigint, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS
    $$ SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

INSERT INTO mentors (id, handle, name, timezone, created_at, updated_at)
    SELECT numbered(1, n), 'mentor-' || n, '导师' || n, 'Asia/Shanghai', now(), now()
    FROM generate_series(0, :mentors - 1) n;
INSERT INTO mentor_directions
    SELECT numbered(1, n), CASE WHEN n < :names THEN 'aigc' ELSE 'llm' END, 1 FROM generate_series(0, :mentors - 1) n;
INSERT INTO schedules (mentor_id, version, timezone, weekly, days, time_off, holidays, changed_at)
    SELECT numbered(1, n), 1, 'Asia/Shanghai',
        '{"mon":[["15:00","22:00"]],"tue":[["15:00","22:00"]],"wed":[["15:00","22:00"]],"thu":[["15:00","22:00"]],"fri":[["15:00","22:00"]]}',
        '{}', '[]', NULL, now()
    FROM generate_series(0, :mentors - 1) n;
INSERT INTO offerings (id, mentor_id, slug, position, title, duration_minutes, step_minutes, buffer_before_minutes,
        buffer_after_minutes, notice_minutes, horizon_days, approval, active, created_at, updated_at)
    SELECT numbered(3, n), numbered(1, n), 'mock', 1, '模拟面试', 60, 60, 0, 0, 0, 365, 'instant', true, now(), now()
    FROM generate_series(0, :mentors - 1) n;
-- Those of the seeded consultations, as many as mentors; then those who will book.
INSERT INTO students (id, name, timezone, created_at, updated_at)
    SELECT numbered(2, n), '学生' || n, 'Asia/Shanghai', now(), now()
    FROM generate_series(0, :mentors + :students - 1) n;
INSERT INTO tokens (id, hash, role, mentor_id, student_id, label, created_at, last_used_at)
    SELECT numbered(7, n), sha256(convert_to(bench_token.text, 'UTF8')), 'student', NULL, numbered(2, :mentors + n),
        'bench', now(), now() + interval '1 day'
    FROM generate_series(0, :students - 1) n,
        LATERAL (SELECT 'mdt_' || left(md5(n::text) || md5('x' || n), 52) AS text) bench_token;

-- Hours of the coming weekdays' windows and of those gone by, numbered; each mentor takes some by a stride.
CREATE TABLE bench_hours AS
    SELECT day.date, hour, day.ahead, row_number() OVER (PARTITION BY day.ahead ORDER BY day.date, hour) - 1 AS cell
    FROM (SELECT current_date + n AS date, n > 0 AS ahead FROM generate_series(-120, 30) n WHERE n <> 0) day,
        generate_series(15, 21) hour
    WHERE extract(isodow FROM day.date) < 6;
CREATE INDEX ON bench_hours (ahead, cell);
CREATE TABLE bench_taken AS
    SELECT n, k, ahead, (k * 41 + n * 13) % cells AS cell
    FROM generate_series(0, :mentors - 1) n,
        (SELECT ahead, count(*) AS cells FROM bench_hours GROUP BY ahead) sizes,
        LATERAL generate_series(0, CASE WHEN ahead THEN 39 ELSE 59 END) k;
INSERT INTO consultations (id, mentor_id, student_id, status, topic, direction, offering_id, title, start_at, end_at,
        duration_minutes, buffer_before_minutes, buffer_after_minutes, occupied_from, occupied_until, approval,
        asked_at, answered_at, free_cancellation_until, created_at, updated_at)
    SELECT numbered(4, row_number() OVER ()), numbered(1, n), numbered(2, (n + cell * 7) % :mentors),
        CASE WHEN ahead THEN 'confirmed' ELSE 'completed' END, '项目怎么讲', 'llm', numbered(3, n), '模拟面试', start,
        start + interval '1 hour', 60, 0, 0, start, start + interval '1 hour', 'instant', asked, asked,
        start - interval '1 day', asked, asked
    FROM bench_taken JOIN bench_hours USING (ahead, cell),
        LATERAL (SELECT (date + make_interval(hours => hour))::timestamptz AS start) s,
        LATERAL (SELECT least(start, now()) - interval '5 days' AS asked) a
    ORDER BY asked, n;
-- A conversation each for the students with tokens, to write messages into.
INSERT INTO consultations (id, mentor_id, student_id, status, topic, created_at, updated_at)
    SELECT numbered(6, n), numbered(1, n % :mentors), numbered(2, :mentors + n), 'open', '后台咨询', now(), now()
    FROM generate_series(0, least(:students, 2000) - 1) n;

-- What the service's clients book: free hours from the second month on, a student each.
CREATE TABLE bench_free AS
    SELECT row_number() OVER (ORDER BY date, hour, n) - 1 AS i, n, date, hour
    FROM (SELECT current_date + n AS date FROM generate_series(31, 360) n) day, generate_series(15, 21) hour,
        generate_series(0, least(:mentors, 1000) - 1) n
    WHERE extract(isodow FROM date) < 6
    LIMIT :students;
VACUUM ANALYZE;
CHECKPOINT;
