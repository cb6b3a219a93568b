-- Says which mentor's slots may have changed, in the transaction that changed them: caches of the service listen to
-- the channel and drop what they hold of that mentor. Sent once a transaction and mentor, whatever the rows.

CREATE FUNCTION notify_mentor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM pg_notify('mentordesk_mentor', (to_jsonb(NEW) ->> TG_ARGV[0]));
    END IF;
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR to_jsonb(OLD) ->> TG_ARGV[0] <> to_jsonb(NEW) ->> TG_ARGV[0]) THEN
        PERFORM pg_notify('mentordesk_mentor', (to_jsonb(OLD) ->> TG_ARGV[0]));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER mentors_notify AFTER INSERT OR UPDATE OF handle, timezone OR DELETE ON mentors
    FOR EACH ROW EXECUTE FUNCTION notify_mentor('id');
CREATE TRIGGER schedules_notify AFTER INSERT OR UPDATE OR DELETE ON schedules
    FOR EACH ROW EXECUTE FUNCTION notify_mentor('mentor_id');
CREATE TRIGGER offerings_notify AFTER INSERT OR UPDATE OR DELETE ON offerings
    FOR EACH ROW EXECUTE FUNCTION notify_mentor('mentor_id');

-- Of consultations only what slots depend on: a message or a read mark tells nobody.
CREATE TRIGGER consultations_notify_insert AFTER INSERT ON consultations
    FOR EACH ROW WHEN (NEW.start_at IS NOT NULL) EXECUTE FUNCTION notify_mentor('mentor_id');
CREATE TRIGGER consultations_notify_update AFTER UPDATE ON consultations
    FOR EACH ROW WHEN (
        (OLD.status, OLD.start_at, OLD.end_at, OLD.occupied_from, OLD.occupied_until, OLD.offering_id,
            OLD.respond_by, OLD.mentor_id)
        IS DISTINCT FROM
        (NEW.status, NEW.start_at, NEW.end_at, NEW.occupied_from, NEW.occupied_until, NEW.offering_id,
            NEW.respond_by, NEW.mentor_id))
    EXECUTE FUNCTION notify_mentor('mentor_id');
CREATE TRIGGER consultations_notify_delete AFTER DELETE ON consultations
    FOR EACH ROW EXECUTE FUNCTION notify_mentor('mentor_id');
