-- How many mailboxes each class of a domain has: told without looking at any of them. Kept true by the
-- database itself, whoever changes a row; a mailbox never goes, and never to another domain.
--
-- A class has as many as its rows add up to. What changes adds a row of its own: were there one row,
-- every transaction would wait for the one before to commit. A worker gathers them, into one a class.
CREATE TABLE mailbox_count (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain_id UUID NOT NULL REFERENCES domain (id),
    state TEXT NOT NULL COLLATE "C",
    password_state TEXT NOT NULL COLLATE "C",
    over_soft_limit BOOLEAN NOT NULL,
    mailboxes BIGINT NOT NULL,
    gathered BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX mailbox_count_gathered
    ON mailbox_count (domain_id, state, password_state, over_soft_limit) WHERE gathered;
CREATE INDEX mailbox_count_to_gather ON mailbox_count (id) WHERE NOT gathered;
CREATE INDEX mailbox_count_by_domain ON mailbox_count (domain_id, state);
INSERT INTO mailbox_count (domain_id, state, password_state, over_soft_limit, mailboxes, gathered)
SELECT domain_id, state, password_state, over_soft_limit, COUNT(*), TRUE FROM mailbox
GROUP BY domain_id, state, password_state, over_soft_limit;

CREATE FUNCTION mailbox_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mailbox_count (domain_id, state, password_state, over_soft_limit, mailboxes)
    SELECT domain_id, state, password_state, over_soft_limit, COUNT(*) FROM added
    GROUP BY domain_id, state, password_state, over_soft_limit;
    RETURN NULL;
END;
$$;
CREATE TRIGGER mailbox_counted AFTER INSERT ON mailbox REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION mailbox_counted();

CREATE FUNCTION mailbox_recounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mailbox_count (domain_id, state, password_state, over_soft_limit, mailboxes)
    VALUES (OLD.domain_id, OLD.state, OLD.password_state, OLD.over_soft_limit, -1),
        (NEW.domain_id, NEW.state, NEW.password_state, NEW.over_soft_limit, 1);
    RETURN NULL;
END;
$$;
CREATE TRIGGER mailbox_recounted AFTER UPDATE ON mailbox FOR EACH ROW
WHEN (OLD.state <> NEW.state OR OLD.password_state <> NEW.password_state
    OR OLD.over_soft_limit <> NEW.over_soft_limit)
EXECUTE FUNCTION mailbox_recounted();

-- One mailbox of 1,024, by its random storage key: how frequent a text is in the names of a domain is
-- told by these.
CREATE INDEX mailbox_sample ON mailbox (domain_id, address)
    WHERE substr(storage_key, 1, 3) < '004';
