-- What the mail host reads. Dovecot looks people up in these views, and in nothing else: creating,
-- disabling, expiring, resizing a mailbox is the one commit that changes its row, and mail goes on
-- while the panel is down.

-- The name of a mailbox's folder on the mail host: random, never the address, never used again.
-- Rows that are there get theirs from the database; the app gives new ones.
ALTER TABLE mailbox ADD COLUMN storage_key TEXT NOT NULL
    DEFAULT replace(gen_random_uuid()::text, '-', '') CHECK (storage_key ~ '^[0-9a-f]{32}$');
ALTER TABLE mailbox ALTER COLUMN storage_key DROP DEFAULT;
CREATE UNIQUE INDEX mailbox_by_storage_key ON mailbox (storage_key);
CREATE FUNCTION mailbox_storage_key_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a storage key never changes';
END;
$$;
CREATE TRIGGER mailbox_storage_key_kept BEFORE UPDATE OF storage_key ON mailbox FOR EACH ROW
WHEN (NEW.storage_key IS DISTINCT FROM OLD.storage_key) EXECUTE FUNCTION mailbox_storage_key_kept();

-- Who may sign in. A password that is over is refused from that moment, whether or not a worker has
-- gone round to note it.
CREATE VIEW dovecot_passdb AS
SELECT s.address, s.password, s.password_id, s.sign_in,
    CASE WHEN s.sign_in <> 'works' THEN 'y' END AS nologin,
    CASE s.sign_in
        WHEN 'disabled' THEN 'Mailbox disabled'
        WHEN 'service_ended' THEN 'Service ended'
        WHEN 'password_expired' THEN 'Password expired'
    END AS reason
FROM (
    SELECT m.address, '{ARGON2ID}' || p.hash AS password, replace(p.id::text, '-', '') AS password_id,
        CASE
            WHEN m.state = 'disabled' THEN 'disabled'
            WHEN m.state = 'suppressed' THEN 'service_ended'
            WHEN m.password_state = 'expired'
                OR m.password_expires_at <= statement_timestamp() THEN 'password_expired'
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
    (COALESCE(used_bytes * 10000 / (quota_mb * 1048576), -1)) STORED;
CREATE INDEX mailbox_by_fill ON mailbox (domain_id, fill, address);
CREATE INDEX mailbox_over_soft_limit ON mailbox (domain_id, local_part, address)
    WHERE used_bytes >= soft_limit_mb * 1048576;
