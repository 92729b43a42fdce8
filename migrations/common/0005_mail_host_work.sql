-- What the panel brings about on the mail host, and what it measures there.

-- A row of the transaction that is its cause, carried out by any server.
CREATE TABLE mail_host_effect (
    id UUID NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    effect TEXT NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('requested', 'failing', 'applied', 'superseded')),
    attempts BIGINT NOT NULL,
    -- When it is due. While a worker has it: when it is due again, should that worker be no more.
    -- An applied one is due while it is still looked after.
    next_attempt_at TIMESTAMPTZ,
    -- Of the worker that has it.
    lease UUID,
    failing_since TIMESTAMPTZ,
    trouble TEXT,
    -- In the mail host's words, where it has any.
    detail TEXT,
    finished_at TIMESTAMPTZ,
    CHECK ((state IN ('applied', 'superseded')) = (finished_at IS NOT NULL)),
    CHECK (state NOT IN ('requested', 'failing') OR next_attempt_at IS NOT NULL)
);
CREATE INDEX mail_host_effect_due ON mail_host_effect (next_attempt_at)
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX mail_host_effect_by_mailbox ON mail_host_effect (mailbox_id, id);
CREATE INDEX mail_host_effect_unfinished ON mail_host_effect (id) WHERE finished_at IS NULL;

-- What a mailbox held at the end of an hour: a row when that differs from the row before, and one a
-- day in any case, so that a day without a row is one without a measurement. After 90 days only the
-- last row of each day stays.
CREATE TABLE mailbox_usage (
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    -- Its beginning, UTC.
    hour TIMESTAMPTZ NOT NULL,
    inbox_bytes BIGINT NOT NULL,
    archive_bytes BIGINT NOT NULL,
    used_bytes BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    PRIMARY KEY (mailbox_id, hour)
);
CREATE INDEX mailbox_usage_by_hour ON mailbox_usage (hour);

-- The one row about the mail host: who measures next, and whether it answers.
CREATE TABLE mail_host (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    next_poll_at TIMESTAMPTZ NOT NULL,
    measured_at TIMESTAMPTZ,
    failing_since TIMESTAMPTZ,
    trouble TEXT,
    detail TEXT,
    -- Until which hour the series has been thinned.
    thinned_until TIMESTAMPTZ
);
INSERT INTO mail_host (id, next_poll_at) VALUES (1, '1970-01-01T00:00:00+00:00');
