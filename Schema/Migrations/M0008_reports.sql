-- Weekly reports as they were when their week was closed, and what finding a week's rows needs.

-- One a week: whoever comes first writes it, and it stays.
CREATE TABLE report_snapshots (
    id uuid NOT NULL,
    week text NOT NULL,
    timezone text NOT NULL,
    version integer NOT NULL,
    as_of timestamptz NOT NULL,
    -- The edition of the measures' definitions that its figures follow.
    edition integer NOT NULL,
    -- The week's holidays and working weekend days as they were known then.
    holidays jsonb NOT NULL,
    CONSTRAINT report_snapshots_pkey PRIMARY KEY (id),
    CONSTRAINT report_snapshots_version_key UNIQUE (week, timezone, version),
    CONSTRAINT report_snapshots_week_check CHECK (week ~ '^[0-9]{4}-W[0-9]{2}$'),
    CONSTRAINT report_snapshots_version_check CHECK (version >= 1 AND edition >= 1)
);
CREATE INDEX report_snapshots_as_of_idx ON report_snapshots (timezone, as_of DESC);

CREATE TABLE report_cells (
    snapshot_id uuid NOT NULL,
    -- The snapshot's own week, or one of the four before it, reckoned again at the same time: what differs from an
    -- earlier snapshot is a correction.
    week text NOT NULL,
    -- Null for all mentors; with the names they had.
    mentor_id uuid,
    handle text,
    name text,
    -- Null for all directions, empty for consultations without one.
    direction text,
    figures jsonb NOT NULL,
    -- Sessions by hour, Monday's first hour first; only over all directions.
    heat integer[],
    CONSTRAINT report_cells_place_key UNIQUE NULLS NOT DISTINCT (snapshot_id, week, mentor_id, direction),
    CONSTRAINT report_cells_snapshot_fkey FOREIGN KEY (snapshot_id) REFERENCES report_snapshots (id),
    CONSTRAINT report_cells_mentor_check CHECK (num_nulls(mentor_id, handle, name) IN (0, 3)),
    CONSTRAINT report_cells_heat_check CHECK (heat IS NULL OR cardinality(heat) = 168)
);

-- The consultations as they stood. An erased student's name and words leave them too.
CREATE TABLE report_rows (
    snapshot_id uuid NOT NULL,
    consultation_id uuid NOT NULL,
    mentor_id uuid NOT NULL,
    student_id uuid NOT NULL,
    status text NOT NULL,
    mentor text NOT NULL,
    student text NOT NULL,
    direction text,
    offering text,
    topic text NOT NULL,
    start_at timestamptz NOT NULL,
    end_at timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    late boolean NOT NULL,
    outcome text,
    message_count integer NOT NULL,
    CONSTRAINT report_rows_pkey PRIMARY KEY (snapshot_id, start_at, consultation_id),
    CONSTRAINT report_rows_snapshot_fkey FOREIGN KEY (snapshot_id) REFERENCES report_snapshots (id)
);
CREATE INDEX report_rows_student_idx ON report_rows (student_id);

-- A week's events, of all mentors or of one.
CREATE INDEX events_by_time_idx ON events (occurred_at, mentor_id);
-- Whether a student has been with a mentor before: from the index alone.
DROP INDEX consultations_by_student_idx;
CREATE INDEX consultations_by_student_idx ON consultations (student_id, created_at DESC, id DESC) INCLUDE (mentor_id);
-- Plans with a step that comes too late.
CREATE INDEX plan_steps_late_idx ON plan_steps (plan_id) WHERE slack_days < 0;
