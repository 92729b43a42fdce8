-- The end of the service of a mailbox, and what was requested of it (B8, C1, C9).

-- none, renewal or termination.
ALTER TABLE mailbox ADD COLUMN service_request TEXT NOT NULL DEFAULT 'none';
ALTER TABLE mailbox ADD COLUMN service_requested_at TIMESTAMPTZ;
-- User name of who entered the request.
ALTER TABLE mailbox ADD COLUMN service_requested_by TEXT;
-- The end that a termination has replaced, until it takes effect.
ALTER TABLE mailbox ADD COLUMN end_before_termination TIMESTAMPTZ;
-- The state that a renewal brings back; only of a suppressed mailbox.
ALTER TABLE mailbox ADD COLUMN state_before_end TEXT;
-- When the next notice is due, or the end.
ALTER TABLE mailbox ADD COLUMN service_step_at TIMESTAMPTZ;

CREATE INDEX mailbox_service_step ON mailbox (service_step_at) WHERE service_step_at IS NOT NULL;
CREATE INDEX mailbox_service_request ON mailbox (service_request) WHERE service_request <> 'none';
