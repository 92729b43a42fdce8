//! Validation errors, one for each refused field.

use serde::{Deserialize, Serialize};

text_enum! {
    /// Why a field was refused. The pages translate it by its name.
    pub enum FaultCode {
        /// The field must be filled in.
        Required = "required",
        /// More characters than the field can hold.
        TooLong = "too_long",
        /// Fewer characters than the field requires.
        TooShort = "too_short",
        /// A mailbox name with characters other than letters, digits and `. - _`.
        InvalidCharacters = "invalid_characters",
        /// A mailbox name was given with its `@domain`.
        DomainNotExpected = "domain_not_expected",
        /// A mailbox name that begins or ends with a dot, or has two in a row.
        MisplacedDot = "misplaced_dot",
        /// A name reserved by the rules of certified mail.
        Reserved = "reserved",
        /// Not an e-mail address.
        InvalidEmail = "invalid_email",
        /// An e-mail address with letters outside ASCII before the `@`, to which most mail servers
        /// cannot send (RFC 6531).
        InternationalEmail = "international_email",
        /// The communication e-mail is the mailbox itself.
        SameAsMailbox = "same_as_mailbox",
        /// Not a domain name.
        InvalidDomainName = "invalid_domain_name",
        /// A number outside the field's range.
        OutOfRange = "out_of_range",
        /// The soft limit is above the quota.
        AboveQuota = "above_quota",
        /// The domain's supply does not include it: preservation, or this plan.
        NotAvailable = "not_available",
        /// The day is in the past, or before one that it has to follow.
        TooEarly = "too_early",
        /// The day is after one that it has to precede, or too far ahead.
        TooLate = "too_late",
        /// The state cannot be reached from the present one, or not by this request.
        InvalidTransition = "invalid_transition",
        /// A password that contains the user name.
        ContainsUsername = "contains_username",
        /// A password that contains the mailbox's name.
        ContainsMailboxName = "contains_mailbox_name",
        /// One of the most used passwords, alone or with digits around it.
        TooCommon = "too_common",
        /// A password of few characters, of a piece that repeats, or of a row such as `1234`.
        TooSimple = "too_simple",
        /// A password that consists of names that everybody knows: of the person, the organisation,
        /// the domain or the service.
        Guessable = "guessable",
        /// One of the mailbox's recent passwords.
        UsedBefore = "used_before",
        /// The new value equals the present one.
        Unchanged = "unchanged",
        /// The value differs from the present one.
        Differs = "differs",
        /// Not one of the field's values.
        Unknown = "unknown",
        /// The value is taken.
        Taken = "taken",
        /// The request gives the same thing twice.
        Repeated = "repeated",
        /// The field is not allowed in this request.
        NotExpected = "not_expected",
        /// The cursor comes from another list, or from another order of this one.
        InvalidCursor = "invalid_cursor",
        /// The value is of the wrong type.
        InvalidType = "invalid_type",
        /// A row of a file with more or fewer cells than the file has columns.
        CellCount = "cell_count",
        /// A cell of a workbook with a formula whose value the file does not have.
        FormulaWithoutValue = "formula_without_value",
        /// A holder that was merged into another one, or erased.
        HolderEnded = "holder_ended",
        /// A legal representative of a mailbox that is held for no company.
        CompanyMissing = "company_missing",
        /// Two fields contradict each other.
        Contradiction = "contradiction",
        /// Not a codice fiscale.
        InvalidTaxCode = "invalid_tax_code",
        /// A codice fiscale or a partita IVA whose last character does not check the others: one of them
        /// is mistyped.
        InvalidCheckCharacter = "invalid_check_character",
        /// Not a partita IVA.
        InvalidVatNumber = "invalid_vat_number",
        /// Not a number of the economic and administrative register.
        InvalidRea = "invalid_rea",
        /// Not an Italian postal code.
        InvalidPostalCode = "invalid_postal_code",
        /// Not the two letters of an Italian province.
        UnknownProvince = "unknown_province",
        /// Not a code by which electronic invoices are addressed.
        InvalidRecipientCode = "invalid_recipient_code",
        /// Not a telephone number.
        InvalidPhone = "invalid_phone",
        /// Not the two letters of a country (ISO 3166-1).
        UnknownCountry = "unknown_country",
        /// The value cannot change while mailboxes have it.
        InUse = "in_use",
        /// The code has expired, was replaced, or was tried too often.
        CodeExpired = "code_expired",
        /// A contract that can be signed names the present value.
        ContractOpen = "contract_open",
        /// A file without content.
        EmptyFile = "empty_file",
        /// Not a web address that begins with `https://`.
        InvalidUrl = "invalid_url",
        /// A text with `{{…}}` that names no placeholder.
        UnknownPlaceholder = "unknown_placeholder",
        /// A text with markup that a template of contracts cannot have.
        UnsupportedMarkup = "unsupported_markup",
        /// A file that is neither a PDF nor a p7m.
        UnknownFormat = "unknown_format",
        /// The signatures of the document are still being verified.
        SignaturesPending = "signatures_pending",
        /// The signatures of the document are not valid.
        SignaturesInvalid = "signatures_invalid",
        /// A template of contracts without a title, clauses, or the privacy notice, or with one of them twice.
        IncompleteTemplate = "incomplete_template",
    }
}

/// One refused field. `pointer` is an RFC 6901 JSON pointer into the request body (`/quota_mb`), or
/// the bare name of a query parameter (`limit`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub pointer: String,
    pub code: FaultCode,
    /// Where in a text of several lines the fault is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<FaultPlace>,
}

/// A place in a text of several lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultPlace {
    /// From 1.
    pub line: usize,
    /// The part of the text that is meant; empty if it is none in particular.
    pub text: String,
}

impl Fault {
    pub fn new(pointer: impl Into<String>, code: FaultCode) -> Self {
        Self { pointer: pointer.into(), code, place: None }
    }
}

/// Collects the faults of a whole form, so that they are reported together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, pointer: &str, code: FaultCode) {
        self.0.push(Fault::new(pointer, code));
    }

    /// Returns the value of a valid field, or records the fault of an invalid one.
    pub fn check<T>(&mut self, pointer: &str, outcome: Result<T, FaultCode>) -> Option<T> {
        outcome.map_err(|code| self.add(pointer, code)).ok()
    }

    /// Returns what was judged elsewhere, or records its faults.
    pub fn collect<T>(&mut self, outcome: Result<T, Vec<Fault>>) -> Option<T> {
        outcome.map_err(|faults| self.0.extend(faults)).ok()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// Finishes the validation: the value if no field was refused, else all faults.
    pub fn result<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}
