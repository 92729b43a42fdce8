-- Service levels (B18): what was measured of each part of the service, and what people have said about it.

-- Which server probes a component in a minute. Rows are kept for a day.
CREATE TABLE sla_claim (
    component TEXT COLLATE "C" NOT NULL,
    minute TIMESTAMPTZ NOT NULL,
    lease UUID NOT NULL,
    -- When another server may probe instead.
    leased_until TIMESTAMPTZ NOT NULL,
    done BOOLEAN NOT NULL,
    PRIMARY KEY (component, minute)
);
CREATE INDEX sla_claim_by_minute ON sla_claim (minute);

-- Consecutive minutes in which the probes of a component had one outcome.
CREATE TABLE sla_span (
    id UUID NOT NULL PRIMARY KEY,
    component TEXT COLLATE "C" NOT NULL,
    failed BOOLEAN NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    -- Of the first minute; null unless it failed.
    cause TEXT COLLATE "C",
    evidence TEXT
);
CREATE UNIQUE INDEX sla_span_by_end ON sla_span (component, ends_at);

-- From when to when a server of the panel gave signs of life, without a break.
CREATE TABLE server_life (
    id UUID NOT NULL PRIMARY KEY,
    server UUID NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX server_life_by_end ON server_life (ends_at);
CREATE INDEX server_life_of_server ON server_life (server, ends_at);

-- A period of four months about which something was said. Whoever says something locks its row.
CREATE TABLE sla_period (
    id UUID NOT NULL PRIMARY KEY,
    period TEXT COLLATE "C" NOT NULL UNIQUE,
    closed_at TIMESTAMPTZ,
    closed_by TEXT,
    -- The figures as they were frozen: a JSON text.
    content TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);

-- Never changed: a later correction counts over an earlier one.
CREATE TABLE sla_correction (
    id UUID NOT NULL PRIMARY KEY,
    period_id UUID NOT NULL REFERENCES sla_period (id),
    -- The order in which the corrections of a period were made.
    seq BIGINT NOT NULL,
    component TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    reason TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL
);
CREATE UNIQUE INDEX sla_correction_of_period ON sla_correction (period_id, seq);

CREATE TABLE sla_maintenance (
    id UUID NOT NULL PRIMARY KEY,
    -- That in which it begins.
    period_id UUID NOT NULL REFERENCES sla_period (id),
    -- Comma list.
    components TEXT COLLATE "C" NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    description TEXT NOT NULL,
    announced_at TIMESTAMPTZ NOT NULL,
    announced_by TEXT NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX sla_maintenance_of_period ON sla_maintenance (period_id, id);
CREATE INDEX sla_maintenance_by_end ON sla_maintenance (ends_at);
