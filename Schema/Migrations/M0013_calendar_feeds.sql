-- Calendars that people subscribe to by a secret URL.

CREATE TABLE calendar_feeds (
    role text NOT NULL,
    person_id uuid NOT NULL,
    -- What a request is found by; the URL itself is shown to its owner again, so it is kept sealed.
    secret_hash bytea NOT NULL,
    secret_sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT calendar_feeds_pkey PRIMARY KEY (role, person_id),
    CONSTRAINT calendar_feeds_secret_key UNIQUE (secret_hash),
    CONSTRAINT calendar_feeds_role_check CHECK (role IN ('student', 'mentor')),
    CONSTRAINT calendar_feeds_hash_check CHECK (octet_length(secret_hash) = 32)
);
