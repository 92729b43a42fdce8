-- The document in which the renewal or the termination of a mailbox's service was requested; null where none was given.
ALTER TABLE mailbox ADD COLUMN service_document_id UUID;
