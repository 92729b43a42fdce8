-- Holders are searched by nine texts (B5): their names and tax code, the contacts of their addresses, the
-- names and VAT numbers of their companies, the addresses and communication e-mails of their mailboxes.
CREATE INDEX holder_search ON holder USING gin (
    given_name_folded gin_trgm_ops, family_name_folded gin_trgm_ops, tax_code gin_trgm_ops
);
CREATE INDEX holder_address_search ON holder_address USING gin (
    phone_digits gin_trgm_ops, mobile_digits gin_trgm_ops, fax_digits gin_trgm_ops, email_folded gin_trgm_ops
);
CREATE INDEX company_search ON company USING gin (
    legal_name_folded gin_trgm_ops, vat_number gin_trgm_ops, tax_code gin_trgm_ops
);

-- The beginnings of e-mails; those of names and addresses have indexes.
CREATE INDEX mailbox_email_beginning ON mailbox (lower(communication_email COLLATE "C"))
    WHERE holder_id IS NOT NULL;

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
