-- What one `POST /v1/consultations` with an Idempotency-Key sends, in the same three round trips: who asks; locks and
-- reads; writes with COMMIT. The hours are those of the mornings, which nobody else books: the constraints work on
-- them as on others.
\set n :i * :clients + :client_id
\set i :i + 1
\set m :n % :mentors
\set cell :n / :mentors
\set start :midnight + (31 + :cell / 12) * 86400 + (:cell % 12) * 3600
\set token :n % :students
\set student :mentors + :token
SELECT t.id, t.role, t.mentor_id, t.student_id, t.label, t.expires_at, t.last_used_at, m.handle, coalesce(m.name, s.name), coalesce(m.timezone, s.timezone) FROM tokens t LEFT JOIN mentors m ON m.id = t.mentor_id LEFT JOIN students s ON s.id = t.student_id WHERE t.hash = sha256(convert_to('mdt_' || left(md5(:token::text) || md5('x' || :token::text), 52), 'UTF8')) AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > to_timestamp(:now)) AND s.erased_at IS NULL;
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT pg_try_advisory_xact_lock(:n);
SELECT body_hash, status, headers, body, sealed FROM idempotency_keys WHERE key_hash = sha256(int8send(:n)) AND caller = 'student-bench' AND method = 'POST' AND path = '/v1/consultations' AND kept_until > to_timestamp(:now);
SELECT id, handle, name, timezone, pg_advisory_xact_lock(lock_key) IS NULL FROM mentors WHERE handle = 'mentor-' || :m;
SELECT name, direction, pg_advisory_xact_lock(lock_key) IS NULL FROM students WHERE id = numbered(2, :student) AND erased_at IS NULL;
SELECT CASE WHEN s.holidays IS NOT NULL THEN (SELECT max(version) FROM holiday_imports) END, timezone, weekly, days, time_off, holidays, max_per_day, max_per_week FROM schedules s WHERE mentor_id = (SELECT named.id FROM mentors named WHERE named.handle = 'mentor-' || :m) ORDER BY version DESC LIMIT 1;
SELECT o.id, o.slug, o.title, o.direction, o.duration_minutes, o.step_minutes, o.buffer_before_minutes, o.buffer_after_minutes, o.notice_minutes, o.horizon_days, o.max_per_day, o.max_per_week, o.approval, o.active, o.price_fen, o.meeting FROM offerings o WHERE o.mentor_id = (SELECT named.id FROM mentors named WHERE named.handle = 'mentor-' || :m) ORDER BY o.position;
SELECT start_at, end_at, occupied_from, occupied_until, offering_id FROM consultations c WHERE c.mentor_id = (SELECT named.id FROM mentors named WHERE named.handle = 'mentor-' || :m) AND true AND c.status IN ('requested', 'confirmed', 'completed', 'no_show') AND (c.status <> 'requested' OR c.respond_by > to_timestamp(:now)) AND c.start_at BETWEEN to_timestamp(:start - 777600) AND to_timestamp(:start + 777600);
SELECT count(*) FILTER (WHERE c.status = 'open' OR c.status = 'requested' AND c.respond_by > to_timestamp(:now) OR c.status = 'confirmed' AND c.start_at > to_timestamp(:now)), array_agg(c.start_at) FILTER (WHERE c.status IN ('requested', 'confirmed', 'completed', 'no_show') AND (c.status <> 'requested' OR c.respond_by > to_timestamp(:now))), array_agg(c.end_at) FILTER (WHERE c.status IN ('requested', 'confirmed', 'completed', 'no_show') AND (c.status <> 'requested' OR c.respond_by > to_timestamp(:now))) FROM consultations c WHERE c.student_id = numbered(2, :student) AND true AND (c.status = 'open' OR c.end_at > to_timestamp(:now));
SELECT c.id FROM consultations c WHERE c.status = 'requested' AND c.respond_by <= to_timestamp(:now) AND (c.mentor_id = (SELECT named.id FROM mentors named WHERE named.handle = 'mentor-' || :m) OR c.student_id = numbered(2, :student));
\endpipeline
\startpipeline
INSERT INTO consultations (id, mentor_id, student_id, status, topic, direction, offering_id, title, start_at, end_at, duration_minutes, buffer_before_minutes, buffer_after_minutes, occupied_from, occupied_until, approval, price_fen, meeting, asked_at, answered_at, respond_by, free_cancellation_until, plan_id, plan_step, message_count, reply_by, unanswered_from, created_at, updated_at) VALUES (numbered(8, :n), numbered(1, :m), numbered(2, :student), 'confirmed', '项目怎么讲', NULL, numbered(3, :m), '模拟面试', to_timestamp(:start), to_timestamp(:start + 3600), 60, 0, 0, to_timestamp(:start), to_timestamp(:start + 3600), 'instant', NULL, NULL, to_timestamp(:now), to_timestamp(:now), NULL, to_timestamp(:start - 86400), NULL, NULL, 0, NULL, NULL, to_timestamp(:now), to_timestamp(:now));
WITH event AS (INSERT INTO events (id, type, occurred_at, actor_role, actor_id, consultation_id, plan_id, mentor_id, student_id, data) VALUES (numbered(9, :n), 'consultation.confirmed', to_timestamp(:now), 'student', numbered(2, :student), numbered(8, :n), NULL, numbered(1, :m), numbered(2, :student), '{"status":"confirmed","start":"2027-01-01T190000.000Z","end":"2027-01-01T200000.000Z"}') RETURNING id) INSERT INTO outbox (event_id, recipient_role, recipient_id, due_at) SELECT event.id, recipient.role, recipient.id, to_timestamp(:now) FROM event, unnest('{mentor}'::text[], ARRAY[numbered(1, :m)]) AS recipient (role, id);
INSERT INTO idempotency_keys AS k (caller, method, path, key_hash, body_hash, status, headers, body, sealed, kept_until) VALUES ('student-bench', 'POST', '/v1/consultations', sha256(int8send(:n)), sha256(int8send(:n)), 201, '{"ETag":"\"1\"","Location":"/v1/consultations/con_00000000000000000000000000"}', convert_to(repeat('x', 900), 'UTF8'), false, to_timestamp(:now + 86400)) ON CONFLICT ON CONSTRAINT idempotency_keys_pkey DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status, headers = excluded.headers, body = excluded.body, sealed = excluded.sealed, kept_until = excluded.kept_until WHERE k.kept_until <= to_timestamp(:now);
COMMIT;
\endpipeline
