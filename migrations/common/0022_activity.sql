-- The history as one list, newest first. The index has the filters of that list too, so that a walk past
-- records that do not match reads no rows of the table.
CREATE INDEX history_by_time ON history (at, subject_id, seq, action, actor_name);

-- The chains of saved views are the only ones that outlive their subject's row: a view that was deleted is
-- found among the subjects of an organisation by its chain.
CREATE INDEX history_chain_of_views ON history_chain (subject_id) WHERE subject_kind = 'saved_view';

-- Lists other than that of mailboxes are exported too, and have filters of their own.
ALTER TABLE export_record ADD COLUMN list TEXT NOT NULL DEFAULT 'mailboxes';
ALTER TABLE export_record ADD COLUMN person TEXT;
ALTER TABLE export_record ADD COLUMN action TEXT;
ALTER TABLE export_record ADD COLUMN subject_kind TEXT;
-- Days in Rome, as YYYY-MM-DD.
ALTER TABLE export_record ADD COLUMN from_day TEXT;
ALTER TABLE export_record ADD COLUMN to_day TEXT;
