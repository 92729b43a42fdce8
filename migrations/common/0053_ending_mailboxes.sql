-- The mailboxes in service that end without a request for something else, which the dashboard counts at each visit (B3).
CREATE INDEX mailbox_ending ON mailbox (domain_id, expires_at)
    WHERE state IN ('active', 'disabled') AND service_request = 'none';
