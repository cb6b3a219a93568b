-- Conversations that may have a booked time, what was said in them, and everything that happened.

CREATE TABLE consultations (
    id uuid NOT NULL,
    mentor_id uuid NOT NULL,
    student_id uuid NOT NULL,
    status text NOT NULL,
    topic text NOT NULL,
    direction text,
    -- What it was booked with stays as it was, whatever the offering becomes.
    offering_id uuid,
    title text,
    start_at timestamptz,
    end_at timestamptz,
    duration_minutes integer,
    buffer_before_minutes integer,
    buffer_after_minutes integer,
    occupied_from timestamptz,
    occupied_until timestamptz,
    approval text,
    price_fen integer,
    meeting jsonb,
    -- When the time was asked for, and when the mentor answered.
    asked_at timestamptz,
    answered_at timestamptz,
    respond_by timestamptz,
    free_cancellation_until timestamptz,
    late boolean NOT NULL DEFAULT false,
    absent text,
    absence_reported_at timestamptz,
    disputed boolean NOT NULL DEFAULT false,
    upheld boolean NOT NULL DEFAULT false,
    outcome_result text,
    outcome_note text,
    reason text,
    plan_id uuid,
    plan_step text,
    message_count integer NOT NULL DEFAULT 0,
    student_read_to integer NOT NULL DEFAULT 0,
    mentor_read_to integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT consultations_pkey PRIMARY KEY (id),
    CONSTRAINT consultations_mentor_fkey FOREIGN KEY (mentor_id) REFERENCES mentors (id),
    CONSTRAINT consultations_student_fkey FOREIGN KEY (student_id) REFERENCES students (id),
    CONSTRAINT consultations_offering_fkey FOREIGN KEY (offering_id) REFERENCES offerings (id),
    CONSTRAINT consultations_direction_fkey FOREIGN KEY (direction) REFERENCES directions (slug),
    CONSTRAINT consultations_status_check CHECK (status IN (
        'open', 'requested', 'confirmed', 'completed', 'no_show', 'declined', 'cancelled', 'expired', 'closed')),
    CONSTRAINT consultations_topic_check CHECK (length(topic) BETWEEN 1 AND 200),
    CONSTRAINT consultations_approval_check CHECK (approval IN ('instant', 'mentor')),
    CONSTRAINT consultations_absent_check CHECK (
        absent IN ('student', 'mentor') AND (status = 'no_show') = (absent IS NOT NULL)
        OR absent IS NULL AND status <> 'no_show'),
    CONSTRAINT consultations_result_check CHECK (outcome_result IN ('passed', 'again', 'skipped')),
    CONSTRAINT consultations_text_check CHECK (length(reason) <= 1000 AND length(outcome_note) <= 1000),
    CONSTRAINT consultations_version_check CHECK (version >= 1),
    CONSTRAINT consultations_read_check CHECK (
        student_read_to BETWEEN 0 AND message_count AND mentor_read_to BETWEEN 0 AND message_count),
    -- A time is there whole or not at all: an open or closed one has none, every other status has all of it.
    CONSTRAINT consultations_time_check CHECK (
        CASE WHEN status IN ('open', 'closed') THEN
            num_nonnulls(start_at, end_at, occupied_from, occupied_until, respond_by) = 0
        ELSE
            num_nulls(offering_id, start_at, end_at, duration_minutes, buffer_before_minutes, buffer_after_minutes,
                occupied_from, occupied_until, approval, asked_at, free_cancellation_until) = 0
            AND start_at < end_at
            AND (status <> 'requested' OR respond_by IS NOT NULL AND respond_by <= start_at)
        END),
    -- Minutes are elapsed time in every zone, so this reckoning is the same wherever it runs.
    CONSTRAINT consultations_span_check CHECK (
        end_at = start_at + make_interval(mins => duration_minutes)
        AND occupied_from = start_at - make_interval(mins => buffer_before_minutes)
        AND occupied_until = end_at + make_interval(mins => buffer_after_minutes)),
    -- Two sessions of one mentor, buffers included, can't overlap; nor can two of one student. The statuses are
    -- those that hold their time (slot rule 5).
    CONSTRAINT consultations_mentor_excl EXCLUDE USING gist (
        mentor_id WITH =, tstzrange(occupied_from, occupied_until) WITH &&
    ) WHERE (status IN ('requested', 'confirmed', 'completed', 'no_show')),
    CONSTRAINT consultations_student_excl EXCLUDE USING gist (
        student_id WITH =, tstzrange(start_at, end_at) WITH &&
    ) WHERE (status IN ('requested', 'confirmed', 'completed', 'no_show'))
);
-- Busy spans of a mentor, read for every slots answer and every booking: from the index alone.
CREATE INDEX consultations_busy_idx ON consultations (mentor_id, start_at)
    INCLUDE (end_at, occupied_from, occupied_until, offering_id, status, respond_by, id)
    WHERE status IN ('requested', 'confirmed', 'completed', 'no_show');
CREATE INDEX consultations_by_mentor_idx ON consultations (mentor_id, created_at DESC, id DESC);
CREATE INDEX consultations_by_student_idx ON consultations (student_id, created_at DESC, id DESC);
-- The report's rows, by the week of their start.
CREATE INDEX consultations_by_start_idx ON consultations (start_at, mentor_id) WHERE start_at IS NOT NULL;
-- What time alone will change.
CREATE INDEX consultations_waiting_idx ON consultations (respond_by) WHERE status = 'requested';
CREATE INDEX consultations_unresolved_idx ON consultations (end_at) WHERE status = 'confirmed';

CREATE TABLE messages (
    id uuid NOT NULL,
    consultation_id uuid NOT NULL,
    -- 1, 2, 3 … within the consultation, given under its row's lock: the order everybody sees.
    position integer NOT NULL,
    sender_role text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (id),
    CONSTRAINT messages_position_key UNIQUE (consultation_id, position),
    CONSTRAINT messages_consultation_fkey FOREIGN KEY (consultation_id) REFERENCES consultations (id),
    CONSTRAINT messages_sender_check CHECK (sender_role IN ('student', 'mentor')),
    CONSTRAINT messages_body_check CHECK (length(body) BETWEEN 1 AND 8000)
);

-- Append-only: the service's role may insert and read, nothing else.
CREATE TABLE events (
    id uuid NOT NULL,
    -- The order of writing; a transaction's number tells a reader which positions may still be missing below it.
    position bigint GENERATED ALWAYS AS IDENTITY,
    written_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    type text NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor_role text NOT NULL,
    actor_id uuid,
    consultation_id uuid,
    mentor_id uuid,
    student_id uuid,
    data jsonb NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_position_key UNIQUE (position),
    CONSTRAINT events_actor_check CHECK (actor_role IN ('student', 'mentor', 'admin', 'system'))
);
CREATE INDEX events_by_mentor_idx ON events (mentor_id, position) WHERE mentor_id IS NOT NULL;
CREATE INDEX events_by_student_idx ON events (student_id, position) WHERE student_id IS NOT NULL;
CREATE INDEX events_by_consultation_idx ON events (consultation_id, position) WHERE consultation_id IS NOT NULL;

-- Whom an event still has to reach; written with the event, emptied by the dispatcher.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY,
    event_id uuid NOT NULL,
    recipient_role text NOT NULL,
    recipient_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    CONSTRAINT outbox_pkey PRIMARY KEY (id),
    CONSTRAINT outbox_event_fkey FOREIGN KEY (event_id) REFERENCES events (id),
    CONSTRAINT outbox_recipient_check CHECK (recipient_role IN ('student', 'mentor'))
);
CREATE INDEX outbox_due_idx ON outbox (due_at, id);
