-- Two people whose codes would be the same get codes in which letters stand for some of the digits (omocodia).
-- The base of a tax code is the same for all its variants: the digits in place of the letters, and no check
-- character. Computed by the database, so that it is never another code's.
ALTER TABLE holder ADD COLUMN tax_code_base TEXT COLLATE "C" GENERATED ALWAYS AS (
    substr(tax_code, 1, 6)
    || translate(substr(tax_code, 7, 2), 'LMNPQRSTUV', '0123456789')
    || substr(tax_code, 9, 1)
    || translate(substr(tax_code, 10, 2), 'LMNPQRSTUV', '0123456789')
    || substr(tax_code, 12, 1)
    || translate(substr(tax_code, 13, 3), 'LMNPQRSTUV', '0123456789')
) STORED;
CREATE INDEX holder_by_tax_code_base ON holder (organization_id, tax_code_base) WHERE state = 'registered';
