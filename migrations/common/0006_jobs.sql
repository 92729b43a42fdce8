-- Long work on many mailboxes: imports and bulk changes.

CREATE TABLE job (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('import', 'bulk_change')),
    state TEXT NOT NULL CHECK (
        state IN ('mapping', 'checking', 'ready', 'running', 'finished', 'cancelled', 'failed')
    ),
    -- Who asked for it, and who told it to run, after which it is on their behalf. What the account
    -- may do is asked again before each step.
    account_id UUID NOT NULL REFERENCES account (id),
    account_name TEXT NOT NULL,
    run_by_id UUID REFERENCES account (id),
    run_by_name TEXT,
    -- Whose postmasters see it; null for what an operator does across organisations.
    organization_id UUID REFERENCES organization (id),
    -- JSON: the change, or the file and its columns.
    request TEXT NOT NULL,
    total BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    to_do BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    done BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    problem TEXT,
    rows_forgotten BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- When a worker is to go on. While one has it: when another may, should that one be no more.
    next_attempt_at TIMESTAMPTZ,
    -- Of the worker that has it.
    lease UUID,
    CHECK (pending + to_do + unchanged + failed + done = total),
    CHECK ((state IN ('checking', 'running')) = (next_attempt_at IS NOT NULL))
);
CREATE INDEX job_due ON job (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX job_by_account ON job (account_id, id);
CREATE INDEX job_by_organization ON job (organization_id, id);
CREATE INDEX job_with_rows ON job (created_at) WHERE NOT rows_forgotten;

-- What becomes of a row is written in the transaction that does it: none is done twice.
CREATE TABLE job_row (
    job_id UUID NOT NULL REFERENCES job (id),
    seq BIGINT NOT NULL,
    -- Where it stands in the file of an import.
    line BIGINT,
    -- Of an import: a JSON list of texts.
    cells TEXT,
    address TEXT,
    mailbox_id UUID,
    -- As the dry run has seen the mailbox: a later change is no business of this job's.
    mailbox_version BIGINT,
    outcome TEXT NOT NULL CHECK (outcome IN ('pending', 'to_do', 'unchanged', 'failed', 'done')),
    -- JSON: why it failed, or what is advised against.
    remarks TEXT,
    PRIMARY KEY (job_id, seq)
);
CREATE INDEX job_row_by_outcome ON job_row (job_id, outcome, seq);
-- Which row of a file names an address first.
CREATE INDEX job_row_by_address ON job_row (job_id, address, seq) WHERE cells IS NOT NULL;
