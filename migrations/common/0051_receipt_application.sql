-- What is preserved of each mailbox, so that nobody counts it anew.
CREATE TABLE preserved_total (
    mailbox_id UUID NOT NULL PRIMARY KEY REFERENCES mailbox (id),
    domain_id UUID NOT NULL REFERENCES domain (id),
    receipts BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    -- When the last one was stored.
    last_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX preserved_total_of_domain ON preserved_total (domain_id);

-- Packages of receipts that the user of a mailbox has asked for.
CREATE TABLE distribution_package (
    id UUID NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    asked_at TIMESTAMPTZ NOT NULL,
    language TEXT NOT NULL,
    -- Which receipts, as JSON.
    selection TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    finished_at TIMESTAMPTZ,
    -- Until when its file is kept.
    expires_at TIMESTAMPTZ,
    sha256 TEXT COLLATE "C" REFERENCES stored_object (sha256),
    bytes BIGINT,
    -- When a worker looks at it: to make it, and to remove its file.
    next_attempt_at TIMESTAMPTZ,
    lease UUID,
    attempts BIGINT NOT NULL
);
CREATE INDEX distribution_package_of_mailbox ON distribution_package (mailbox_id, id);
CREATE INDEX distribution_package_due ON distribution_package (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX distribution_package_of_object ON distribution_package (sha256) WHERE sha256 IS NOT NULL;
