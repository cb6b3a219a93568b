-- What the service's role may do: read and write rows, change no structure, rewrite no history.
-- Run after every migration; saying it again changes nothing.
GRANT USAGE ON SCHEMA public TO "$role";
GRANT SELECT ON schema_migrations, directions TO "$role";
GRANT SELECT, INSERT, UPDATE ON mentors, offerings, students, consultations, tokens TO "$role";
GRANT SELECT, INSERT, DELETE ON mentor_directions TO "$role";
GRANT SELECT, INSERT, UPDATE, DELETE ON contacts, outbox, idempotency_keys TO "$role";
GRANT SELECT, INSERT ON schedules, messages, events, audit TO "$role";
