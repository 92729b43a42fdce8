-- What requests with an Idempotency-Key were answered, for those that come again.

-- A row before the request is carried out: of any number at once, on any server, one makes it. Nothing
-- here is of use to who has only the database: names and prints are keyed hashes, replies are sealed.
CREATE TABLE kept_reply (
    -- Keyed hash of who asks and of the key.
    name TEXT NOT NULL PRIMARY KEY,
    -- Keyed hash of what is asked: operation, path, body.
    print TEXT NOT NULL,
    -- Of the request that is carried out.
    lease UUID NOT NULL,
    -- While it is under way: until when, should its server be no more.
    leased_until TIMESTAMPTZ,
    -- Sealed, in base64.
    reply TEXT,
    expires_at TIMESTAMPTZ NOT NULL,
    CHECK ((reply IS NULL) <> (leased_until IS NULL))
);
CREATE INDEX kept_reply_by_expiry ON kept_reply (expires_at);
