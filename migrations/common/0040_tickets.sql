-- Tickets (B20): what is reported to the support, the exchange about it, and its files.

-- The last number that a ticket of a year has.
CREATE TABLE ticket_number (
    year BIGINT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE ticket (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    reference TEXT COLLATE "C" NOT NULL UNIQUE,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    -- Reference, summary and description in lower case and without accents, for the search.
    searched TEXT COLLATE "C" NOT NULL,
    ticket_type TEXT COLLATE "C" NOT NULL,
    priority TEXT COLLATE "C" NOT NULL,
    desk TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    -- Null if the service itself has opened it.
    requester_id UUID REFERENCES account (id),
    requester TEXT NOT NULL,
    -- Where the requester is told of what happens.
    email TEXT,
    language TEXT NOT NULL,
    -- Who of the support has taken it in charge.
    assignee_id UUID REFERENCES account (id),
    assignee TEXT,
    -- What the requester chose to send of what the page knew, as JSON.
    context TEXT,
    -- How it was closed last.
    problem TEXT,
    action TEXT,
    solution TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    -- When something happened last that both sides see.
    updated_at TIMESTAMPTZ NOT NULL,
    first_answer_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX ticket_by_time ON ticket (updated_at, id);
CREATE INDEX ticket_by_creation ON ticket (created_at, id);
CREATE INDEX ticket_of_organization ON ticket (organization_id, updated_at, id);
CREATE INDEX ticket_of_organization_by_creation ON ticket (organization_id, created_at, id);
CREATE INDEX ticket_of_organization_by_reference ON ticket (organization_id, reference, id);
CREATE INDEX ticket_by_reference ON ticket (reference, id);
-- The queues: few of many tickets are open.
CREATE INDEX ticket_by_status ON ticket (status, updated_at, id);
CREATE INDEX ticket_of_organization_by_status ON ticket (organization_id, status, updated_at, id);
CREATE INDEX ticket_of_requester ON ticket (requester_id, updated_at, id);
CREATE INDEX ticket_of_requester_by_creation ON ticket (requester_id, created_at, id);
CREATE INDEX ticket_of_assignee ON ticket (assignee_id, updated_at, id);
CREATE INDEX ticket_unassigned ON ticket (updated_at, id)
    WHERE assignee IS NULL AND status <> 'closed';

CREATE TABLE ticket_message (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    -- The version that it has given the ticket.
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    event TEXT NOT NULL,
    -- The status before and after.
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    author_id UUID REFERENCES account (id),
    author TEXT NOT NULL,
    by_support BOOLEAN NOT NULL,
    text TEXT NOT NULL
);
CREATE UNIQUE INDEX ticket_message_of_ticket ON ticket_message (ticket_id, seq);

CREATE TABLE ticket_attachment (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    -- Null for a file of the description.
    message_id UUID REFERENCES ticket_message (id),
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL REFERENCES stored_object (sha256),
    -- Whether the support alone sees it.
    internal BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL
);
CREATE INDEX ticket_attachment_of_ticket ON ticket_attachment (ticket_id, created_at, id);
CREATE INDEX ticket_attachment_of_object ON ticket_attachment (sha256);
