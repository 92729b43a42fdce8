-- A filtered list is put together from its classes: all of one state, one state of the password, and
-- one side of the soft limit. Each class stands in every order in which a list can be asked for, so
-- that a page reads what it shows and not what the filter leaves out.
ALTER TABLE mailbox ADD COLUMN over_soft_limit BOOLEAN GENERATED ALWAYS AS
    (COALESCE(used_bytes >= soft_limit_mb * 1048576, FALSE)) STORED;
CREATE INDEX mailbox_class_by_name
    ON mailbox (domain_id, state, password_state, over_soft_limit, local_part, address);
CREATE INDEX mailbox_class_by_address
    ON mailbox (domain_id, state, password_state, over_soft_limit, address);
CREATE INDEX mailbox_class_by_creation
    ON mailbox (domain_id, state, password_state, over_soft_limit, created_at, address);
CREATE INDEX mailbox_class_by_quota
    ON mailbox (domain_id, state, password_state, over_soft_limit, quota_mb, address);
CREATE INDEX mailbox_class_by_fill
    ON mailbox (domain_id, state, password_state, over_soft_limit, fill, address);
DROP INDEX mailbox_by_password;
DROP INDEX mailbox_over_soft_limit;
