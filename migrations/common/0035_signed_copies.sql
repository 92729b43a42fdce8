-- Contracts that holders have signed with signatures of their own (B14).

-- The contract that the holder has uploaded this document as a signed copy of.
ALTER TABLE document ADD COLUMN contract_id UUID REFERENCES contract (id);
-- Whether what was signed is that very contract; null until it was verified.
ALTER TABLE document ADD COLUMN holds_contract BOOLEAN;
CREATE INDEX document_of_contract ON document (contract_id, created_at, id) WHERE contract_id IS NOT NULL;
