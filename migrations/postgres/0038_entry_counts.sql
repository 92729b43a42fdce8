-- How many mailboxes each person has entered in each domain, by what has become of them: what the dashboard shows. Kept
-- true by the database itself, as `mailbox_count` is. Who entered a mailbox never changes.
--
-- A class has as many as its rows add up to, which a worker gathers into one.
CREATE TABLE mailbox_entry_count (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain_id UUID NOT NULL REFERENCES domain (id),
    created_by TEXT NOT NULL COLLATE "C",
    state TEXT NOT NULL COLLATE "C",
    was_active BOOLEAN NOT NULL,
    mailboxes BIGINT NOT NULL,
    gathered BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX mailbox_entry_count_gathered
    ON mailbox_entry_count (domain_id, created_by, state, was_active) WHERE gathered;
CREATE INDEX mailbox_entry_count_to_gather ON mailbox_entry_count (id) WHERE NOT gathered;
CREATE INDEX mailbox_entry_count_by_domain ON mailbox_entry_count (domain_id, created_by);
INSERT INTO mailbox_entry_count (domain_id, created_by, state, was_active, mailboxes, gathered)
SELECT domain_id, created_by, state, activated_at IS NOT NULL, COUNT(*), TRUE FROM mailbox
GROUP BY domain_id, created_by, state, activated_at IS NOT NULL;

CREATE FUNCTION mailbox_entered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mailbox_entry_count (domain_id, created_by, state, was_active, mailboxes)
    SELECT domain_id, created_by, state, activated_at IS NOT NULL, COUNT(*) FROM added
    GROUP BY domain_id, created_by, state, activated_at IS NOT NULL;
    RETURN NULL;
END;
$$;
CREATE TRIGGER mailbox_entered AFTER INSERT ON mailbox REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION mailbox_entered();

CREATE FUNCTION mailbox_moved_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mailbox_entry_count (domain_id, created_by, state, was_active, mailboxes)
    VALUES (OLD.domain_id, OLD.created_by, OLD.state, OLD.activated_at IS NOT NULL, -1),
        (NEW.domain_id, NEW.created_by, NEW.state, NEW.activated_at IS NOT NULL, 1);
    RETURN NULL;
END;
$$;
CREATE TRIGGER mailbox_moved_on AFTER UPDATE ON mailbox FOR EACH ROW
WHEN (OLD.state <> NEW.state OR (OLD.activated_at IS NULL) <> (NEW.activated_at IS NULL))
EXECUTE FUNCTION mailbox_moved_on();
