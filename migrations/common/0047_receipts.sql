-- Preserved receipts and notices of certified mail (A18), each once, and the messages that they are about.
CREATE TABLE certified_message (
    id UUID NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    -- The Message-ID of the message; of a receipt that names none, its own.
    reference TEXT COLLATE "C" NOT NULL,
    sender TEXT COLLATE "C" NOT NULL,
    subject TEXT NOT NULL,
    subject_folded TEXT COLLATE "C" NOT NULL,
    -- When the first and the last of its receipts were issued.
    first_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    receipts BIGINT NOT NULL,
    -- When it was accepted: from then on the recipients are those of that receipt.
    accepted_at TIMESTAMPTZ,
    -- The recipients that confirm, those of whom it is known that they have the message, and those that will not.
    certified_recipients BIGINT NOT NULL,
    delivered BIGINT NOT NULL,
    failed BIGINT NOT NULL
);
CREATE UNIQUE INDEX certified_message_by_reference ON certified_message (mailbox_id, reference);
-- With the texts that are searched, so that a rare one is found without reading the other messages.
CREATE INDEX certified_message_by_time ON certified_message (mailbox_id, last_at, id, first_at, sender, subject_folded);
CREATE INDEX certified_message_awaiting ON certified_message (mailbox_id, last_at, id)
    WHERE delivered + failed < certified_recipients;
CREATE INDEX certified_message_failed ON certified_message (mailbox_id, last_at, id) WHERE failed > 0;

CREATE TABLE certified_message_recipient (
    message_id UUID NOT NULL REFERENCES certified_message (id),
    -- That of its message, so that a part of an address is looked for among those of one mailbox.
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    address TEXT COLLATE "C" NOT NULL,
    is_certified BOOLEAN NOT NULL,
    -- Whether the message was addressed to it, by the receipt of acceptance or, without one, by the first receipt.
    is_expected BOOLEAN NOT NULL,
    confirmation TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (message_id, address)
);
CREATE INDEX certified_message_recipient_by_address ON certified_message_recipient (mailbox_id, address, message_id);

CREATE TABLE receipt (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    domain_id UUID NOT NULL REFERENCES domain (id),
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    message_id UUID NOT NULL REFERENCES certified_message (id),
    -- Hash of the signed part and of the identifier: by it a receipt is known again, wherever it turns up.
    fingerprint TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    error TEXT COLLATE "C" NOT NULL,
    error_text TEXT,
    form TEXT,
    identifier TEXT COLLATE "C",
    provider TEXT,
    -- The Message-ID of the receipt itself.
    own_message_id TEXT COLLATE "C",
    sender TEXT COLLATE "C",
    delivered_to TEXT COLLATE "C",
    subject TEXT,
    -- The beginning of its text.
    body TEXT NOT NULL,
    -- The moment that it certifies; null where it names none.
    certified_at TIMESTAMPTZ,
    -- When it came into the mailbox.
    arrived_at TIMESTAMPTZ NOT NULL,
    -- The one it certifies, or else the one at which it came: by which receipts are ordered and searched.
    happened_at TIMESTAMPTZ NOT NULL,
    stored_at TIMESTAMPTZ NOT NULL,
    source TEXT NOT NULL,
    -- The e-mail as it was, byte for byte. It is no reference: when its content is discarded, its hash stays.
    sha256 TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    signed_sha256 TEXT NOT NULL,
    signature TEXT COLLATE "C" NOT NULL,
    -- What the verification has found, as JSON.
    signature_report TEXT NOT NULL,
    -- Separated by commas.
    defects TEXT NOT NULL
);
CREATE UNIQUE INDEX receipt_by_fingerprint ON receipt (mailbox_id, fingerprint);
-- With the columns that a list is filtered by, so that a rare kind is found without reading the other receipts.
CREATE INDEX receipt_by_time ON receipt (mailbox_id, happened_at, id, kind, signature);
CREATE INDEX receipt_by_message_id ON receipt (mailbox_id, own_message_id) WHERE own_message_id IS NOT NULL;
CREATE INDEX receipt_of_message ON receipt (message_id, happened_at, id);
CREATE INDEX receipt_by_identifier ON receipt (mailbox_id, identifier) WHERE identifier IS NOT NULL;
CREATE INDEX receipt_of_object ON receipt (sha256);
