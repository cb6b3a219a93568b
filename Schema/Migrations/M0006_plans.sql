-- Learning-path plans: one student's dated path through a direction's curriculum.

CREATE TABLE plans (
    id uuid NOT NULL,
    student_id uuid NOT NULL,
    -- The mentor the student asked. Before taken_at they know of the question and of nothing else.
    mentor_id uuid,
    asked_at timestamptz,
    taken_at timestamptz,
    direction text NOT NULL,
    -- A plan keeps the version it was made from until it is replanned.
    curriculum_version text NOT NULL,
    status text NOT NULL,
    starts_on date NOT NULL,
    target_on date NOT NULL,
    hours_per_week integer NOT NULL,
    -- What the student needn't learn, and the days nothing is laid on: `2026-12-24` or `2027-01-20/2027-02-10`.
    known_steps text[] NOT NULL,
    days_off text[] NOT NULL,
    holidays text,
    -- The order somebody wants the steps in; empty while the curriculum's own will do.
    wanted_order text[] NOT NULL,
    -- What the last reckoning came to. Work is counted in sevenths of an hour: a week's hours over its days.
    feasible boolean NOT NULL,
    missing_sevenths integer NOT NULL,
    left_out text[] NOT NULL,
    critical_path text[] NOT NULL,
    weekly_load jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    published_at timestamptz,
    CONSTRAINT plans_pkey PRIMARY KEY (id),
    -- For references that also say whose plan it is.
    CONSTRAINT plans_student_key UNIQUE (id, student_id),
    CONSTRAINT plans_student_fkey FOREIGN KEY (student_id) REFERENCES students (id),
    CONSTRAINT plans_mentor_fkey FOREIGN KEY (mentor_id) REFERENCES mentors (id),
    CONSTRAINT plans_direction_fkey FOREIGN KEY (direction) REFERENCES directions (slug),
    CONSTRAINT plans_status_check CHECK (status IN ('draft', 'published', 'archived')),
    -- A draft waits for its mentor; a plan without one is followed at once.
    CONSTRAINT plans_draft_check CHECK (status <> 'draft' OR mentor_id IS NOT NULL),
    CONSTRAINT plans_published_check CHECK (status <> 'published' OR published_at IS NOT NULL),
    CONSTRAINT plans_taken_check CHECK (
        (mentor_id IS NULL) = (asked_at IS NULL) AND (taken_at IS NULL OR asked_at IS NOT NULL)),
    CONSTRAINT plans_dates_check CHECK (starts_on <= target_on),
    CONSTRAINT plans_hours_check CHECK (hours_per_week BETWEEN 1 AND 80),
    CONSTRAINT plans_holidays_check CHECK (holidays = 'CN'),
    CONSTRAINT plans_missing_check CHECK (missing_sevenths >= 0),
    CONSTRAINT plans_load_check CHECK (jsonb_typeof(weekly_load) = 'array'),
    CONSTRAINT plans_version_check CHECK (version >= 1)
);
CREATE INDEX plans_by_student_idx ON plans (student_id, created_at DESC, id DESC);
CREATE INDEX plans_by_mentor_idx ON plans (mentor_id, created_at DESC, id DESC) WHERE mentor_id IS NOT NULL;
-- The report's plans published in a week.
CREATE INDEX plans_published_idx ON plans (published_at) WHERE published_at IS NOT NULL;

-- The steps of a plan in the order they are worked on. They are copies: a curriculum's new version changes no plan.
CREATE TABLE plan_steps (
    plan_id uuid NOT NULL,
    slug text NOT NULL,
    position integer NOT NULL,
    title text NOT NULL,
    title_en text NOT NULL,
    kind text NOT NULL,
    hours integer NOT NULL,
    optional boolean NOT NULL,
    -- Added by hand: no curriculum has it, and no new version takes it away.
    own boolean NOT NULL,
    status text NOT NULL,
    -- When it got that status; null while nobody has touched it.
    status_changed_at timestamptz,
    -- The days of its first hour and of its last.
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    -- The day by which somebody wants it, whatever the reckoning says.
    set_due_on date,
    -- Between which days it must lie for all that needs it to be in time; null when it is done or skipped.
    latest_start_on date,
    latest_end_on date,
    -- Negative: it comes too late as it is.
    slack_days integer GENERATED ALWAYS AS (latest_end_on - ends_on) STORED,
    note text,
    CONSTRAINT plan_steps_pkey PRIMARY KEY (plan_id, slug),
    -- Checked at the end: steps change places in one transaction.
    CONSTRAINT plan_steps_position_key UNIQUE (plan_id, position) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT plan_steps_place_key UNIQUE (plan_id, slug, position),
    CONSTRAINT plan_steps_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans (id),
    CONSTRAINT plan_steps_slug_check CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) <= 40),
    CONSTRAINT plan_steps_position_check CHECK (position BETWEEN 1 AND 200),
    CONSTRAINT plan_steps_title_check CHECK (length(title) BETWEEN 1 AND 120 AND length(title_en) BETWEEN 1 AND 120),
    CONSTRAINT plan_steps_kind_check CHECK (kind IN ('concept', 'paper', 'project', 'coding', 'interview')),
    CONSTRAINT plan_steps_hours_check CHECK (hours BETWEEN 1 AND 80),
    CONSTRAINT plan_steps_status_check CHECK (status IN ('todo', 'doing', 'done', 'skipped')),
    CONSTRAINT plan_steps_dates_check CHECK (starts_on <= ends_on),
    CONSTRAINT plan_steps_note_check CHECK (length(note) BETWEEN 1 AND 1000)
);
-- The report's steps done in a week, and what is at risk.
CREATE INDEX plan_steps_done_idx ON plan_steps (status_changed_at) WHERE status = 'done';

-- What comes before what. The two places are carried along, so that PostgreSQL itself refuses a step before its
-- prerequisite, and with that every cycle.
CREATE TABLE plan_prerequisites (
    plan_id uuid NOT NULL,
    slug text NOT NULL,
    position integer NOT NULL,
    prerequisite text NOT NULL,
    prerequisite_position integer NOT NULL,
    CONSTRAINT plan_prerequisites_pkey PRIMARY KEY (plan_id, slug, prerequisite),
    CONSTRAINT plan_prerequisites_step_fkey FOREIGN KEY (plan_id, slug, position)
        REFERENCES plan_steps (plan_id, slug, position),
    CONSTRAINT plan_prerequisites_prerequisite_fkey FOREIGN KEY (plan_id, prerequisite, prerequisite_position)
        REFERENCES plan_steps (plan_id, slug, position),
    CONSTRAINT plan_prerequisites_order_check CHECK (prerequisite_position < position)
);

-- A consultation may be for a step of a plan of its own student.
ALTER TABLE consultations
    ADD CONSTRAINT consultations_plan_fkey FOREIGN KEY (plan_id, student_id) REFERENCES plans (id, student_id),
    ADD CONSTRAINT consultations_step_check CHECK (plan_step IS NULL OR plan_id IS NOT NULL);
CREATE INDEX consultations_by_plan_idx ON consultations (plan_id) WHERE plan_id IS NOT NULL;

ALTER TABLE events ADD COLUMN plan_id uuid;
CREATE INDEX events_by_plan_idx ON events (plan_id, position) WHERE plan_id IS NOT NULL;

CREATE TRIGGER plans_of_erased BEFORE INSERT ON plans
    FOR EACH ROW EXECUTE FUNCTION refuse_erased_student();
