-- Where people and integrators are reached, and what is on its way to each of these places.

-- One place that takes deliveries in order: a person's channel, or a webhook that belongs to nobody in particular
-- (`integrator`, under the nil id). A dispatcher works at one by leasing its row.
CREATE TABLE destinations (
    id uuid NOT NULL,
    owner_role text NOT NULL,
    owner_id uuid NOT NULL,
    kind text NOT NULL,
    label text NOT NULL,
    -- Address or URL, and its secrets; null for the address of the student's account.
    target_sealed bytea,
    -- A keyed hash of a robot's URL: its limits are counted under it, whoever writes to it.
    robot_hash bytea,
    -- Null is every type; `consultation.*` is a whole family.
    event_types text[],
    active boolean NOT NULL,
    -- Why the service switched it off, should it have.
    disabled_at timestamptz,
    disabled_reason text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- When there is next something to do; null while nothing waits.
    work_at timestamptz,
    leased_until timestamptz,
    -- How often it has been leased: names the lease.
    lease bigint NOT NULL DEFAULT 0,
    -- In a row, and since when.
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    CONSTRAINT destinations_pkey PRIMARY KEY (id),
    CONSTRAINT destinations_owner_check CHECK (
        owner_role IN ('student', 'mentor')
        OR owner_role = 'integrator' AND owner_id = '00000000-0000-0000-0000-000000000000'),
    CONSTRAINT destinations_kind_check CHECK (kind IN ('email', 'webhook', 'wecom', 'feishu', 'dingtalk')),
    CONSTRAINT destinations_target_check CHECK (
        target_sealed IS NOT NULL OR owner_role = 'student' AND kind = 'email'),
    CONSTRAINT destinations_robot_check CHECK (
        (robot_hash IS NOT NULL) = (kind IN ('wecom', 'feishu', 'dingtalk'))),
    CONSTRAINT destinations_label_check CHECK (length(label) BETWEEN 1 AND 120)
);
CREATE INDEX destinations_owner_idx ON destinations (owner_role, owner_id, created_at);
CREATE INDEX destinations_work_idx ON destinations (work_at) WHERE work_at IS NOT NULL;
-- A person has one address.
CREATE UNIQUE INDEX destinations_email_idx ON destinations (owner_role, owner_id) WHERE kind = 'email';

-- One event or notice on its way to one destination. The id stays through every try.
CREATE TABLE deliveries (
    id uuid NOT NULL,
    -- The order within a destination.
    position bigint GENERATED ALWAYS AS IDENTITY,
    destination_id uuid NOT NULL,
    event_id uuid,
    -- What it says where it tells of no event: a reminder, an agenda, a test.
    notice jsonb,
    state text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    tried_at timestamptz,
    last_error text,
    finished_at timestamptz,
    CONSTRAINT deliveries_pkey PRIMARY KEY (id),
    CONSTRAINT deliveries_destination_fkey FOREIGN KEY (destination_id) REFERENCES destinations (id) ON DELETE CASCADE,
    CONSTRAINT deliveries_event_fkey FOREIGN KEY (event_id) REFERENCES events (id),
    CONSTRAINT deliveries_content_check CHECK (num_nonnulls(event_id, notice) = 1),
    CONSTRAINT deliveries_state_check CHECK (state IN ('waiting', 'sent', 'dead', 'dropped')),
    CONSTRAINT deliveries_finished_check CHECK ((state = 'waiting') = (finished_at IS NULL))
);
CREATE INDEX deliveries_waiting_idx ON deliveries (destination_id, position) WHERE state = 'waiting';
CREATE INDEX deliveries_dead_idx ON deliveries (finished_at) WHERE state = 'dead';
CREATE INDEX deliveries_finished_idx ON deliveries (finished_at) WHERE state IN ('sent', 'dropped');
CREATE INDEX deliveries_created_idx ON deliveries (created_at DESC, id DESC);

-- When each robot was written to, within its limits' windows.
CREATE TABLE robots (
    hash bytea NOT NULL,
    sent_at timestamptz[] NOT NULL,
    CONSTRAINT robots_pkey PRIMARY KEY (hash)
);

-- What each person wishes; no row is the defaults.
CREATE TABLE notification_preferences (
    owner_role text NOT NULL,
    owner_id uuid NOT NULL,
    language text,
    -- Minutes after midnight in the person's zone.
    quiet_from smallint,
    quiet_until smallint,
    -- How long before a session; null is the service's.
    reminder_minutes integer[],
    weekly_agenda boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT notification_preferences_pkey PRIMARY KEY (owner_role, owner_id),
    CONSTRAINT notification_preferences_owner_check CHECK (owner_role IN ('student', 'mentor')),
    CONSTRAINT notification_preferences_language_check CHECK (language IN ('zh-Hans', 'en')),
    CONSTRAINT notification_preferences_quiet_check CHECK (
        num_nonnulls(quiet_from, quiet_until) IN (0, 2) AND quiet_from <> quiet_until
        AND quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439)
);

-- What has been reminded of: a moment is reminded of once, whatever the number of instances.
CREATE TABLE reminders (
    recipient_role text NOT NULL,
    recipient_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    -- The instant it is about (a start, the end of a request, a Monday), and how long before.
    moment timestamptz NOT NULL,
    lead_minutes integer NOT NULL,
    CONSTRAINT reminders_pkey PRIMARY KEY (recipient_role, recipient_id, kind, subject_id, moment, lead_minutes),
    CONSTRAINT reminders_kind_check CHECK (kind IN ('session', 'request', 'agenda'))
);
CREATE INDEX reminders_moment_idx ON reminders (moment);

-- The outbox carries notices too, and rows for the integrators' webhooks. It is emptied in the order of its ids.
ALTER TABLE outbox ALTER COLUMN event_id DROP NOT NULL;
ALTER TABLE outbox ADD COLUMN notice jsonb;
ALTER TABLE outbox ADD CONSTRAINT outbox_content_check CHECK (num_nonnulls(event_id, notice) = 1);
ALTER TABLE outbox DROP CONSTRAINT outbox_recipient_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_recipient_check CHECK (recipient_role IN ('student', 'mentor', 'integrator'));
DROP INDEX outbox_due_idx;

-- Every event goes to the integrators too, whoever writes it; nothing is written while there are none.
CREATE FUNCTION tell_integrators() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM destinations WHERE owner_role = 'integrator'
            AND owner_id = '00000000-0000-0000-0000-000000000000') THEN
        INSERT INTO outbox (event_id, recipient_role, recipient_id, due_at)
        VALUES (NEW.id, 'integrator', '00000000-0000-0000-0000-000000000000', NEW.occurred_at);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER events_for_integrators AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION tell_integrators();

-- A student is told by e-mail from the first day on: the channel has the student's own id.
CREATE FUNCTION open_email_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO destinations (id, owner_role, owner_id, kind, label, active, created_at, updated_at)
    SELECT s.id, 'student', s.id, 'email', 'e-mail', true, s.created_at, s.created_at
    FROM students s WHERE s.id = NEW.student_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER contacts_open_email AFTER INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION open_email_channel();
INSERT INTO destinations (id, owner_role, owner_id, kind, label, active, created_at, updated_at)
SELECT s.id, 'student', s.id, 'email', 'e-mail', true, s.created_at, s.created_at
FROM students s JOIN contacts k ON k.student_id = s.id;

-- What was written down before anybody sent anything is old news by now.
DELETE FROM outbox;
