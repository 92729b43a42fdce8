-- Who manages a mailbox, where that is not who created it; what the lists of what needs hands are found by; and on
-- which page an account arrives.
ALTER TABLE mailbox ADD COLUMN managed_by TEXT;
CREATE INDEX mailbox_by_manager ON mailbox (COALESCE(managed_by, created_by));
CREATE INDEX message_failed ON message (subject_id) WHERE state = 'failed';
ALTER TABLE account_preferences ADD COLUMN start_page TEXT NOT NULL DEFAULT 'dashboard';
