-- What an account has chosen for the display of its lists: a JSON object, by the name of the list.
CREATE TABLE account_preferences (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id),
    lists TEXT NOT NULL,
    version BIGINT NOT NULL
);

-- Searches that people have saved.
CREATE TABLE saved_view (
    id UUID NOT NULL PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES account (id),
    -- Of the owner, whose accounts see the view if it is shared; null for an operator.
    organization_id UUID REFERENCES organization (id),
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name lowered: unique among the views of its owner, and what lists are ordered by.
    name_key TEXT COLLATE "C" NOT NULL,
    -- JSON: the parameters of the list's query.
    query TEXT NOT NULL,
    -- JSON: the names of the columns; null for those of the list.
    columns TEXT,
    sort TEXT,
    shared BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_view_by_owner ON saved_view (owner_id, name_key);
CREATE INDEX saved_view_shared ON saved_view (organization_id, name_key) WHERE shared;

-- The alert of a view, and the queue of those to evaluate.
CREATE TABLE view_alert (
    -- Of the view.
    id UUID NOT NULL PRIMARY KEY REFERENCES saved_view (id),
    -- Another one whenever the address changes: the links that end an alert name it.
    alert_id UUID NOT NULL,
    above BIGINT NOT NULL,
    email TEXT NOT NULL,
    -- Whether the view had no more rows than `above` since the last message.
    armed BOOLEAN NOT NULL,
    fired_at TIMESTAMPTZ,
    next_attempt_at TIMESTAMPTZ NOT NULL,
    lease UUID,
    attempts BIGINT NOT NULL
);
CREATE INDEX view_alert_due ON view_alert (next_attempt_at);
