-- The archive of preserved receipts (A18): packages, each of which names the one before by the hash of its index.

CREATE TABLE receipt_package (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    -- From 1, without gaps within its organisation.
    sequence BIGINT NOT NULL,
    closed_at TIMESTAMPTZ NOT NULL,
    -- What was taken in, with its size, and what was refused.
    receipts BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    -- The index, that of the package before, and the report on what was taken in.
    index_sha256 TEXT COLLATE "C" NOT NULL REFERENCES stored_object (sha256),
    previous_sha256 TEXT COLLATE "C",
    report_sha256 TEXT COLLATE "C" NOT NULL REFERENCES stored_object (sha256),
    -- Whether somebody was named as responsible, and a manual, when it was closed.
    has_responsible BOOLEAN NOT NULL,
    has_manual BOOLEAN NOT NULL,
    -- The seal: a detached signature over the index. Null until there is one.
    seal_sha256 TEXT COLLATE "C" REFERENCES stored_object (sha256),
    sealed_at TIMESTAMPTZ,
    -- Whose seal it is, and whether nobody else vouches for it.
    sealed_by TEXT,
    seal_serial TEXT,
    seal_is_self_signed BOOLEAN,
    -- The time that a timestamp service has confirmed.
    timestamp_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX receipt_package_by_sequence ON receipt_package (organization_id, sequence);
CREATE INDEX receipt_package_by_time ON receipt_package (closed_at, id);
CREATE INDEX receipt_package_of_organization ON receipt_package (organization_id, closed_at, id);
CREATE INDEX receipt_package_to_seal ON receipt_package (closed_at, id) WHERE seal_sha256 IS NULL;
CREATE INDEX receipt_package_of_index ON receipt_package (index_sha256);
CREATE INDEX receipt_package_of_report ON receipt_package (report_sha256);
CREATE INDEX receipt_package_of_seal ON receipt_package (seal_sha256) WHERE seal_sha256 IS NOT NULL;

ALTER TABLE receipt ADD COLUMN package_id UUID REFERENCES receipt_package (id);
-- Why the package has not taken it in: its content was lost or altered by then.
ALTER TABLE receipt ADD COLUMN refusal TEXT;
CREATE INDEX receipt_waiting ON receipt (organization_id, stored_at, id) WHERE package_id IS NULL;
CREATE INDEX receipt_of_package ON receipt (package_id, id) WHERE package_id IS NOT NULL;

-- Where the archive of an organisation stands. Who has the lease is at work on it.
CREATE TABLE receipt_archive (
    organization_id UUID NOT NULL PRIMARY KEY REFERENCES organization (id),
    lease UUID,
    leased_until TIMESTAMPTZ NOT NULL,
    -- The last package and the hash of its index; 0 and null before the first.
    sequence BIGINT NOT NULL,
    index_sha256 TEXT COLLATE "C",
    -- When to verify everything again.
    verify_at TIMESTAMPTZ
);
CREATE INDEX receipt_archive_to_verify ON receipt_archive (verify_at) WHERE verify_at IS NOT NULL;

CREATE TABLE preservation_settings (
    organization_id UUID NOT NULL PRIMARY KEY REFERENCES organization (id),
    -- Whoever has produced what is preserved, and the responsabile della conservazione: empty where not named.
    producer_code TEXT NOT NULL,
    responsible_name TEXT NOT NULL,
    responsible_code TEXT NOT NULL,
    -- The manual: its address, or its title and date.
    manual TEXT NOT NULL,
    retention_years BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- What verifications have found.
CREATE TABLE preservation_verification (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    packages BIGINT NOT NULL,
    unsealed BIGINT NOT NULL,
    receipts BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    problems BIGINT NOT NULL,
    -- The first of the problems, as JSON.
    report TEXT NOT NULL
);
CREATE INDEX preservation_verification_of_organization ON preservation_verification (organization_id, ended_at, id);

-- Since when the store of objects refuses to give an object up that nothing needs any more.
ALTER TABLE stored_object ADD COLUMN locked_at TIMESTAMPTZ;
