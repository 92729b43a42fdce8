-- The registry (B5 to B7): the people who hold mailboxes, their addresses, and the companies that they are
-- tied to. All belong to an organisation. A field that is not known is an empty text.
CREATE TABLE holder (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    -- 16 characters, or the provisional 11 digits. A pseudonym once the holder is erased.
    tax_code TEXT COLLATE "C" NOT NULL,
    -- Folded as searches compare texts.
    given_name_folded TEXT COLLATE "C" NOT NULL,
    family_name_folded TEXT COLLATE "C" NOT NULL,
    -- Family name and given name, folded: the order of a list of people.
    name_folded TEXT COLLATE "C" NOT NULL,
    state TEXT NOT NULL,
    -- The holder that this one was merged into.
    merged_into UUID REFERENCES holder (id),
    erased_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX holder_by_tax_code ON holder (organization_id, tax_code) WHERE state = 'registered';
CREATE INDEX holder_by_name ON holder (name_folded, id);
CREATE INDEX holder_of_organization ON holder (organization_id, name_folded, id);

CREATE TABLE holder_address (
    id UUID NOT NULL PRIMARY KEY,
    holder_id UUID NOT NULL REFERENCES holder (id),
    street TEXT NOT NULL,
    number TEXT NOT NULL,
    locality TEXT NOT NULL,
    province TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    phone TEXT NOT NULL,
    fax TEXT NOT NULL,
    email TEXT NOT NULL,
    mobile TEXT NOT NULL,
    -- The digits alone, and the e-mail in lower case, for searches.
    phone_digits TEXT COLLATE "C" NOT NULL,
    fax_digits TEXT COLLATE "C" NOT NULL,
    mobile_digits TEXT COLLATE "C" NOT NULL,
    email_folded TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX holder_address_of_holder ON holder_address (holder_id, id);

CREATE TABLE company (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id),
    legal_name TEXT NOT NULL,
    legal_name_folded TEXT COLLATE "C" NOT NULL,
    legal_form TEXT NOT NULL,
    vat_number TEXT COLLATE "C" NOT NULL,
    tax_code TEXT COLLATE "C" NOT NULL,
    rea TEXT NOT NULL,
    recipient_code TEXT NOT NULL,
    recipient_pec TEXT NOT NULL,
    administrative_reference TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX company_by_vat_number ON company (organization_id, vat_number) WHERE vat_number <> '';
CREATE INDEX company_by_name ON company (legal_name_folded, id);
CREATE INDEX company_of_organization ON company (organization_id, legal_name_folded, id);

-- The tie between a person and a company, which mailboxes point at.
CREATE TABLE holder_company (
    id UUID NOT NULL PRIMARY KEY,
    holder_id UUID NOT NULL REFERENCES holder (id),
    company_id UUID NOT NULL REFERENCES company (id),
    role TEXT NOT NULL,
    -- Days, as YYYY-MM-DD.
    from_day TEXT,
    to_day TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX holder_company_of_holder ON holder_company (holder_id, id);
CREATE INDEX holder_company_of_company ON holder_company (company_id, holder_id, id);

ALTER TABLE mailbox ADD COLUMN holder_id UUID REFERENCES holder (id);
ALTER TABLE mailbox ADD COLUMN holder_address_id UUID REFERENCES holder_address (id);
ALTER TABLE mailbox ADD COLUMN holder_company_id UUID REFERENCES holder_company (id);
CREATE INDEX mailbox_of_holder ON mailbox (holder_id, address) WHERE holder_id IS NOT NULL;
CREATE INDEX mailbox_of_holder_address ON mailbox (holder_address_id) WHERE holder_address_id IS NOT NULL;
CREATE INDEX mailbox_of_holder_company ON mailbox (holder_company_id) WHERE holder_company_id IS NOT NULL;

-- The holder whose mailboxes were exported: an id, as the list was asked for it.
ALTER TABLE export_record ADD COLUMN holder TEXT;
