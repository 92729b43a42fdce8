-- Until when the session counts as confirmed: its account's password was given once more. Sensitive acts
-- need that.
ALTER TABLE session ADD COLUMN confirmed_until TIMESTAMPTZ;

-- The domains that a job is about: an assistant who may no longer see one of them does not see the job either.
CREATE TABLE job_domain (
    job_id UUID NOT NULL REFERENCES job (id),
    domain_id UUID NOT NULL REFERENCES domain (id),
    PRIMARY KEY (job_id, domain_id)
);
INSERT INTO job_domain (job_id, domain_id)
SELECT j.id, d.id
FROM job j JOIN domain d ON d.id = (j.request::jsonb -> 'import' ->> 'domain_id')::uuid
WHERE j.kind = 'import';
INSERT INTO job_domain (job_id, domain_id)
SELECT DISTINCT r.job_id, m.domain_id
FROM job_row r JOIN mailbox m ON m.id = r.subject_id JOIN job j ON j.id = r.job_id
WHERE r.subject_kind = 'mailbox' AND r.subject_name IS NOT NULL AND j.kind = 'bulk_change';
