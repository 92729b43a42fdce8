-- Why the administration has withdrawn a contract (B14); null where nobody has said so.
ALTER TABLE contract ADD COLUMN withdraw_reason TEXT;
