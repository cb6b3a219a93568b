-- A mentor's own address gets notices once somebody who reads its mail has sent back a code. A student's is the account's,
-- which a code has confirmed before.
ALTER TABLE destinations ADD COLUMN unconfirmed boolean NOT NULL DEFAULT false;
ALTER TABLE destinations ADD CONSTRAINT destinations_unconfirmed_check CHECK (
    NOT unconfirmed OR owner_role = 'mentor' AND kind = 'email');

-- The channel that a code confirms; null for one that signs in. Neither does the other's work.
ALTER TABLE sign_in_codes ADD COLUMN destination_id uuid;
ALTER TABLE sign_in_codes ADD CONSTRAINT sign_in_codes_destination_fkey FOREIGN KEY (destination_id)
    REFERENCES destinations (id) ON DELETE CASCADE;
CREATE INDEX sign_in_codes_destination_idx ON sign_in_codes (destination_id) WHERE destination_id IS NOT NULL;

ALTER TABLE emails DROP CONSTRAINT emails_kind_check;
ALTER TABLE emails ADD CONSTRAINT emails_kind_check CHECK (
    kind IN ('registration', 'already_registered', 'sign_in', 'unknown_address', 'channel'));
