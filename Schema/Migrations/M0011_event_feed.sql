-- Events as a feed: in an order that gets no new rows at its front, and heard of as soon as they are committed.

-- A position is given when a row is written, not when it is committed, so a reader that went by positions alone would
-- skip what a slower transaction still holds back. The feed's order is that of transactions, then of positions. A
-- reader takes only what belongs to transactions below every one still at work: no row can come to be among those.
CREATE INDEX events_feed_idx ON events (written_in, position);
CREATE INDEX events_feed_mentor_idx ON events (mentor_id, written_in, position) WHERE mentor_id IS NOT NULL;
CREATE INDEX events_feed_student_idx ON events (student_id, written_in, position) WHERE student_id IS NOT NULL;
DROP INDEX events_by_mentor_idx, events_by_student_idx;

-- Wakes whoever reads along: names whom an event concerns, `-` for nobody. The table says what happened.
CREATE FUNCTION notify_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('mentordesk_event',
        coalesce(NEW.mentor_id::text, '-') || ' ' || coalesce(NEW.student_id::text, '-'));
    RETURN NULL;
END $$;
CREATE TRIGGER events_notify AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION notify_event();

-- A token that stops ends the streams it opened.
CREATE FUNCTION notify_token() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('mentordesk_event', 'token ' || OLD.id);
    RETURN NULL;
END $$;
CREATE TRIGGER tokens_notify_revoked AFTER UPDATE OF revoked_at ON tokens
    FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION notify_token();
CREATE TRIGGER tokens_notify_delete AFTER DELETE ON tokens FOR EACH ROW EXECUTE FUNCTION notify_token();

-- A dump carries the numbers of the transactions that wrote its rows. Restored into a cluster that hasn't counted that
-- far they lie ahead of every transaction, and nobody would be given these events. They are all over: they get the
-- number 0 and keep their positions. Without such rows it does nothing, so the service may say it, as the owner.
CREATE FUNCTION settle_restored_events() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    WITH ahead AS (
        SELECT max(position) AS last FROM public.events WHERE written_in >= pg_snapshot_xmax(pg_current_snapshot())),
    settled AS (
        UPDATE public.events e SET written_in = '0' FROM ahead
        WHERE e.position <= ahead.last AND e.written_in > '0' RETURNING 1)
    SELECT count(*) FROM settled
$$;
REVOKE ALL ON FUNCTION settle_restored_events() FROM PUBLIC;
