-- Mailboxes are also searched by their communication e-mail and by their notes.
--
-- An e-mail changes, so the trigram index of e-mails refers to a table with an integer key of its own: the
-- implicit rowid of `mailbox` may change when the file is vacuumed.
CREATE TABLE mailbox_email (
    id INTEGER PRIMARY KEY,
    mailbox_id UUID NOT NULL UNIQUE REFERENCES mailbox (id) ON DELETE CASCADE,
    -- In lower case. E-mails are ASCII.
    email TEXT NOT NULL
);
INSERT INTO mailbox_email (mailbox_id, email)
SELECT id, lower(communication_email) FROM mailbox WHERE communication_email IS NOT NULL;
CREATE VIRTUAL TABLE mailbox_email_search USING fts5 (
    email, content = 'mailbox_email', content_rowid = 'id', tokenize = 'trigram'
);
INSERT INTO mailbox_email_search (mailbox_email_search) VALUES ('rebuild');

CREATE TRIGGER mailbox_email_added AFTER INSERT ON mailbox_email BEGIN
    INSERT INTO mailbox_email_search (rowid, email) VALUES (new.id, new.email);
END;
CREATE TRIGGER mailbox_email_removed AFTER DELETE ON mailbox_email BEGIN
    INSERT INTO mailbox_email_search (mailbox_email_search, rowid, email)
    VALUES ('delete', old.id, old.email);
END;
CREATE TRIGGER mailbox_email_of_new AFTER INSERT ON mailbox
WHEN new.communication_email IS NOT NULL
BEGIN
    INSERT INTO mailbox_email (mailbox_id, email) VALUES (new.id, lower(new.communication_email));
END;
CREATE TRIGGER mailbox_email_of_changed AFTER UPDATE OF communication_email ON mailbox
WHEN old.communication_email IS NOT new.communication_email
BEGIN
    DELETE FROM mailbox_email WHERE mailbox_id = old.id;
    INSERT INTO mailbox_email (mailbox_id, email)
    SELECT new.id, lower(new.communication_email) WHERE new.communication_email IS NOT NULL;
END;

-- The e-mails of the sample of mailboxes, from which the frequency of a text is estimated.
CREATE INDEX mailbox_email_sample ON mailbox (domain_id, communication_email)
    WHERE substr(storage_key, 1, 3) < '004';

-- Folded as searches compare texts. SQL cannot fold: the server fills the column when it writes a note, and
-- at its start for the notes that an older release wrote. A note never changes and never goes.
ALTER TABLE note ADD COLUMN text_folded TEXT;
CREATE INDEX note_to_fold ON note (id) WHERE text_folded IS NULL;
CREATE VIRTUAL TABLE note_search USING fts5 (
    text_folded, subject_id UNINDEXED, tokenize = 'trigram'
);
CREATE TRIGGER note_search_insert AFTER INSERT ON note WHEN new.text_folded IS NOT NULL BEGIN
    INSERT INTO note_search (text_folded, subject_id) VALUES (new.text_folded, new.subject_id);
END;
CREATE TRIGGER note_search_fold AFTER UPDATE OF text_folded ON note
WHEN old.text_folded IS NULL AND new.text_folded IS NOT NULL
BEGIN
    INSERT INTO note_search (text_folded, subject_id) VALUES (new.text_folded, new.subject_id);
END;

-- The filters of an exported list.
ALTER TABLE export_record ADD COLUMN search_in TEXT;
ALTER TABLE export_record ADD COLUMN communication_email TEXT;
ALTER TABLE export_record ADD COLUMN note TEXT;
