-- What the mail host reads. Dovecot looks people up in these views, and in nothing else: creating,
-- disabling, expiring, resizing a mailbox is the one commit that changes its row, and mail goes on
-- while the panel is down.

-- The name of a mailbox's folder on the mail host: random, never the address, never used again.
ALTER TABLE mailbox ADD COLUMN storage_key TEXT
    CHECK (length(storage_key) = 32 AND storage_key NOT GLOB '*[^0-9a-f]*');
UPDATE mailbox SET storage_key = lower(hex(randomblob(16)));
CREATE UNIQUE INDEX mailbox_by_storage_key ON mailbox (storage_key);
-- SQLite adds no column that may not be null to rows that are there.
CREATE TRIGGER mailbox_storage_key_given BEFORE INSERT ON mailbox WHEN new.storage_key IS NULL BEGIN
    SELECT RAISE(ABORT, 'a mailbox has a storage key');
END;
CREATE TRIGGER mailbox_storage_key_kept BEFORE UPDATE OF storage_key ON mailbox
WHEN new.storage_key IS NOT old.storage_key BEGIN
    SELECT RAISE(ABORT, 'a storage key never changes');
END;

-- Who may sign in. A password that is over is refused from that moment, whether or not a worker has
-- gone round to note it. Times are RFC 3339 text of any
-- precision: julianday reads them all.
CREATE VIEW dovecot_passdb AS
SELECT s.address, s.password, s.password_id, s.sign_in,
    CASE WHEN s.sign_in <> 'works' THEN 'y' END AS nologin,
    CASE s.sign_in
        WHEN 'disabled' THEN 'Mailbox disabled'
        WHEN 'service_ended' THEN 'Service ended'
        WHEN 'password_expired' THEN 'Password expired'
    END AS reason
FROM (
    SELECT m.address, '{ARGON2ID}' || p.hash AS password, lower(hex(p.id)) AS password_id,
        CASE
            WHEN m.state = 'disabled' THEN 'disabled'
            WHEN m.state = 'suppressed' THEN 'service_ended'
            WHEN m.password_state = 'expired'
                OR julianday(m.password_expires_at) <= julianday('now') THEN 'password_expired'
            ELSE 'works'
        END AS sign_in
    FROM mailbox m JOIN mailbox_password p ON p.mailbox_id = m.id AND p.in_use
    WHERE m.state IN ('active', 'disabled', 'suppressed') AND m.password_state <> 'to_set'
) s;

-- Who has a store, and what becomes of a message for them. It waits at its sender's while a mailbox
-- is disabled (C7). It is refused at once when the service has ended: that may last for ever, and a
-- sender of certified mail is owed the notice of non-delivery rather than days of silence. Before
-- the activation and after the cancellation there is nobody here.
--
-- How a sign-in would end, and by which password, is here for the panel: it has the mail host repeat
-- what it reads, and believes no change before it does.
CREATE VIEW dovecot_userdb AS
SELECT m.address, m.storage_key,
    CASE m.state WHEN 'active' THEN 'accept' WHEN 'disabled' THEN 'defer' ELSE 'refuse' END AS delivery,
    m.quota_mb * 1048576 AS quota_bytes,
    COALESCE(p.sign_in, 'no_password') AS sign_in,
    p.password_id
FROM mailbox m LEFT JOIN dovecot_passdb p ON p.address = m.address
WHERE m.state IN ('active', 'disabled', 'suppressed');

-- The domains whose mail is taken in at all.
CREATE VIEW postfix_domain AS SELECT name FROM domain;

-- What the mail host measured last, beside used_bytes: of these, the inbox and the archive.
ALTER TABLE mailbox ADD COLUMN used_inbox_bytes BIGINT;
ALTER TABLE mailbox ADD COLUMN used_archive_bytes BIGINT;
ALTER TABLE mailbox ADD COLUMN used_messages BIGINT;
-- The hour of the latest row in mailbox_usage.
ALTER TABLE mailbox ADD COLUMN usage_kept_at TIMESTAMPTZ;
-- How full it is, in parts of 10,000 of the quota; -1 where it was never measured.
ALTER TABLE mailbox ADD COLUMN fill BIGINT GENERATED ALWAYS AS
    (COALESCE(used_bytes * 10000 / (quota_mb * 1048576), -1)) VIRTUAL;
CREATE INDEX mailbox_by_fill ON mailbox (domain_id, fill, address);
CREATE INDEX mailbox_over_soft_limit ON mailbox (domain_id, local_part, address)
    WHERE used_bytes >= soft_limit_mb * 1048576;
