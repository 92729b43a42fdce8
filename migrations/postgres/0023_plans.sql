-- The plans that the provider sells, and the resellers of an organisation's mailboxes.
CREATE TABLE plan (
    id UUID NOT NULL PRIMARY KEY,
    -- In upper case.
    code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    inbox_mb BIGINT NOT NULL,
    archive_mb BIGINT NOT NULL,
    preservation_mb BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX plan_by_code ON plan (code);

CREATE TABLE reseller (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    -- The name folded: unique within the organisation, and what lists are ordered by.
    name_key TEXT COLLATE "C" NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX reseller_by_key ON reseller (organization_id, name_key);
CREATE INDEX reseller_by_organization ON reseller (organization_id, name_key, id);
CREATE INDEX reseller_by_name ON reseller (name_key, id);

-- JSON: the ids of the plans that a domain offers, in their order.
ALTER TABLE domain ADD COLUMN plans TEXT NOT NULL DEFAULT '[]';
ALTER TABLE domain ADD COLUMN default_plan_id UUID REFERENCES plan (id);

ALTER TABLE mailbox ADD COLUMN plan_id UUID REFERENCES plan (id);
ALTER TABLE mailbox ADD COLUMN reseller_id UUID REFERENCES reseller (id);
-- The archive's own quota; null where the archive counts to that of the mailbox.
ALTER TABLE mailbox ADD COLUMN archive_mb BIGINT;
CREATE INDEX mailbox_by_plan ON mailbox (plan_id, domain_id) WHERE plan_id IS NOT NULL;
CREATE INDEX mailbox_by_reseller ON mailbox (reseller_id, domain_id) WHERE reseller_id IS NOT NULL;

-- The filters of an exported list.
ALTER TABLE export_record ADD COLUMN plan TEXT;
ALTER TABLE export_record ADD COLUMN reseller TEXT;

-- With the quota of the archive. What an earlier release's mail host reads stays as it is.
CREATE OR REPLACE VIEW dovecot_userdb AS
SELECT m.address, m.storage_key,
    CASE m.state WHEN 'active' THEN 'accept' WHEN 'disabled' THEN 'defer' ELSE 'refuse' END AS delivery,
    m.quota_mb * 1048576 AS quota_bytes,
    COALESCE(p.sign_in, 'no_password') AS sign_in,
    p.password_id,
    m.archive_mb * 1048576 AS archive_bytes
FROM mailbox m LEFT JOIN dovecot_passdb p ON p.address = m.address
WHERE m.state IN ('active', 'disabled', 'suppressed');
