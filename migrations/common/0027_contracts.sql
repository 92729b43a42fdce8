-- Contracts (B14): their templates, the contracts that are sent to holders, and the documents.
CREATE TABLE contract_template (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    -- The name folded: versions of the same template have the same.
    name_folded TEXT COLLATE "C" NOT NULL,
    -- The number of the version, from 1.
    number BIGINT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    in_use BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX contract_template_version ON contract_template (organization_id, name_folded, number);
CREATE UNIQUE INDEX contract_template_in_use ON contract_template (organization_id) WHERE in_use;
CREATE INDEX contract_template_by_time ON contract_template (created_at, id);
CREATE INDEX contract_template_of_organization ON contract_template (organization_id, created_at, id);
CREATE INDEX contract_template_by_name ON contract_template (name_folded, id);
CREATE INDEX contract_template_of_organization_by_name ON contract_template (organization_id, name_folded, id);

-- How an organisation handles its contracts. Without a row the defaults hold.
CREATE TABLE contract_settings (
    organization_id UUID NOT NULL PRIMARY KEY REFERENCES organization (id),
    -- The days in which a contract can be signed.
    term_days BIGINT NOT NULL,
    -- Where refusals and undeliverable messages are reported; empty for nowhere.
    notice_email TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE contract (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    holder_id UUID NOT NULL REFERENCES holder (id),
    -- The holder under whose key the personal values of its history are sealed: that of the beginning, also
    -- after a merge.
    key_holder_id UUID NOT NULL REFERENCES holder (id),
    -- Null for the example that the product ships.
    template_id UUID REFERENCES contract_template (id),
    state TEXT COLLATE "C" NOT NULL,
    language TEXT NOT NULL,
    -- Where the holder is written to; empty once it was erased.
    recipient TEXT NOT NULL,
    -- Where codes can be sent as short messages; often empty.
    mobile TEXT NOT NULL,
    -- The text that the holder accepts, as JSON; null once it was erased.
    text TEXT,
    -- SHA-256 of the documents.
    sha256 TEXT NOT NULL,
    sealed_sha256 TEXT,
    -- The consents that the holder has given, as JSON.
    consents TEXT NOT NULL,
    signature TEXT,
    channel TEXT,
    sent_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ,
    consented_at TIMESTAMPTZ,
    signed_at TIMESTAMPTZ,
    sealed_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    decline_reason TEXT,
    expires_at TIMESTAMPTZ NOT NULL,
    reminders BIGINT NOT NULL,
    tax_code_failures BIGINT NOT NULL,
    -- When a reminder or the expiry is due; null once nothing is.
    next_step_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX contract_by_time ON contract (sent_at, id);
CREATE INDEX contract_of_organization ON contract (organization_id, sent_at, id);
CREATE INDEX contract_by_expiry ON contract (expires_at, id);
CREATE INDEX contract_of_organization_by_expiry ON contract (organization_id, expires_at, id);
CREATE INDEX contract_of_mailbox ON contract (mailbox_id, created_at, id);
CREATE INDEX contract_of_holder ON contract (holder_id, created_at, id);
CREATE INDEX contract_due ON contract (next_step_at) WHERE next_step_at IS NOT NULL;
CREATE INDEX contract_to_seal ON contract (signed_at) WHERE state = 'signed';
-- A mailbox has one contract at a time that can be signed, or was.
CREATE UNIQUE INDEX contract_that_stands ON contract (mailbox_id)
    WHERE state IN ('sent', 'opened', 'consented', 'undeliverable', 'signed', 'sealed');

-- The documents. What is erased is deleted here.
CREATE TABLE contract_file (
    contract_id UUID NOT NULL REFERENCES contract (id),
    -- original, sealed
    kind TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (contract_id, kind)
);

-- The code by which a holder signs: one at a time, as a keyed digest.
CREATE TABLE contract_code (
    contract_id UUID NOT NULL PRIMARY KEY REFERENCES contract (id),
    digest TEXT NOT NULL,
    -- The document that it is for.
    sha256 TEXT NOT NULL,
    channel TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    failures BIGINT NOT NULL
);

-- Contracts that a holder has opened with the codice fiscale, by the hash of the token of that visit.
CREATE TABLE contract_visit (
    hash TEXT NOT NULL PRIMARY KEY,
    contract_id UUID NOT NULL REFERENCES contract (id),
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX contract_visit_by_expiry ON contract_visit (expires_at);

-- How webmail and mail programs reach the mailboxes of a domain, as JSON; null where nobody has said it.
ALTER TABLE domain ADD COLUMN client_servers TEXT;
