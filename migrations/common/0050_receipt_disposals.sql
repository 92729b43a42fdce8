-- The disposal (scarto) of receipts whose retention is over: proposed by a person, decided by another one (A18).

CREATE TABLE receipt_disposal (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    state TEXT COLLATE "C" NOT NULL,
    -- What was stored before this time is past its retention.
    stored_before TIMESTAMPTZ NOT NULL,
    receipts BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    -- The list of what goes, with its hashes. It stays.
    list_sha256 TEXT COLLATE "C" NOT NULL REFERENCES stored_object (sha256),
    proposed_at TIMESTAMPTZ NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_by_id UUID REFERENCES account (id),
    reason TEXT NOT NULL,
    decided_at TIMESTAMPTZ,
    decided_by TEXT,
    decision_reason TEXT,
    version BIGINT NOT NULL
);
-- An organisation has one at a time that waits for a decision.
CREATE UNIQUE INDEX receipt_disposal_proposed ON receipt_disposal (organization_id) WHERE state = 'proposed';
CREATE INDEX receipt_disposal_by_time ON receipt_disposal (proposed_at, id);
CREATE INDEX receipt_disposal_of_organization ON receipt_disposal (organization_id, proposed_at, id);
CREATE INDEX receipt_disposal_of_list ON receipt_disposal (list_sha256);

ALTER TABLE receipt ADD COLUMN disposal_id UUID REFERENCES receipt_disposal (id);
ALTER TABLE receipt ADD COLUMN discarded_at TIMESTAMPTZ;
CREATE INDEX receipt_of_disposal ON receipt (disposal_id, id) WHERE disposal_id IS NOT NULL;
CREATE INDEX receipt_kept ON receipt (organization_id, stored_at, id)
    WHERE package_id IS NOT NULL AND discarded_at IS NULL;
