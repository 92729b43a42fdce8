-- Signed documents of mailboxes and holders (B16), and the objects in which their content is kept.
CREATE TABLE stored_object (
    -- Of the content, in hexadecimal digits: the same content is kept once.
    sha256 TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- The name in the store of objects, which is never used again for another object.
    key TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    -- When to look whether anything still names it; null while something does. An upload sets it ahead of the row
    -- that will name it.
    check_at TIMESTAMPTZ,
    -- Whether it is being removed from the store: nothing may name it any more.
    removing BOOLEAN NOT NULL,
    -- What was found wrong when it was read last: missing, altered.
    damage TEXT,
    damaged_at TIMESTAMPTZ
);
CREATE INDEX stored_object_to_check ON stored_object (check_at) WHERE check_at IS NOT NULL;

CREATE TABLE document (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    -- Null for a document of a holder.
    mailbox_id UUID REFERENCES mailbox (id),
    -- The holder that it is of or, for a document of a mailbox, that the mailbox had when it was uploaded.
    holder_id UUID REFERENCES holder (id),
    kind TEXT COLLATE "C" NOT NULL,
    format TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL REFERENCES stored_object (sha256),
    verdict TEXT COLLATE "C" NOT NULL,
    -- What was found of its signatures, as JSON; null while the verdict is pending.
    report TEXT,
    -- The codici fiscali of the signers, separated by commas.
    signer_tax_codes TEXT NOT NULL,
    verified_at TIMESTAMPTZ,
    -- When the verification is due; null once it was made.
    next_attempt_at TIMESTAMPTZ,
    lease UUID,
    attempts BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX document_by_time ON document (created_at, id);
CREATE INDEX document_of_organization ON document (organization_id, created_at, id);
CREATE INDEX document_by_name ON document (name_folded, id);
CREATE INDEX document_of_organization_by_name ON document (organization_id, name_folded, id);
CREATE INDEX document_of_mailbox ON document (mailbox_id, created_at, id);
CREATE INDEX document_of_holder ON document (holder_id, created_at, id);
CREATE INDEX document_of_object ON document (sha256, id);
CREATE INDEX document_to_verify ON document (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- The acts that rest on a document, which cannot be deleted then: the kind of the act, and its id.
CREATE TABLE document_use (
    document_id UUID NOT NULL REFERENCES document (id),
    act TEXT NOT NULL,
    act_id UUID NOT NULL,
    PRIMARY KEY (document_id, act, act_id)
);
