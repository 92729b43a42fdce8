-- Mailboxes are also searched by their communication e-mail and by their notes.

-- E-mails are ASCII, which the collation "C" lowers whatever the locale of the database.
CREATE INDEX mailbox_email_search ON mailbox
    USING gin (lower(communication_email COLLATE "C") gin_trgm_ops);

-- The e-mails of the sample of mailboxes, from which the frequency of a text is estimated.
CREATE INDEX mailbox_email_sample ON mailbox (domain_id, communication_email)
    WHERE substr(storage_key, 1, 3) < '004';

-- Folded as searches compare texts. SQL cannot fold: the server fills the column when it writes a note, and
-- at its start for the notes that an older release wrote. A note never changes and never goes.
ALTER TABLE note ADD COLUMN text_folded TEXT COLLATE "C";
CREATE INDEX note_to_fold ON note (id) WHERE text_folded IS NULL;
CREATE INDEX note_search ON note USING gin (text_folded gin_trgm_ops);

-- The filters of an exported list.
ALTER TABLE export_record ADD COLUMN search_in TEXT;
ALTER TABLE export_record ADD COLUMN communication_email TEXT;
ALTER TABLE export_record ADD COLUMN note TEXT;
