-- Answers kept for repeats, and what administrators did.

CREATE TABLE idempotency_keys (
    -- Whose key it is: `student:<uuid>`, `mentor:<uuid>`, `admin:<uuid>` or `anonymous`.
    caller text NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    -- The key itself is kept nowhere: it also opens a sealed answer.
    key_hash bytea NOT NULL,
    body_hash bytea NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    sealed boolean NOT NULL,
    kept_until timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key_hash, caller, method, path),
    CONSTRAINT idempotency_keys_status_check CHECK (status BETWEEN 200 AND 299)
);
CREATE INDEX idempotency_keys_kept_idx ON idempotency_keys (kept_until);

CREATE TABLE audit (
    id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    token_id uuid,
    actor text NOT NULL,
    action text NOT NULL,
    on_behalf_of text,
    subject text,
    CONSTRAINT audit_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_occurred_idx ON audit (occurred_at DESC, id DESC);
