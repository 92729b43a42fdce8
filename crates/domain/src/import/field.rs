//! What a column of an import file can hold.

text_enum! {
    /// The meaning of a column.
    #[derive(PartialOrd, Ord)]
    pub enum Field as ImportField {
        /// The whole address of the mailbox, or its name alone where the domain is given elsewhere.
        Address = "address",
        LocalPart = "local_part",
        Domain = "domain",
        CommunicationEmail = "communication_email",
        QuotaMb = "quota_mb",
        SoftLimitMb = "soft_limit_mb",
        Preservation = "preservation",
        /// By its code.
        Plan = "plan",
        /// By its name.
        Reseller = "reseller",
        GivenName = "given_name",
        FamilyName = "family_name",
        TaxCode = "tax_code",
        Street = "street",
        Number = "number",
        Locality = "locality",
        Province = "province",
        PostalCode = "postal_code",
        Country = "country",
        Phone = "phone",
        Fax = "fax",
        /// The e-mail at the holder's address.
        HolderEmail = "holder_email",
        Mobile = "mobile",
        LegalName = "legal_name",
        LegalForm = "legal_form",
        VatNumber = "vat_number",
        CompanyTaxCode = "company_tax_code",
        Rea = "rea",
        RecipientCode = "recipient_code",
        RecipientPec = "recipient_pec",
        AdministrativeReference = "administrative_reference",
        /// What the holder is for the company.
        Role = "role",
        /// How the holder was identified; also the eight after it.
        Method = "method",
        Level = "level",
        IdentifiedOn = "identified_on",
        IdentifiedBy = "identified_by",
        DocumentKind = "document_kind",
        DocumentNumber = "document_number",
        DocumentExpiresOn = "document_expires_on",
        Capacity = "capacity",
        SecondFactorSince = "second_factor_since",
        /// Recognised and ignored: an imported mailbox starts a life cycle of its own.
        State = "state",
        /// Recognised so that its cells are never stored: only the user sets a password.
        Password = "password",
        /// The first column of a file of failed rows.
        RowNumber = "row_number",
        /// The last column of a file of failed rows.
        Reason = "reason",
    }
}

/// The fields of a holder, and where the request for a new mailbox has them.
const POINTERS: [(Field, &str); 22] = [
    (Field::GivenName, "/holder/given_name"),
    (Field::FamilyName, "/holder/family_name"),
    (Field::TaxCode, "/holder/tax_code"),
    (Field::Street, "/address/street"),
    (Field::Number, "/address/number"),
    (Field::Locality, "/address/locality"),
    (Field::Province, "/address/province"),
    (Field::PostalCode, "/address/postal_code"),
    (Field::Country, "/address/country"),
    (Field::Phone, "/address/phone"),
    (Field::Fax, "/address/fax"),
    (Field::HolderEmail, "/address/email"),
    (Field::Mobile, "/address/mobile"),
    (Field::LegalName, "/company/legal_name"),
    (Field::LegalForm, "/company/legal_form"),
    (Field::VatNumber, "/company/vat_number"),
    (Field::CompanyTaxCode, "/company/tax_code"),
    (Field::Rea, "/company/rea"),
    (Field::RecipientCode, "/company/recipient_code"),
    (Field::RecipientPec, "/company/recipient_pec"),
    (Field::AdministrativeReference, "/company/administrative_reference"),
    (Field::Role, "/company/role"),
];

impl Field {
    /// Whether the cells are imported; the other fields are recognised and ignored.
    pub const fn is_imported(self) -> bool {
        !matches!(self, Field::State | Field::Password | Field::RowNumber | Field::Reason)
    }

    pub const fn is_size(self) -> bool {
        matches!(self, Field::QuotaMb | Field::SoftLimitMb)
    }

    /// The field of a holder, of its address or of its company that a fault of a row points to.
    pub fn of_holder(pointer: &str) -> Option<Self> {
        POINTERS.iter().find(|(_, known)| *known == pointer).map(|(field, _)| *field)
    }

    /// How the holder of a mailbox was identified.
    pub const IDENTIFICATION: [Field; 8] = [
        Field::Method,
        Field::Level,
        Field::IdentifiedOn,
        Field::IdentifiedBy,
        Field::DocumentKind,
        Field::DocumentNumber,
        Field::DocumentExpiresOn,
        Field::Capacity,
    ];

    /// Whether the field is of the identity register.
    pub fn is_of_identification(self) -> bool {
        self == Field::SecondFactorSince || Self::IDENTIFICATION.contains(&self)
    }

    /// Whether the field is of a holder, of its address or of its company.
    pub fn is_of_holder(self) -> bool {
        POINTERS.iter().any(|(field, _)| *field == self)
    }
}
