-- Notices of public holidays that an operator imported, held over those that are built into the program. A log: all of
-- it is in force, the later version deciding, and every instance goes by the last one.
CREATE TABLE holiday_imports (
    -- 1, 2, 3 …, given under a lock.
    version integer NOT NULL,
    region text NOT NULL,
    -- By number: a notice's content, or null for one that no longer counts.
    notices jsonb NOT NULL,
    imported_at timestamptz NOT NULL,
    CONSTRAINT holiday_imports_pkey PRIMARY KEY (version),
    CONSTRAINT holiday_imports_version_check CHECK (version >= 1),
    CONSTRAINT holiday_imports_region_check CHECK (region = 'CN'),
    CONSTRAINT holiday_imports_notices_check CHECK (
        jsonb_typeof(notices) = 'array' AND jsonb_array_length(notices) >= 1)
);

-- Caches of slots drop all they hold: any mentor who follows holidays may offer something else now.
CREATE FUNCTION notify_holidays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('mentordesk_holidays', NEW.version::text);
    RETURN NULL;
END $$;

CREATE TRIGGER holiday_imports_notify AFTER INSERT ON holiday_imports
    FOR EACH ROW EXECUTE FUNCTION notify_holidays();
