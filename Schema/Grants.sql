-- What the service's role may do: read and write rows, change no structure, rewrite no history.
-- Run after every migration; saying it again changes nothing.
GRANT USAGE ON SCHEMA public TO "$role";
GRANT SELECT ON schema_migrations, directions, curricula TO "$role";
GRANT SELECT, INSERT, UPDATE ON mentors, offerings, students, consultations, tokens TO "$role";
GRANT SELECT, INSERT, DELETE ON mentor_directions TO "$role";
GRANT SELECT, INSERT, UPDATE, DELETE ON contacts, outbox, idempotency_keys TO "$role";
GRANT SELECT, INSERT ON schedules, messages, events, audit, holiday_imports TO "$role";
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_codes, emails TO "$role";
GRANT SELECT, INSERT, UPDATE, DELETE ON destinations, deliveries, notification_preferences, robots TO "$role";
GRANT SELECT, INSERT, DELETE ON reminders TO "$role";
-- Erasing a student takes their tokens and replaces what they wrote.
GRANT DELETE ON tokens TO "$role";
GRANT UPDATE (body, edited_at, deleted_at) ON messages TO "$role";
GRANT SELECT, INSERT, UPDATE (message_id), DELETE ON attachments TO "$role";
GRANT SELECT, INSERT ON attachment_parts TO "$role";
GRANT EXECUTE ON FUNCTION forget_reasons_of(uuid) TO "$role";
GRANT SELECT, INSERT, UPDATE ON plans TO "$role";
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_steps, plan_prerequisites TO "$role";
-- A closed week stays as it was; only an erased student's name and words leave it.
GRANT SELECT, INSERT ON report_snapshots, report_cells, report_rows TO "$role";
GRANT UPDATE (student, topic) ON report_rows TO "$role";
GRANT UPDATE (announced_at) ON report_snapshots TO "$role";
GRANT EXECUTE ON FUNCTION settle_restored_events() TO "$role";
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds TO "$role";
