-- Preservation of receipts (A18): when it was on, and up to where mailboxes were read.

-- A receipt is kept if it came into the mailbox within a period.
CREATE TABLE preservation_period (
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    started_at TIMESTAMPTZ NOT NULL,
    -- Null while preservation is on.
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (mailbox_id, started_at)
);
CREATE UNIQUE INDEX preservation_period_open ON preservation_period (mailbox_id) WHERE ended_at IS NULL;

-- The reading of a mailbox that has or had a period, by one server at a time.
CREATE TABLE preservation_reading (
    mailbox_id UUID NOT NULL PRIMARY KEY REFERENCES mailbox (id),
    -- When it is read next; null once everything of its periods was read.
    due_at TIMESTAMPTZ,
    lease UUID,
    lease_until TIMESTAMPTZ,
    -- One higher with every delivery, so that one during a reading makes the mailbox due again.
    deliveries BIGINT NOT NULL DEFAULT 0,
    -- The first delivery since the last reading.
    behind_since TIMESTAMPTZ,
    -- When the last reading that came to its end began.
    read_at TIMESTAMPTZ,
    -- When everything is looked at again, and when it was.
    reconcile_at TIMESTAMPTZ NOT NULL,
    reconciled_at TIMESTAMPTZ,
    attempts BIGINT NOT NULL DEFAULT 0,
    failing_since TIMESTAMPTZ,
    error TEXT,
    -- What only the reconciliations have found: how many, when last, and the first of them by arrival.
    missed BIGINT NOT NULL DEFAULT 0,
    missed_at TIMESTAMPTZ,
    missed_since TIMESTAMPTZ
);
CREATE INDEX preservation_reading_due ON preservation_reading (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX preservation_reading_failing ON preservation_reading (failing_since) WHERE failing_since IS NOT NULL;

-- Up to which UID each folder of a mailbox was read.
CREATE TABLE preservation_folder (
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    folder TEXT COLLATE "C" NOT NULL,
    uid_validity BIGINT NOT NULL,
    last_uid BIGINT NOT NULL,
    PRIMARY KEY (mailbox_id, folder)
);

-- Where receipts were seen. The identity is a hash that an e-mail keeps wherever it is moved.
CREATE TABLE preservation_place (
    mailbox_id UUID NOT NULL REFERENCES mailbox (id),
    folder TEXT COLLATE "C" NOT NULL,
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    identity TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (mailbox_id, folder, uid_validity, uid)
);
CREATE INDEX preservation_place_by_identity ON preservation_place (mailbox_id, identity);

CREATE INDEX receipt_by_storing ON receipt (stored_at);

-- The cancelled mailboxes whose receipts may still have to be read before their store is destroyed. Only whoever
-- preserves finds them on the mail host.
CREATE VIEW dovecot_preservation AS
SELECT m.address, m.storage_key
FROM mailbox m JOIN preservation_reading r ON r.mailbox_id = m.id
WHERE m.state = 'cancelled';

-- Nobody knows when preservation was switched on before there were periods: they begin now.
INSERT INTO preservation_period (mailbox_id, started_at)
SELECT id, now() FROM mailbox WHERE preservation AND state <> 'cancelled';
INSERT INTO preservation_reading (mailbox_id, due_at, reconcile_at)
SELECT mailbox_id, started_at, started_at FROM preservation_period;
