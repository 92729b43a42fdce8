-- Holders are searched by nine texts (B5): their names and tax code, the contacts of their addresses, the
-- names and VAT numbers of their companies, the addresses and communication e-mails of their mailboxes.
--
-- The trigram indexes keep no copy of the texts. They refer to tables with integer keys of their own: the
-- implicit rowid of a table may change when the file is vacuumed.
CREATE TABLE holder_rowid (
    id INTEGER PRIMARY KEY,
    holder_id UUID NOT NULL UNIQUE REFERENCES holder (id) ON DELETE CASCADE
);
INSERT INTO holder_rowid (holder_id) SELECT id FROM holder;
CREATE VIRTUAL TABLE holder_search USING fts5 (
    given_name, family_name, tax_code, content = '', tokenize = 'trigram'
);
-- What is deleted from an index leaves it at once: an erased person must not be found in the file.
INSERT INTO holder_search (holder_search, rank) VALUES ('secure-delete', 1);
INSERT INTO holder_search (rowid, given_name, family_name, tax_code)
SELECT k.id, h.given_name_folded, h.family_name_folded, h.tax_code
FROM holder h JOIN holder_rowid k ON k.holder_id = h.id;
CREATE TRIGGER holder_search_insert AFTER INSERT ON holder BEGIN
    INSERT INTO holder_rowid (holder_id) VALUES (new.id);
    INSERT INTO holder_search (rowid, given_name, family_name, tax_code)
    SELECT id, new.given_name_folded, new.family_name_folded, new.tax_code
    FROM holder_rowid WHERE holder_id = new.id;
END;
CREATE TRIGGER holder_search_update AFTER UPDATE OF given_name_folded, family_name_folded, tax_code ON holder
BEGIN
    INSERT INTO holder_search (holder_search, rowid, given_name, family_name, tax_code)
    SELECT 'delete', id, old.given_name_folded, old.family_name_folded, old.tax_code
    FROM holder_rowid WHERE holder_id = old.id;
    INSERT INTO holder_search (rowid, given_name, family_name, tax_code)
    SELECT id, new.given_name_folded, new.family_name_folded, new.tax_code
    FROM holder_rowid WHERE holder_id = new.id;
END;

CREATE TABLE holder_address_rowid (
    id INTEGER PRIMARY KEY,
    address_id UUID NOT NULL UNIQUE REFERENCES holder_address (id) ON DELETE CASCADE
);
INSERT INTO holder_address_rowid (address_id) SELECT id FROM holder_address;
CREATE VIRTUAL TABLE holder_address_search USING fts5 (
    phone, mobile, fax, email, content = '', tokenize = 'trigram'
);
INSERT INTO holder_address_search (holder_address_search, rank) VALUES ('secure-delete', 1);
INSERT INTO holder_address_search (rowid, phone, mobile, fax, email)
SELECT k.id, a.phone_digits, a.mobile_digits, a.fax_digits, a.email_folded
FROM holder_address a JOIN holder_address_rowid k ON k.address_id = a.id;
CREATE TRIGGER holder_address_search_insert AFTER INSERT ON holder_address BEGIN
    INSERT INTO holder_address_rowid (address_id) VALUES (new.id);
    INSERT INTO holder_address_search (rowid, phone, mobile, fax, email)
    SELECT id, new.phone_digits, new.mobile_digits, new.fax_digits, new.email_folded
    FROM holder_address_rowid WHERE address_id = new.id;
END;
CREATE TRIGGER holder_address_search_update
AFTER UPDATE OF phone_digits, mobile_digits, fax_digits, email_folded ON holder_address
BEGIN
    INSERT INTO holder_address_search (holder_address_search, rowid, phone, mobile, fax, email)
    SELECT 'delete', id, old.phone_digits, old.mobile_digits, old.fax_digits, old.email_folded
    FROM holder_address_rowid WHERE address_id = old.id;
    INSERT INTO holder_address_search (rowid, phone, mobile, fax, email)
    SELECT id, new.phone_digits, new.mobile_digits, new.fax_digits, new.email_folded
    FROM holder_address_rowid WHERE address_id = new.id;
END;
-- Before, while the key is there.
CREATE TRIGGER holder_address_search_delete BEFORE DELETE ON holder_address BEGIN
    INSERT INTO holder_address_search (holder_address_search, rowid, phone, mobile, fax, email)
    SELECT 'delete', id, old.phone_digits, old.mobile_digits, old.fax_digits, old.email_folded
    FROM holder_address_rowid WHERE address_id = old.id;
END;

CREATE TABLE company_rowid (
    id INTEGER PRIMARY KEY,
    company_id UUID NOT NULL UNIQUE REFERENCES company (id) ON DELETE CASCADE
);
INSERT INTO company_rowid (company_id) SELECT id FROM company;
CREATE VIRTUAL TABLE company_search USING fts5 (
    legal_name, vat_number, tax_code, content = '', tokenize = 'trigram'
);
INSERT INTO company_search (rowid, legal_name, vat_number, tax_code)
SELECT k.id, c.legal_name_folded, c.vat_number, c.tax_code
FROM company c JOIN company_rowid k ON k.company_id = c.id;
CREATE TRIGGER company_search_insert AFTER INSERT ON company BEGIN
    INSERT INTO company_rowid (company_id) VALUES (new.id);
    INSERT INTO company_search (rowid, legal_name, vat_number, tax_code)
    SELECT id, new.legal_name_folded, new.vat_number, new.tax_code
    FROM company_rowid WHERE company_id = new.id;
END;
CREATE TRIGGER company_search_update AFTER UPDATE OF legal_name_folded, vat_number, tax_code ON company
BEGIN
    INSERT INTO company_search (company_search, rowid, legal_name, vat_number, tax_code)
    SELECT 'delete', id, old.legal_name_folded, old.vat_number, old.tax_code
    FROM company_rowid WHERE company_id = old.id;
    INSERT INTO company_search (rowid, legal_name, vat_number, tax_code)
    SELECT id, new.legal_name_folded, new.vat_number, new.tax_code
    FROM company_rowid WHERE company_id = new.id;
END;

-- The beginnings of e-mails; those of names and addresses have indexes.
CREATE INDEX mailbox_email_beginning ON mailbox_email (email);

-- The beginnings of names, codes and numbers; and the orders of the list.
CREATE INDEX holder_by_given_name ON holder (given_name_folded, id);
CREATE INDEX holder_of_organization_by_given_name ON holder (organization_id, given_name_folded, id);
CREATE INDEX holder_by_creation ON holder (created_at, id);
CREATE INDEX holder_of_organization_by_creation ON holder (organization_id, created_at, id);
CREATE INDEX holder_tax_code ON holder (tax_code);
CREATE INDEX holder_address_phone ON holder_address (phone_digits) WHERE phone_digits <> '';
CREATE INDEX holder_address_mobile ON holder_address (mobile_digits) WHERE mobile_digits <> '';
CREATE INDEX holder_address_fax ON holder_address (fax_digits) WHERE fax_digits <> '';
CREATE INDEX holder_address_email ON holder_address (email_folded) WHERE email_folded <> '';
CREATE INDEX company_vat_number ON company (vat_number) WHERE vat_number <> '';

-- The filters of the list of mailboxes (B8).
CREATE INDEX mailbox_by_creator ON mailbox (created_by);
CREATE INDEX mailbox_by_expiry ON mailbox (expires_at) WHERE expires_at IS NOT NULL;

-- The further filters of an exported list, as JSON: their names and texts.
ALTER TABLE export_record ADD COLUMN filters TEXT;
