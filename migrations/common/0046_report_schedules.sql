-- Reports that are sent by e-mail, every week or every month.
CREATE TABLE report_schedule (
    id UUID NOT NULL PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES account (id),
    -- Of the owner; null for an operator.
    organization_id UUID REFERENCES organization (id),
    report TEXT NOT NULL,
    domain_id UUID REFERENCES domain (id),
    format TEXT NOT NULL,
    frequency TEXT NOT NULL,
    language TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    next_attempt_at TIMESTAMPTZ NOT NULL,
    lease UUID,
    attempts BIGINT NOT NULL
);
CREATE INDEX report_schedule_of_owner ON report_schedule (owner_id, created_at);
CREATE INDEX report_schedule_due ON report_schedule (next_attempt_at);
