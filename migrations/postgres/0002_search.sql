-- Names are compared byte for byte, as SQLite does, so that both engines list them in one order and
-- a prefix is a range of the index.
ALTER TABLE organization ALTER COLUMN name_key TYPE TEXT COLLATE "C";
ALTER TABLE domain ALTER COLUMN name TYPE TEXT COLLATE "C";
ALTER TABLE account ALTER COLUMN username TYPE TEXT COLLATE "C";
ALTER TABLE mailbox ALTER COLUMN address TYPE TEXT COLLATE "C";
ALTER TABLE mailbox ALTER COLUMN local_part TYPE TEXT COLLATE "C";
ALTER TABLE mailbox ALTER COLUMN state TYPE TEXT COLLATE "C";

-- Contains-search by trigrams.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX mailbox_search ON mailbox USING gin (local_part gin_trgm_ops);
