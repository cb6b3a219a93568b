-- Signing in by a code, e-mails on their way, and what keeps an erased student erased.

-- One row for every code asked for. An address that nobody has registered gets one too, which no code opens: asking
-- costs the same and leaves the same behind, whoever is known here.
CREATE TABLE sign_in_codes (
    id uuid NOT NULL,
    -- The order of asking: of an address's codes only the newest counts.
    position bigint GENERATED ALWAYS AS IDENTITY,
    email_hash bytea NOT NULL,
    -- A keyed hash: six digits under a plain one would be found by trying them all.
    code_hash bytea NOT NULL,
    -- The registration that the code completes, sealed; null where it only signs in.
    registration_sealed bytea,
    tries_left smallint NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT sign_in_codes_pkey PRIMARY KEY (id),
    CONSTRAINT sign_in_codes_hash_check CHECK (octet_length(email_hash) = 32 AND octet_length(code_hash) = 32),
    CONSTRAINT sign_in_codes_tries_check CHECK (tries_left BETWEEN 0 AND 100)
);
CREATE INDEX sign_in_codes_newest_idx ON sign_in_codes (email_hash, position DESC);
CREATE INDEX sign_in_codes_created_idx ON sign_in_codes (created_at);

-- E-mails to send, written in the transaction that gives a reason for them. A sender takes one by moving its due_at
-- ahead, and deletes it when the server has it: no address stays here.
CREATE TABLE emails (
    id uuid NOT NULL,
    -- Whose it is, so that erasing a person takes what is still on its way to them.
    email_hash bytea NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    -- Address, subject and text.
    content_sealed bytea NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    -- From then on it is of no use to anybody.
    expires_at timestamptz,
    CONSTRAINT emails_pkey PRIMARY KEY (id),
    CONSTRAINT emails_hash_check CHECK (octet_length(email_hash) = 32),
    CONSTRAINT emails_kind_check CHECK (kind IN ('registration', 'already_registered', 'sign_in', 'unknown_address')),
    CONSTRAINT emails_language_check CHECK (language IN ('zh-Hans', 'en'))
);
CREATE INDEX emails_due_idx ON emails (due_at, id);
CREATE INDEX emails_recipient_idx ON emails (email_hash);

-- A request that was let in before its student was erased must not write after it. The lock on the student's row waits
-- for an erasure under way, and an erasure waits for it.
CREATE FUNCTION refuse_erased_student() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    author uuid;
    gone timestamptz;
BEGIN
    IF TG_TABLE_NAME = 'messages' THEN
        SELECT student_id INTO author FROM consultations WHERE id = NEW.consultation_id;
    ELSE
        author := NEW.student_id;
    END IF;
    SELECT erased_at INTO gone FROM students WHERE id = author FOR SHARE;
    IF gone IS NOT NULL THEN
        RAISE EXCEPTION 'the student has been erased'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'students_erased_check', TABLE = 'students';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER consultations_of_erased BEFORE INSERT ON consultations
    FOR EACH ROW EXECUTE FUNCTION refuse_erased_student();
CREATE TRIGGER messages_of_erased BEFORE INSERT ON messages
    FOR EACH ROW WHEN (NEW.sender_role = 'student') EXECUTE FUNCTION refuse_erased_student();

-- Events are append-only for the service. The one thing that may leave them is what an erased student wrote in their
-- own words, by this function alone, which runs as the owner and does nothing for a student who is still there.
CREATE FUNCTION forget_reasons_of(student uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.events SET data = data - 'reason'
    WHERE student_id = student AND actor_role = 'student' AND data ? 'reason'
        AND EXISTS (SELECT FROM public.students s WHERE s.id = student AND s.erased_at IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION forget_reasons_of(uuid) FROM PUBLIC;
