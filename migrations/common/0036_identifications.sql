-- The identity register: how the holder of a mailbox was identified, and since when its user has a second factor.

-- spid, cie, cns, digital_signature, in_person or video; null if nothing is known, and then so are the next seven.
ALTER TABLE mailbox ADD COLUMN identification_method TEXT;
-- low, substantial or high.
ALTER TABLE mailbox ADD COLUMN assurance_level TEXT;
-- A day, as the three after it that end in _on or _since.
ALTER TABLE mailbox ADD COLUMN identified_on TEXT;
ALTER TABLE mailbox ADD COLUMN identified_by TEXT;
-- own_right or legal_representative.
ALTER TABLE mailbox ADD COLUMN holder_capacity TEXT;
-- The identity document, if the holder has shown one.
ALTER TABLE mailbox ADD COLUMN identity_document_kind TEXT;
ALTER TABLE mailbox ADD COLUMN identity_document_number TEXT;
ALTER TABLE mailbox ADD COLUMN identity_document_expires_on TEXT;
ALTER TABLE mailbox ADD COLUMN identification_recorded_at TIMESTAMPTZ;
-- User name of who entered it.
ALTER TABLE mailbox ADD COLUMN identification_recorded_by TEXT;
ALTER TABLE mailbox ADD COLUMN second_factor_since TEXT;
