-- Messages that were edited or taken back, answers that are owed, and files that go with a conversation.

ALTER TABLE messages
    ADD COLUMN edited_at timestamptz,
    ADD COLUMN deleted_at timestamptz,
    ALTER COLUMN body DROP NOT NULL,
    -- What is taken back is gone; that there was something stays.
    ADD CONSTRAINT messages_deleted_check CHECK ((body IS NULL) = (deleted_at IS NOT NULL));

ALTER TABLE consultations
    -- Until when the mentor owes an answer, and the first message it is owed to.
    ADD COLUMN reply_by timestamptz,
    ADD COLUMN unanswered_from integer,
    ADD COLUMN attachment_count integer NOT NULL DEFAULT 0,
    ADD COLUMN attachment_bytes integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT consultations_reply_check CHECK ((reply_by IS NULL) = (unanswered_from IS NULL)),
    -- 100 files, 50 MB.
    ADD CONSTRAINT consultations_attachments_check CHECK (
        attachment_count BETWEEN 0 AND 100 AND attachment_bytes BETWEEN 0 AND 52428800);
CREATE INDEX consultations_owed_idx ON consultations (mentor_id, reply_by) WHERE reply_by IS NOT NULL;

CREATE TABLE attachments (
    id uuid NOT NULL,
    consultation_id uuid NOT NULL,
    sender_role text NOT NULL,
    -- The message it came with; null until it is sent with one.
    message_id uuid,
    filename text NOT NULL,
    -- As its content says, whatever the sender said.
    media_type text NOT NULL,
    size integer NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT attachments_pkey PRIMARY KEY (id),
    CONSTRAINT attachments_consultation_fkey FOREIGN KEY (consultation_id) REFERENCES consultations (id),
    CONSTRAINT attachments_message_fkey FOREIGN KEY (message_id) REFERENCES messages (id),
    CONSTRAINT attachments_sender_check CHECK (sender_role IN ('student', 'mentor')),
    CONSTRAINT attachments_filename_check CHECK (length(filename) BETWEEN 1 AND 200),
    CONSTRAINT attachments_type_check CHECK (media_type IN (
        'application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif', 'text/plain')),
    CONSTRAINT attachments_size_check CHECK (size BETWEEN 1 AND 10485760),
    CONSTRAINT attachments_sha_check CHECK (octet_length(sha256) = 32)
);
CREATE INDEX attachments_consultation_idx ON attachments (consultation_id, created_at, id);
CREATE INDEX attachments_message_idx ON attachments (message_id) WHERE message_id IS NOT NULL;

-- The contents, sealed, in parts that can be sent one by one. Nothing but the service's storage type knows of them.
CREATE TABLE attachment_parts (
    attachment_id uuid NOT NULL,
    number integer NOT NULL,
    content_sealed bytea NOT NULL,
    CONSTRAINT attachment_parts_pkey PRIMARY KEY (attachment_id, number),
    CONSTRAINT attachment_parts_attachment_fkey FOREIGN KEY (attachment_id) REFERENCES attachments (id)
        ON DELETE CASCADE
);
-- Sealed octets don't compress.
ALTER TABLE attachment_parts ALTER COLUMN content_sealed SET STORAGE EXTERNAL;

-- Counts with the consultation's row, whose lock therefore decides between two uploads: nobody gets past the limit.
CREATE FUNCTION count_attachments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE consultations SET attachment_count = attachment_count + 1,
            attachment_bytes = attachment_bytes + NEW.size WHERE id = NEW.consultation_id;
    ELSE
        UPDATE consultations SET attachment_count = attachment_count - 1,
            attachment_bytes = attachment_bytes - OLD.size WHERE id = OLD.consultation_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER attachments_count AFTER INSERT OR DELETE ON attachments
    FOR EACH ROW EXECUTE FUNCTION count_attachments();

-- As with messages: what was let in before its student was erased must not be written after it.
CREATE OR REPLACE FUNCTION refuse_erased_student() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    author uuid;
    gone timestamptz;
BEGIN
    IF TG_TABLE_NAME IN ('messages', 'attachments') THEN
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
CREATE TRIGGER attachments_of_erased BEFORE INSERT ON attachments
    FOR EACH ROW WHEN (NEW.sender_role = 'student') EXECUTE FUNCTION refuse_erased_student();
CREATE TRIGGER messages_edited_of_erased BEFORE UPDATE OF body ON messages
    FOR EACH ROW WHEN (NEW.sender_role = 'student' AND NEW.edited_at IS DISTINCT FROM OLD.edited_at)
    EXECUTE FUNCTION refuse_erased_student();
