-- Messages received and sent, counted from what the mail host writes (B18), and when a mailbox was last opened.

-- Up to where a log of the mail host was read. It changes in the transaction of what was counted from there.
CREATE TABLE mail_log_position (
    log TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- The file is known by how it begins, under whatever name: a hash of that many of its first bytes.
    head_length BIGINT NOT NULL,
    head_hash TEXT NOT NULL,
    read_bytes BIGINT NOT NULL,
    -- One higher with every change: of two servers that have read the same lines, one counts them.
    generation BIGINT NOT NULL,
    -- The server that reads, and until when the others leave the log to it.
    held_by UUID NOT NULL,
    held_until TIMESTAMPTZ NOT NULL,
    -- The machine of that server: on another one a file of the same name is another log.
    machine TEXT NOT NULL,
    counted_since TIMESTAMPTZ NOT NULL,
    read_at TIMESTAMPTZ NOT NULL,
    -- Lines that should have been counted and could not be understood.
    unreadable_lines BIGINT NOT NULL,
    unreadable_at TIMESTAMPTZ,
    -- How many times the file read before was gone, and what else was in it with it.
    gaps BIGINT NOT NULL,
    gap_at TIMESTAMPTZ
);

-- Messages that signed-in users have begun to hand over; they count once the mail host has accepted them.
CREATE TABLE mail_handover (
    queue_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    begun_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX mail_handover_by_time ON mail_handover (begun_at);

-- Days are those of Rome. A day without messages has no row.
CREATE TABLE mailbox_traffic (
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    day TEXT COLLATE "C" NOT NULL,
    received BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    PRIMARY KEY (mailbox_id, day)
);
-- The sums of the mailboxes of a domain, kept in the same transaction.
CREATE TABLE domain_traffic (
    domain_id UUID NOT NULL REFERENCES domain (id),
    day TEXT COLLATE "C" NOT NULL,
    received BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    PRIMARY KEY (domain_id, day)
);

-- When its user last signed in over IMAP or POP3; null if never since that is looked at.
ALTER TABLE mailbox ADD COLUMN last_opened_at TIMESTAMPTZ;
CREATE INDEX mailbox_by_opening ON mailbox (domain_id, (COALESCE(last_opened_at, activated_at)))
    WHERE state IN ('active', 'disabled', 'suppressed');
