-- The log over all histories. A worker gives each keyed record its position in the log and seals the records
-- in blocks, each over the one before, so that a missing or invented record is noticed whatever else was
-- altered with it.
--
-- Records from before there was a key stay out of the log: the keyed record that follows them in each chain
-- covers them.

-- From here on every seal is keyed, and an older release makes unkeyed ones.
UPDATE schema_compatibility SET least_version = 18, least_release = '0.1.0';

-- Null until the record is in a block.
ALTER TABLE history ADD COLUMN log_position BIGINT;
CREATE UNIQUE INDEX history_by_log_position ON history (log_position) WHERE log_position IS NOT NULL;
CREATE INDEX history_to_log ON history (at, subject_id, seq)
    WHERE log_position IS NULL AND substr(hash, 1, 3) = 'v2:';

-- A server of an older release that still runs must not break a chain: its writes fail. The rows that are
-- there are not checked.
ALTER TABLE history ADD CONSTRAINT history_seal_is_keyed CHECK (substr(hash, 1, 3) = 'v2:') NOT VALID;

CREATE TABLE history_block (
    -- Position of the last of its records in the log.
    last_position BIGINT NOT NULL PRIMARY KEY,
    records BIGINT NOT NULL,
    -- Keyed, over the hash of the block before and the seals of the records.
    hash TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    -- Whether no record was left over for the next block.
    caught_up BOOLEAN NOT NULL,
    key_id TEXT NOT NULL
);

-- One row. Its lock lets one server at a time add to the log.
CREATE TABLE history_log (
    -- Set by the first server.
    log_id UUID,
    key_id TEXT,
    -- Up to which subject the histories from before there was a key are sealed, and when all were.
    existing_sealed_to UUID,
    existing_sealed_at TIMESTAMPTZ
);
INSERT INTO history_log DEFAULT VALUES;
