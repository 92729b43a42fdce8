-- Changes of the holders of mailboxes (C10): requested with a signed document, decided by somebody else.
CREATE TABLE holder_change (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    -- Null if the mailbox had no holder.
    old_holder_id UUID REFERENCES holder (id),
    new_holder_id UUID NOT NULL REFERENCES holder (id),
    -- What of the new holder's the mailbox takes; null once it was decided.
    address_id UUID REFERENCES holder_address (id),
    tie_id UUID REFERENCES holder_company (id),
    -- Where the new holder is written to; empty once it was erased.
    communication_email TEXT NOT NULL,
    -- No reference: the document goes with the data of the old holder, and its hash stays.
    document_id UUID NOT NULL,
    document_sha256 TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    requested_by TEXT NOT NULL,
    -- Null if the service itself has asked.
    requested_by_id UUID REFERENCES account (id),
    decided_at TIMESTAMPTZ,
    decided_by TEXT,
    reason TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX holder_change_by_time ON holder_change (requested_at, id);
CREATE INDEX holder_change_of_organization ON holder_change (organization_id, requested_at, id);
CREATE INDEX holder_change_of_mailbox ON holder_change (mailbox_id, requested_at, id);
CREATE INDEX holder_change_of_old_holder ON holder_change (old_holder_id, id);
CREATE INDEX holder_change_of_new_holder ON holder_change (new_holder_id, id);
-- A mailbox has one at a time that waits for a decision.
CREATE UNIQUE INDEX holder_change_pending ON holder_change (mailbox_id) WHERE state = 'pending';
CREATE INDEX holder_change_address ON holder_change (address_id) WHERE address_id IS NOT NULL;
CREATE INDEX holder_change_tie ON holder_change (tie_id) WHERE tie_id IS NOT NULL;
