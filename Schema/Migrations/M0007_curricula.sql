-- The curricula that have been published. A version never changes: plans keep theirs until they are replanned.

CREATE TABLE curricula (
    direction text NOT NULL,
    version text NOT NULL,
    -- 1, 2, 3 … in the order of publishing: the highest is what new plans are made from.
    number integer NOT NULL,
    -- The steps with the foundations the direction draws on, as they were.
    document jsonb NOT NULL,
    -- Apart from the document, so that listing directions reads none.
    step_count integer NOT NULL GENERATED ALWAYS AS (jsonb_array_length(document -> 'steps')) STORED,
    published_at timestamptz NOT NULL,
    CONSTRAINT curricula_pkey PRIMARY KEY (direction, version),
    CONSTRAINT curricula_number_key UNIQUE (direction, number),
    CONSTRAINT curricula_direction_fkey FOREIGN KEY (direction) REFERENCES directions (slug),
    CONSTRAINT curricula_version_check CHECK (length(version) BETWEEN 1 AND 40),
    CONSTRAINT curricula_number_check CHECK (number >= 1),
    CONSTRAINT curricula_document_check CHECK (
        document ->> 'direction' = direction AND document ->> 'version' = version
        AND jsonb_typeof(document -> 'steps') = 'array')
);

-- A plan names a version that is there.
ALTER TABLE plans
    ADD CONSTRAINT plans_curriculum_fkey FOREIGN KEY (direction, curriculum_version)
        REFERENCES curricula (direction, version);
CREATE INDEX plans_by_curriculum_idx ON plans (direction, curriculum_version);

-- Not even the owner changes what plans were made from.
CREATE FUNCTION refuse_changed_curriculum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published curriculum does not change'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER curricula_immutable BEFORE UPDATE OR DELETE ON curricula
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_curriculum();
