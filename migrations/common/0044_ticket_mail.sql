-- Answers to tickets by e-mail (B20): what was read from the mailbox of the support, each once.

-- Whether an entry came by e-mail, whose sender anybody can write.
ALTER TABLE ticket_message ADD COLUMN by_mail BOOLEAN NOT NULL DEFAULT FALSE;

-- When the mailbox is read next, by one server at a time.
CREATE TABLE ticket_mailbox (
    id BIGINT NOT NULL PRIMARY KEY,
    next_read_at TIMESTAMPTZ NOT NULL
);
INSERT INTO ticket_mailbox (id, next_read_at) VALUES (1, '1970-01-01T00:00:00+00:00');

CREATE TABLE ticket_mail (
    id UUID NOT NULL PRIMARY KEY,
    -- The mailbox it was in, and its place there.
    mailbox TEXT COLLATE "C" NOT NULL,
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    -- Hash of its Message-ID and sender, or of the whole where it has none.
    fingerprint TEXT COLLATE "C" NOT NULL UNIQUE,
    received_at TIMESTAMPTZ NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Why it was not taken into a ticket; null if it was.
    refusal TEXT,
    ticket_id UUID REFERENCES ticket (id),
    message_id UUID REFERENCES ticket_message (id)
);
CREATE UNIQUE INDEX ticket_mail_by_place ON ticket_mail (mailbox, uid_validity, uid);
CREATE INDEX ticket_mail_refused ON ticket_mail (received_at, id) WHERE refusal IS NOT NULL;
CREATE INDEX ticket_mail_by_time ON ticket_mail (received_at);
