-- Whether what a request with a key asked for is done: told by the very transaction that does it. When the
-- reply was lost with its server, it is not done again.
ALTER TABLE kept_reply ADD COLUMN carried_out BOOLEAN NOT NULL DEFAULT FALSE;
