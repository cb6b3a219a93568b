-- Closed weeks are sent: to mentors, and to the operators, who have channels and wishes together under the nil id.

ALTER TABLE destinations DROP CONSTRAINT destinations_owner_check;
ALTER TABLE destinations ADD CONSTRAINT destinations_owner_check CHECK (
    owner_role IN ('student', 'mentor')
    OR owner_role IN ('integrator', 'operator') AND owner_id = '00000000-0000-0000-0000-000000000000');
-- A person has one address; the operators are several people.
DROP INDEX destinations_email_idx;
CREATE UNIQUE INDEX destinations_email_idx ON destinations (owner_role, owner_id)
    WHERE kind = 'email' AND owner_role <> 'operator';

ALTER TABLE outbox DROP CONSTRAINT outbox_recipient_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_recipient_check CHECK (
    recipient_role IN ('student', 'mentor', 'integrator', 'operator'));

ALTER TABLE notification_preferences DROP CONSTRAINT notification_preferences_owner_check;
ALTER TABLE notification_preferences ADD CONSTRAINT notification_preferences_owner_check CHECK (
    owner_role IN ('student', 'mentor', 'operator'));
-- Whether the week's report is sent on Monday.
ALTER TABLE notification_preferences ADD COLUMN weekly_report boolean NOT NULL DEFAULT true;

-- When everybody who wants it was sent the report: once, whatever the number of instances.
ALTER TABLE report_snapshots ADD COLUMN announced_at timestamptz;

-- Consultations by when they were begun, and whether two have met before: what the reckoning of several weeks reads.
CREATE INDEX consultations_by_created_idx ON consultations (created_at);
CREATE INDEX consultations_pairs_idx ON consultations (student_id, mentor_id, created_at);
