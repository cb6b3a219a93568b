-- Dispatchers are called as soon as there is something for them. The word says where; the tables say what.

CREATE FUNCTION call_dispatchers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('mentordesk_dispatch', TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE TRIGGER outbox_calls AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION call_dispatchers();
CREATE TRIGGER emails_calls AFTER INSERT ON emails FOR EACH STATEMENT EXECUTE FUNCTION call_dispatchers();
-- Whatever makes a destination's time come sets it (what is spread, retried, tried out, switched on), or gives back the
-- destination at which more is to be done.
CREATE TRIGGER destinations_calls AFTER UPDATE OF work_at, leased_until ON destinations FOR EACH ROW
    WHEN (NEW.work_at IS NOT NULL AND (NEW.work_at IS DISTINCT FROM OLD.work_at
        OR NEW.leased_until IS NULL AND OLD.leased_until IS NOT NULL)) EXECUTE FUNCTION call_dispatchers();
