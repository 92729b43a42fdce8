-- What reports (B18) are made of. A worker gathers it from the mailboxes every few minutes.

-- Mailboxes by what reports tell them apart by, as they were when they were last gathered.
CREATE TABLE report_class (
    domain_id UUID NOT NULL REFERENCES domain (id),
    plan_id UUID REFERENCES plan (id),
    state TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    -- User name: of who created it unless it was handed over.
    managed_by TEXT COLLATE "C" NOT NULL,
    mailboxes BIGINT NOT NULL,
    -- Of those whose use was measured. An archive that has a quota of its own does not count to `used_bytes`.
    measured BIGINT NOT NULL,
    used_bytes BIGINT NOT NULL,
    inbox_bytes BIGINT NOT NULL,
    archive_bytes BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    quota_mb BIGINT NOT NULL,
    -- Of those whose archive has a quota of its own.
    own_archive_mb BIGINT NOT NULL,
    own_archive_bytes BIGINT NOT NULL
);
CREATE INDEX report_class_by_domain ON report_class (domain_id);

-- How many mailboxes were entered, activated and cancelled in each month in Rome.
CREATE TABLE report_month (
    domain_id UUID NOT NULL REFERENCES domain (id),
    month TEXT COLLATE "C" NOT NULL,
    entered BIGINT NOT NULL,
    activated BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    -- How many of the cancelled ones had been activated.
    cancelled_active BIGINT NOT NULL,
    PRIMARY KEY (domain_id, month)
);

-- The space of a domain's mailboxes on each day in Rome, as it was when it was last gathered that day.
CREATE TABLE report_day (
    domain_id UUID NOT NULL REFERENCES domain (id),
    day TEXT COLLATE "C" NOT NULL,
    -- Those with a store.
    mailboxes BIGINT NOT NULL,
    measured BIGINT NOT NULL,
    used_bytes BIGINT NOT NULL,
    archive_bytes BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    quota_mb BIGINT NOT NULL,
    own_archive_mb BIGINT NOT NULL,
    own_archive_bytes BIGINT NOT NULL,
    PRIMARY KEY (domain_id, day)
);
CREATE INDEX report_day_by_day ON report_day (day, domain_id);

-- The work of gathering: one row.
CREATE TABLE report_gathering (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- When it is due. Whoever gathers sets it ahead, in case they do not come to the end.
    due_at TIMESTAMPTZ NOT NULL,
    gathered_at TIMESTAMPTZ
);
INSERT INTO report_gathering (id, due_at) VALUES (1, '1970-01-01T00:00:00+00:00');

-- The largest mailboxes.
CREATE INDEX mailbox_by_use ON mailbox (domain_id, used_bytes) WHERE used_bytes IS NOT NULL;
