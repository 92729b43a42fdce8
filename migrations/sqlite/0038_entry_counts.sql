-- How many mailboxes each person has entered in each domain, by what has become of them: what the dashboard shows. Kept
-- true by the database itself, as `mailbox_count` is. Who entered a mailbox never changes.
CREATE TABLE mailbox_entry_count (
    domain_id UUID NOT NULL REFERENCES domain (id),
    created_by TEXT NOT NULL,
    state TEXT NOT NULL,
    was_active BOOLEAN NOT NULL,
    mailboxes BIGINT NOT NULL,
    PRIMARY KEY (domain_id, created_by, state, was_active)
);
INSERT INTO mailbox_entry_count (domain_id, created_by, state, was_active, mailboxes)
SELECT domain_id, created_by, state, activated_at IS NOT NULL, COUNT(*) FROM mailbox
GROUP BY domain_id, created_by, state, activated_at IS NOT NULL;

CREATE TRIGGER mailbox_entered AFTER INSERT ON mailbox BEGIN
    INSERT INTO mailbox_entry_count (domain_id, created_by, state, was_active, mailboxes)
    VALUES (new.domain_id, new.created_by, new.state, new.activated_at IS NOT NULL, 1)
    ON CONFLICT (domain_id, created_by, state, was_active) DO UPDATE SET mailboxes = mailboxes + 1;
END;
CREATE TRIGGER mailbox_moved_on AFTER UPDATE OF state, activated_at ON mailbox
WHEN old.state <> new.state OR (old.activated_at IS NULL) <> (new.activated_at IS NULL)
BEGIN
    UPDATE mailbox_entry_count SET mailboxes = mailboxes - 1
    WHERE domain_id = old.domain_id AND created_by = old.created_by AND state = old.state
        AND was_active = (old.activated_at IS NOT NULL);
    INSERT INTO mailbox_entry_count (domain_id, created_by, state, was_active, mailboxes)
    VALUES (new.domain_id, new.created_by, new.state, new.activated_at IS NOT NULL, 1)
    ON CONFLICT (domain_id, created_by, state, was_active) DO UPDATE SET mailboxes = mailboxes + 1;
END;
