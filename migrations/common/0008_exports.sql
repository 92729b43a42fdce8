-- Who took which list away as a file: a row before the file's first byte, and its end when it has one.

CREATE TABLE export_record (
    id UUID NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    actor_kind TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    -- Of the account; null for an operator.
    organization_id UUID REFERENCES organization (id),
    format TEXT NOT NULL,
    -- The list, as it was asked for.
    domain TEXT,
    q TEXT,
    state TEXT,
    password_state TEXT,
    fill TEXT,
    sort TEXT NOT NULL,
    rows_announced BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('running', 'complete', 'broken_off')),
    finished_at TIMESTAMPTZ,
    rows_written BIGINT,
    CHECK ((outcome = 'running') = (finished_at IS NULL)),
    CHECK ((outcome = 'running') = (rows_written IS NULL))
);
CREATE INDEX export_record_by_organization ON export_record (organization_id, id);
