-- What reaches people by e-mail, and the passwords of the mailboxes' users.

ALTER TABLE domain ADD COLUMN password_lifetime_days BIGINT NOT NULL DEFAULT 90;
ALTER TABLE domain ADD COLUMN language TEXT NOT NULL DEFAULT 'it';

ALTER TABLE mailbox ADD COLUMN password_set_at TIMESTAMPTZ;
ALTER TABLE mailbox ADD COLUMN password_expires_at TIMESTAMPTZ;
-- When the next notice, or the end, is due; null when nothing is.
ALTER TABLE mailbox ADD COLUMN password_step_at TIMESTAMPTZ;
ALTER TABLE mailbox ADD COLUMN soft_limit_told BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX mailbox_by_password ON mailbox (domain_id, password_state, local_part, address);
CREATE INDEX mailbox_by_password_step ON mailbox (password_step_at)
    WHERE password_step_at IS NOT NULL;

-- Apart from the mailbox, so that no list ever reads a hash. The one in use, and those before it
-- that may not be chosen again.
CREATE TABLE mailbox_password (
    id UUID NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    -- argon2id, PHC string.
    hash TEXT NOT NULL,
    set_at TIMESTAMPTZ NOT NULL,
    in_use BOOLEAN NOT NULL
);
CREATE INDEX mailbox_password_by_mailbox ON mailbox_password (mailbox_id, set_at, id);
CREATE UNIQUE INDEX mailbox_password_in_use ON mailbox_password (mailbox_id) WHERE in_use;

-- A session of a mailbox's user.
CREATE TABLE mailbox_session (
    -- Lowercase hex SHA-256 of what the cookie holds.
    hash TEXT NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    opened_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX mailbox_session_by_mailbox ON mailbox_session (mailbox_id);
CREATE INDEX mailbox_session_by_expiry ON mailbox_session (expires_at);

-- A link of a message: open until it is used, or a newer one retires it.
CREATE TABLE link (
    id UUID NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('set_password', 'confirm_communication_email')),
    -- The address to confirm.
    communication_email TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    -- The last of its tokens ends then, or would if it were sent at the last moment.
    expires_at TIMESTAMPTZ NOT NULL,
    is_open BOOLEAN NOT NULL
);
CREATE INDEX link_by_mailbox ON link (mailbox_id, purpose) WHERE is_open;
CREATE INDEX link_by_expiry ON link (expires_at);

-- Each attempt to send a link writes a token of its own, since what is stored is only a hash; any of
-- them opens the link.
CREATE TABLE link_token (
    -- Lowercase hex SHA-256 of 256 random bits.
    hash TEXT NOT NULL PRIMARY KEY,
    link_id UUID NOT NULL REFERENCES link (id),
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX link_token_by_link ON link_token (link_id);

-- Somebody asked for a link; whether there is such a mailbox is found out later, so that the answer
-- is the same and takes as long.
CREATE TABLE link_request (
    id UUID NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL
);

-- The outbox: a message is a row of the transaction that is its cause.
CREATE TABLE message (
    id UUID NOT NULL PRIMARY KEY,
    -- What it follows from; with kind and recipient it keeps two servers from writing it twice.
    cause_id UUID NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    mailbox_address TEXT NOT NULL,
    language TEXT NOT NULL,
    link_id UUID REFERENCES link (id),
    -- JSON of what it tells.
    content TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'dropped')),
    attempts BIGINT NOT NULL,
    gives_up_at TIMESTAMPTZ NOT NULL,
    -- When it is due. While a worker has it: when it is due again, should that worker be no more.
    next_attempt_at TIMESTAMPTZ,
    -- Of the worker that has it.
    lease UUID,
    server TEXT,
    reply TEXT,
    finished_at TIMESTAMPTZ,
    UNIQUE (cause_id, kind, recipient),
    CHECK ((state = 'queued') = (next_attempt_at IS NOT NULL)),
    CHECK ((state = 'queued') = (finished_at IS NULL))
);
CREATE INDEX message_due ON message (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX message_by_mailbox ON message (mailbox_id, id);
CREATE INDEX message_by_link ON message (link_id) WHERE link_id IS NOT NULL;
