-- Messages, links, notes and the rows of jobs are about a subject of any kind, not only about a mailbox.
--
-- A subject is in a table of its kind, so these columns have no foreign key. Nothing is lost by that: a row
-- of a subject is never deleted.
--
-- The lists of allowed values go where an enum will grow: of kinds and states of jobs, outcomes of their rows,
-- states of messages, purposes of links. SQLite cannot change a CHECK without rebuilding the table, and
-- the application reads and writes these columns through enums. The checks that remain name no value. Lists
-- that stay describe closed life cycles: of mailboxes and their passwords, accounts, effects and exports.
--
-- Nothing here rewrites a table except job_row: a column with a constant default is added without.

-- Older releases cannot work without the columns that are renamed here.
UPDATE schema_compatibility SET least_version = 14, least_release = '0.1.0';

ALTER TABLE history_chain RENAME COLUMN subject TO subject_kind;

ALTER TABLE mailbox_note RENAME TO note;
ALTER TABLE note RENAME CONSTRAINT mailbox_note_pkey TO note_pkey;
ALTER TABLE note DROP CONSTRAINT mailbox_note_mailbox_id_fkey;
ALTER TABLE note RENAME COLUMN mailbox_id TO subject_id;
ALTER TABLE note ADD COLUMN subject_kind TEXT NOT NULL DEFAULT 'mailbox';
ALTER TABLE note ALTER COLUMN subject_kind DROP DEFAULT;
ALTER INDEX mailbox_note_by_mailbox RENAME TO note_by_subject;

ALTER TABLE link DROP CONSTRAINT link_mailbox_id_fkey;
ALTER TABLE link DROP CONSTRAINT link_purpose_check;
ALTER TABLE link RENAME COLUMN mailbox_id TO subject_id;
ALTER TABLE link RENAME COLUMN communication_email TO email;
ALTER TABLE link ADD COLUMN subject_kind TEXT NOT NULL DEFAULT 'mailbox';
ALTER TABLE link ALTER COLUMN subject_kind DROP DEFAULT;
ALTER INDEX link_by_mailbox RENAME TO link_by_subject;

ALTER TABLE message DROP CONSTRAINT message_mailbox_id_fkey;
ALTER TABLE message DROP CONSTRAINT message_state_check;
ALTER TABLE message DROP CONSTRAINT message_check;
ALTER TABLE message DROP CONSTRAINT message_check1;
ALTER TABLE message ADD CONSTRAINT message_due_or_finished
    CHECK ((next_attempt_at IS NULL) = (finished_at IS NOT NULL));
ALTER TABLE message RENAME COLUMN mailbox_id TO subject_id;
ALTER TABLE message RENAME COLUMN mailbox_address TO subject_name;
ALTER TABLE message ADD COLUMN subject_kind TEXT NOT NULL DEFAULT 'mailbox';
ALTER TABLE message ALTER COLUMN subject_kind DROP DEFAULT;
ALTER INDEX message_by_mailbox RENAME TO message_by_subject;

ALTER TABLE job DROP CONSTRAINT job_kind_check;
ALTER TABLE job DROP CONSTRAINT job_state_check;
ALTER TABLE job DROP CONSTRAINT job_check1;
ALTER TABLE job ADD CONSTRAINT job_due_or_finished
    CHECK (next_attempt_at IS NULL OR finished_at IS NULL);

ALTER TABLE job_row DROP CONSTRAINT job_row_outcome_check;
ALTER TABLE job_row RENAME COLUMN mailbox_id TO subject_id;
ALTER TABLE job_row RENAME COLUMN address TO subject_name;
ALTER TABLE job_row RENAME COLUMN mailbox_version TO subject_version;
ALTER TABLE job_row ADD COLUMN subject_kind TEXT;
UPDATE job_row SET subject_kind = 'mailbox' WHERE subject_id IS NOT NULL;
ALTER TABLE job_row ADD CONSTRAINT job_row_subject
    CHECK ((subject_kind IS NULL) = (subject_id IS NULL));
ALTER INDEX job_row_by_address RENAME TO job_row_by_name;
