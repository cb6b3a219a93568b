-- Who there is, and what a mentor can be booked for.
-- Times are binds from the service's clock everywhere: no default asks the server's.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE directions (
    slug text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    position smallint NOT NULL,
    CONSTRAINT directions_pkey PRIMARY KEY (slug),
    CONSTRAINT directions_position_key UNIQUE (position),
    CONSTRAINT directions_slug_check CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) <= 40)
);

INSERT INTO directions (slug, name, name_en, position) VALUES
    ('llm', '大模型', 'Large language models', 1),
    ('multimodal', '多模态', 'Multimodal', 2),
    ('recsys', '搜广推', 'Search, advertising and recommendation', 3),
    ('aigc', 'AIGC', 'Generative content', 4);

CREATE TABLE mentors (
    id uuid NOT NULL,
    handle text NOT NULL,
    name text NOT NULL,
    headline text,
    school text,
    employer text,
    region text,
    timezone text NOT NULL,
    bio text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- Everything that decides or changes what this mentor offers holds the advisory lock of this number.
    lock_key bigint NOT NULL GENERATED ALWAYS AS (hashtextextended(id::text, 0)) STORED,
    CONSTRAINT mentors_pkey PRIMARY KEY (id),
    CONSTRAINT mentors_handle_key UNIQUE (handle),
    CONSTRAINT mentors_handle_check CHECK (handle ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(handle) <= 40),
    CONSTRAINT mentors_name_check CHECK (length(name) BETWEEN 1 AND 80),
    CONSTRAINT mentors_headline_check CHECK (length(headline) <= 160),
    CONSTRAINT mentors_bio_check CHECK (length(bio) <= 8000)
);

CREATE TABLE mentor_directions (
    mentor_id uuid NOT NULL,
    direction text NOT NULL,
    position smallint NOT NULL,
    CONSTRAINT mentor_directions_pkey PRIMARY KEY (mentor_id, direction),
    CONSTRAINT mentor_directions_mentor_fkey FOREIGN KEY (mentor_id) REFERENCES mentors (id) ON DELETE CASCADE,
    CONSTRAINT mentor_directions_direction_fkey FOREIGN KEY (direction) REFERENCES directions (slug)
);
CREATE INDEX mentor_directions_direction_idx ON mentor_directions (direction, mentor_id);

-- A schedule is replaced whole: every change is a new row, the highest version is in force.
CREATE TABLE schedules (
    mentor_id uuid NOT NULL,
    version integer NOT NULL,
    timezone text NOT NULL,
    weekly jsonb NOT NULL,
    days jsonb NOT NULL,
    time_off jsonb NOT NULL,
    holidays text,
    max_per_day integer,
    max_per_week integer,
    changed_at timestamptz NOT NULL,
    changed_by uuid,
    -- The version this one brought back, where it is an undo.
    restores integer,
    CONSTRAINT schedules_pkey PRIMARY KEY (mentor_id, version),
    CONSTRAINT schedules_mentor_fkey FOREIGN KEY (mentor_id) REFERENCES mentors (id) ON DELETE CASCADE,
    CONSTRAINT schedules_version_check CHECK (version >= 1),
    CONSTRAINT schedules_holidays_check CHECK (holidays = 'CN'),
    CONSTRAINT schedules_caps_check CHECK (max_per_day BETWEEN 1 AND 100 AND max_per_week BETWEEN 1 AND 100),
    CONSTRAINT schedules_shape_check CHECK (
        jsonb_typeof(weekly) = 'object' AND jsonb_typeof(days) = 'object' AND jsonb_typeof(time_off) = 'array'
        AND jsonb_array_length(time_off) <= 200)
);

CREATE TABLE offerings (
    id uuid NOT NULL,
    mentor_id uuid NOT NULL,
    slug text NOT NULL,
    -- Its place in the mentor's list; also what keeps a mentor at twenty.
    position smallint NOT NULL,
    title text NOT NULL,
    direction text,
    duration_minutes integer NOT NULL,
    step_minutes integer NOT NULL,
    buffer_before_minutes integer NOT NULL,
    buffer_after_minutes integer NOT NULL,
    notice_minutes integer NOT NULL,
    horizon_days integer NOT NULL,
    max_per_day integer,
    max_per_week integer,
    approval text NOT NULL,
    active boolean NOT NULL,
    price_fen integer,
    meeting jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT offerings_pkey PRIMARY KEY (id),
    CONSTRAINT offerings_slug_key UNIQUE (mentor_id, slug),
    CONSTRAINT offerings_position_key UNIQUE (mentor_id, position),
    CONSTRAINT offerings_mentor_fkey FOREIGN KEY (mentor_id) REFERENCES mentors (id) ON DELETE CASCADE,
    CONSTRAINT offerings_direction_fkey FOREIGN KEY (direction) REFERENCES directions (slug),
    CONSTRAINT offerings_slug_check CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) <= 40),
    CONSTRAINT offerings_position_check CHECK (position BETWEEN 1 AND 20),
    CONSTRAINT offerings_title_check CHECK (length(title) BETWEEN 1 AND 120),
    CONSTRAINT offerings_duration_check CHECK (duration_minutes BETWEEN 5 AND 480),
    CONSTRAINT offerings_step_check CHECK (step_minutes BETWEEN 5 AND 1440),
    CONSTRAINT offerings_buffers_check CHECK (
        buffer_before_minutes BETWEEN 0 AND 240 AND buffer_after_minutes BETWEEN 0 AND 240),
    CONSTRAINT offerings_notice_check CHECK (notice_minutes BETWEEN 0 AND 43200),
    CONSTRAINT offerings_horizon_check CHECK (horizon_days BETWEEN 1 AND 365),
    CONSTRAINT offerings_caps_check CHECK (max_per_day BETWEEN 1 AND 100 AND max_per_week BETWEEN 1 AND 100),
    CONSTRAINT offerings_approval_check CHECK (approval IN ('instant', 'mentor')),
    CONSTRAINT offerings_price_check CHECK (price_fen >= 0)
);

CREATE TABLE students (
    id uuid NOT NULL,
    name text NOT NULL,
    timezone text NOT NULL,
    direction text,
    graduation_year integer,
    locale text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    erased_at timestamptz,
    lock_key bigint NOT NULL GENERATED ALWAYS AS (hashtextextended(id::text, 1)) STORED,
    CONSTRAINT students_pkey PRIMARY KEY (id),
    CONSTRAINT students_direction_fkey FOREIGN KEY (direction) REFERENCES directions (slug),
    CONSTRAINT students_name_check CHECK (length(name) BETWEEN 1 AND 80),
    CONSTRAINT students_year_check CHECK (graduation_year BETWEEN 1950 AND 2100),
    CONSTRAINT students_locale_check CHECK (locale ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$' AND length(locale) <= 35)
);

-- Addresses live apart and sealed: a dump of this database holds no readable address, and the keyed hash finds one
-- again without opening any.
CREATE TABLE contacts (
    student_id uuid NOT NULL,
    email_sealed bytea NOT NULL,
    email_hash bytea NOT NULL,
    CONSTRAINT contacts_pkey PRIMARY KEY (student_id),
    CONSTRAINT contacts_email_key UNIQUE (email_hash),
    CONSTRAINT contacts_student_fkey FOREIGN KEY (student_id) REFERENCES students (id) ON DELETE CASCADE,
    CONSTRAINT contacts_hash_check CHECK (octet_length(email_hash) = 32)
);

CREATE TABLE tokens (
    id uuid NOT NULL,
    hash bytea NOT NULL,
    role text NOT NULL,
    mentor_id uuid,
    student_id uuid,
    label text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    CONSTRAINT tokens_pkey PRIMARY KEY (id),
    CONSTRAINT tokens_hash_key UNIQUE (hash),
    CONSTRAINT tokens_mentor_fkey FOREIGN KEY (mentor_id) REFERENCES mentors (id) ON DELETE CASCADE,
    CONSTRAINT tokens_student_fkey FOREIGN KEY (student_id) REFERENCES students (id) ON DELETE CASCADE,
    CONSTRAINT tokens_hash_check CHECK (octet_length(hash) = 32),
    CONSTRAINT tokens_label_check CHECK (length(label) BETWEEN 1 AND 120),
    CONSTRAINT tokens_role_check CHECK (
        (role = 'admin' AND mentor_id IS NULL AND student_id IS NULL)
        OR (role = 'mentor' AND mentor_id IS NOT NULL AND student_id IS NULL)
        OR (role = 'student' AND student_id IS NOT NULL AND mentor_id IS NULL))
);
CREATE INDEX tokens_mentor_idx ON tokens (mentor_id) WHERE mentor_id IS NOT NULL;
CREATE INDEX tokens_student_idx ON tokens (student_id) WHERE student_id IS NOT NULL;
