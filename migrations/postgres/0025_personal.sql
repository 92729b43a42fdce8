-- Personal values enter the history sealed, each holder's with a key of its own. Destroying the key erases
-- them, and the history still verifies.
CREATE TABLE holder_key (
    holder_id UUID NOT NULL PRIMARY KEY REFERENCES holder (id),
    -- Under a secret that is kept outside the database.
    sealed TEXT NOT NULL
);

-- One row: the name of that secret, which the first server sets.
CREATE TABLE holder_key_secret (id TEXT);
INSERT INTO holder_key_secret (id) VALUES (NULL);

-- Who read, searched and exported the data of holders (Garante, 27 November 2008).
CREATE TABLE access_log (
    id UUID NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_name TEXT COLLATE "C" NOT NULL,
    -- Whose holders they were; null for those of all organisations.
    organization_id UUID REFERENCES organization (id),
    kind TEXT NOT NULL,
    holder_id UUID REFERENCES holder (id),
    -- Names of the fields that were searched by, separated by commas.
    fields TEXT NOT NULL,
    -- The number of holders that were shown or exported.
    rows_shown BIGINT NOT NULL
);
CREATE INDEX access_log_of_organization ON access_log (organization_id, id);
CREATE INDEX access_log_of_actor ON access_log (actor_name, id);
CREATE INDEX access_log_of_holder ON access_log (holder_id, id) WHERE holder_id IS NOT NULL;

-- The holders that were merged into one.
CREATE INDEX holder_merged_into ON holder (merged_into) WHERE merged_into IS NOT NULL;
