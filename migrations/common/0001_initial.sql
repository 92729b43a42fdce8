-- The tables of the panel. One text for both engines: SQLite reads UUID and TIMESTAMPTZ as names
-- without a rule of their own, PostgreSQL as types.

CREATE TABLE organization (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name lowered: unique, and what lists are ordered by.
    name_key TEXT NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE domain (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL UNIQUE,
    onboarding TEXT NOT NULL CHECK (onboarding IN ('direct', 'contract')),
    preservation_available BOOLEAN NOT NULL,
    default_quota_mb BIGINT NOT NULL CHECK (default_quota_mb > 0),
    mailbox_term_months BIGINT NOT NULL CHECK (mailbox_term_months > 0),
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX domain_by_organization ON domain (organization_id, name);

CREATE TABLE account (
    id UUID NOT NULL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    -- argon2id, PHC string.
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('operator', 'postmaster', 'assistant')),
    organization_id UUID REFERENCES organization (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'enabled', 'disabled')),
    created_at TIMESTAMPTZ NOT NULL,
    enabled_at TIMESTAMPTZ,
    last_sign_in_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    CHECK ((role = 'operator') = (organization_id IS NULL))
);
CREATE INDEX account_by_organization ON account (organization_id, username);

CREATE TABLE account_grant (
    account_id UUID NOT NULL REFERENCES account (id),
    domain_id UUID NOT NULL REFERENCES domain (id),
    permission TEXT NOT NULL,
    PRIMARY KEY (account_id, domain_id, permission)
);

-- A session is a family of refresh tokens: each is traded once for the next.
CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    opened_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    end_reason TEXT
);
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE refresh_token (
    -- Lowercase hex SHA-256: the token itself is never stored.
    hash TEXT NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id),
    created_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX refresh_token_by_session ON refresh_token (session_id);

-- Attempts to sign in, by account and by address. In the database, since servers share it.
CREATE TABLE sign_in_throttle (
    subject TEXT NOT NULL PRIMARY KEY,
    attempts BIGINT NOT NULL,
    window_ends_at TIMESTAMPTZ NOT NULL,
    blocked_until TIMESTAMPTZ
);

CREATE TABLE mailbox (
    id UUID NOT NULL PRIMARY KEY,
    domain_id UUID NOT NULL REFERENCES domain (id),
    local_part TEXT NOT NULL CHECK (local_part = lower(local_part)),
    -- Unique for ever: a cancelled mailbox keeps its row, and so its name.
    address TEXT NOT NULL UNIQUE CHECK (address = lower(address)),
    state TEXT NOT NULL CHECK (
        state IN ('pending_activation', 'active', 'disabled', 'suppressed', 'cancelled')
    ),
    password_state TEXT NOT NULL CHECK (password_state IN ('to_set', 'valid', 'expired')),
    communication_email TEXT,
    quota_mb BIGINT NOT NULL CHECK (quota_mb > 0),
    soft_limit_mb BIGINT NOT NULL CHECK (soft_limit_mb BETWEEN 1 AND quota_mb),
    used_bytes BIGINT,
    preservation BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    activated_at TIMESTAMPTZ,
    expires_at TIMESTAMPTZ,
    cancelled_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX mailbox_by_address ON mailbox (domain_id, address);
CREATE INDEX mailbox_by_name ON mailbox (domain_id, local_part, address);
CREATE INDEX mailbox_by_creation ON mailbox (domain_id, created_at, address);
CREATE INDEX mailbox_by_state ON mailbox (domain_id, state, address);
CREATE INDEX mailbox_by_quota ON mailbox (domain_id, quota_mb, address);

CREATE TABLE mailbox_note (
    id UUID NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    at TIMESTAMPTZ NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX mailbox_note_by_mailbox ON mailbox_note (mailbox_id, id);

-- One row per subject: how long its chain is and what it ends with, so that a record taken off the
-- end is missed too, and two writers cannot both append the same one.
CREATE TABLE history_chain (
    subject_id UUID NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    length BIGINT NOT NULL,
    head TEXT NOT NULL
);

CREATE TABLE history (
    subject_id UUID NOT NULL REFERENCES history_chain (subject_id),
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    -- JSON text, byte for byte what was sealed.
    changes TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (subject_id, seq)
);
