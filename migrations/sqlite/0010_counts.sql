-- How many mailboxes each class of a domain has: told without looking at any of them. Kept true by the
-- database itself, whoever changes a row; a mailbox never goes, and never to another domain.
CREATE TABLE mailbox_count (
    domain_id UUID NOT NULL REFERENCES domain (id),
    state TEXT NOT NULL,
    password_state TEXT NOT NULL,
    over_soft_limit BOOLEAN NOT NULL,
    mailboxes BIGINT NOT NULL,
    PRIMARY KEY (domain_id, state, password_state, over_soft_limit)
);
INSERT INTO mailbox_count (domain_id, state, password_state, over_soft_limit, mailboxes)
SELECT domain_id, state, password_state, over_soft_limit, COUNT(*) FROM mailbox
GROUP BY domain_id, state, password_state, over_soft_limit;

CREATE TRIGGER mailbox_counted AFTER INSERT ON mailbox BEGIN
    INSERT INTO mailbox_count (domain_id, state, password_state, over_soft_limit, mailboxes)
    VALUES (new.domain_id, new.state, new.password_state, new.over_soft_limit, 1)
    ON CONFLICT (domain_id, state, password_state, over_soft_limit)
    DO UPDATE SET mailboxes = mailboxes + 1;
END;
CREATE TRIGGER mailbox_recounted
AFTER UPDATE OF state, password_state, used_bytes, soft_limit_mb ON mailbox
WHEN old.state <> new.state OR old.password_state <> new.password_state
    OR old.over_soft_limit <> new.over_soft_limit
BEGIN
    UPDATE mailbox_count SET mailboxes = mailboxes - 1
    WHERE domain_id = old.domain_id AND state = old.state
        AND password_state = old.password_state AND over_soft_limit = old.over_soft_limit;
    INSERT INTO mailbox_count (domain_id, state, password_state, over_soft_limit, mailboxes)
    VALUES (new.domain_id, new.state, new.password_state, new.over_soft_limit, 1)
    ON CONFLICT (domain_id, state, password_state, over_soft_limit)
    DO UPDATE SET mailboxes = mailboxes + 1;
END;

-- One mailbox of 1,024, by its random storage key: how frequent a text is in the names of a domain is
-- told by these.
CREATE INDEX mailbox_sample ON mailbox (domain_id, address) WHERE substr(storage_key, 1, 3) < '004';
