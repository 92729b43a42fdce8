-- Messages, links, notes and the rows of jobs are about a subject of any kind, not only about a mailbox.
--
-- A subject is in a table of its kind, so these columns have no foreign key. Nothing is lost by that: a row
-- of a subject is never deleted.
--
-- The lists of allowed values go where an enum will grow: of kinds and states of jobs, outcomes of their rows,
-- states of messages, purposes of links. SQLite cannot change a CHECK without rebuilding the table, and
-- the application reads and writes these columns through enums. The checks that remain name no value. Lists
-- that stay describe closed life cycles: of mailboxes and their passwords, accounts, effects and exports.
--
-- The new tables are filled before the old ones are dropped, those that refer to another first: renaming a
-- table also renames it in the foreign keys that refer to it.

-- Older releases cannot work without the columns that are renamed here.
UPDATE schema_compatibility SET least_version = 14, least_release = '0.1.0';

ALTER TABLE history_chain RENAME COLUMN subject TO subject_kind;

CREATE TABLE note (
    id UUID NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL
);
INSERT INTO note (id, subject_kind, subject_id, at, author, text)
SELECT id, 'mailbox', mailbox_id, at, author, text FROM mailbox_note;
DROP TABLE mailbox_note;
CREATE INDEX note_by_subject ON note (subject_id, id);

CREATE TABLE new_link (
    id UUID NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    purpose TEXT NOT NULL,
    -- The address to confirm.
    email TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    -- When the last of its tokens expires, or would if it were sent at the last moment.
    expires_at TIMESTAMPTZ NOT NULL,
    is_open BOOLEAN NOT NULL
);
INSERT INTO new_link (id, subject_kind, subject_id, purpose, email, created_at, expires_at, is_open)
SELECT id, 'mailbox', mailbox_id, purpose, communication_email, created_at, expires_at, is_open
FROM link;

CREATE TABLE new_link_token (
    -- Lowercase hex SHA-256 of 256 random bits.
    hash TEXT NOT NULL PRIMARY KEY,
    link_id UUID NOT NULL REFERENCES new_link (id),
    expires_at TIMESTAMPTZ NOT NULL
);
INSERT INTO new_link_token (hash, link_id, expires_at)
SELECT hash, link_id, expires_at FROM link_token;

CREATE TABLE new_message (
    id UUID NOT NULL PRIMARY KEY,
    -- Unique to the event that the message is about. With kind and recipient it keeps two servers from
    -- queueing the message twice.
    cause_id UUID NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    -- The name of the subject at the time: the address of a mailbox.
    subject_name TEXT NOT NULL,
    language TEXT NOT NULL,
    link_id UUID REFERENCES new_link (id),
    -- JSON, as the content enum of the kind of subject defines it.
    content TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    gives_up_at TIMESTAMPTZ NOT NULL,
    -- When the next attempt is due. While a worker has the message: when it is due again, in case that
    -- worker has died.
    next_attempt_at TIMESTAMPTZ,
    -- Of the worker that has it.
    lease UUID,
    server TEXT,
    reply TEXT,
    finished_at TIMESTAMPTZ,
    UNIQUE (cause_id, kind, recipient),
    CHECK ((next_attempt_at IS NULL) = (finished_at IS NOT NULL))
);
INSERT INTO new_message (id, cause_id, kind, recipient, subject_kind, subject_id, subject_name, language,
    link_id, content, created_at, state, attempts, gives_up_at, next_attempt_at, lease, server, reply,
    finished_at)
SELECT id, cause_id, kind, recipient, 'mailbox', mailbox_id, mailbox_address, language, link_id, content,
    created_at, state, attempts, gives_up_at, next_attempt_at, lease, server, reply, finished_at
FROM message;

DROP TABLE message;
DROP TABLE link_token;
DROP TABLE link;
ALTER TABLE new_link RENAME TO link;
ALTER TABLE new_link_token RENAME TO link_token;
ALTER TABLE new_message RENAME TO message;
CREATE INDEX link_by_subject ON link (subject_id, purpose) WHERE is_open;
CREATE INDEX link_by_expiry ON link (expires_at);
CREATE INDEX link_token_by_link ON link_token (link_id);
CREATE INDEX message_due ON message (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX message_by_subject ON message (subject_id, id);
CREATE INDEX message_by_link ON message (link_id) WHERE link_id IS NOT NULL;

CREATE TABLE new_job (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The account that requested it, and the account that confirmed it, on whose behalf it then runs. The
    -- account's permissions are checked again before each step.
    account_id UUID NOT NULL REFERENCES account (id),
    account_name TEXT NOT NULL,
    run_by_id UUID REFERENCES account (id),
    run_by_name TEXT,
    -- The organisation whose postmasters see it; null when an operator works across organisations.
    organization_id UUID REFERENCES organization (id),
    -- JSON, as the kind of job defines it.
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
    -- When a worker continues with it. While one has it: when another may, in case that worker has died.
    next_attempt_at TIMESTAMPTZ,
    -- Of the worker that has it.
    lease UUID,
    CHECK (pending + to_do + unchanged + failed + done = total),
    CHECK (next_attempt_at IS NULL OR finished_at IS NULL)
);
INSERT INTO new_job (id, kind, state, account_id, account_name, run_by_id, run_by_name, organization_id,
    request, total, pending, to_do, unchanged, failed, done, created_at, started_at, finished_at, problem,
    rows_forgotten, version, attempts, next_attempt_at, lease)
SELECT id, kind, state, account_id, account_name, run_by_id, run_by_name, organization_id, request, total,
    pending, to_do, unchanged, failed, done, created_at, started_at, finished_at, problem, rows_forgotten,
    version, attempts, next_attempt_at, lease
FROM job;

-- The outcome of a row is saved in the transaction that carries the row out, so none is carried out twice.
CREATE TABLE new_job_row (
    job_id UUID NOT NULL REFERENCES new_job (id),
    seq BIGINT NOT NULL,
    -- The line in the file of an import.
    line BIGINT,
    -- The cells of an import: a JSON list of texts.
    cells TEXT,
    subject_kind TEXT,
    subject_id UUID,
    -- The name of the subject: the address of a mailbox.
    subject_name TEXT,
    -- The version of the subject during the dry run: the job does not touch what has changed since.
    subject_version BIGINT,
    outcome TEXT NOT NULL,
    -- JSON: why it failed, or what is advised against.
    remarks TEXT,
    PRIMARY KEY (job_id, seq),
    CHECK ((subject_kind IS NULL) = (subject_id IS NULL))
);
INSERT INTO new_job_row (job_id, seq, line, cells, subject_kind, subject_id, subject_name, subject_version,
    outcome, remarks)
SELECT job_id, seq, line, cells, CASE WHEN mailbox_id IS NOT NULL THEN 'mailbox' END, mailbox_id, address,
    mailbox_version, outcome, remarks
FROM job_row;

DROP TABLE job_row;
DROP TABLE job;
ALTER TABLE new_job RENAME TO job;
ALTER TABLE new_job_row RENAME TO job_row;
CREATE INDEX job_due ON job (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX job_by_account ON job (account_id, id);
CREATE INDEX job_by_organization ON job (organization_id, id);
CREATE INDEX job_with_rows ON job (created_at) WHERE NOT rows_forgotten;
CREATE INDEX job_row_by_outcome ON job_row (job_id, outcome, seq);
-- Finds the first row of a file that has a name.
CREATE INDEX job_row_by_name ON job_row (job_id, subject_name, seq) WHERE cells IS NOT NULL;
