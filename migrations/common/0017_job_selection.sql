-- The filters by which the mailboxes of a bulk change were chosen, as JSON; null where they were named one by one.
ALTER TABLE job ADD COLUMN matching TEXT;
