//! Errors as they travel: RFC 9457.

use serde::{Deserialize, Serialize};
use sigillo_domain::fault::FaultPlace;
use sigillo_domain::{Code, Fault};

use crate::holder::MailboxHolder;
use crate::import::ImportChoices;

/// `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `/api/problems/` and the code. It identifies the problem and is not a page.
    pub r#type: String,
    pub title: String,
    pub status: u16,
    /// For programs to branch on.
    pub code: Code,
    /// What happened, in English, for whoever reads the log.
    pub detail: String,
    /// Identifies the request in the server's log.
    pub trace_id: String,
    /// All the refused fields. Only with `validation` and conflicts over a field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// What the request can choose from. Only with `import_choice_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<ImportChoices>,
    /// How many tries are left. Only where a wrong codice fiscale or code was refused and another may be tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<i64>,
    /// The holders whom the request may mean. Only with `holder_variant_exists`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<MailboxHolder>,
}

/// One refused field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// RFC 6901 pointer into the body (`/quota_mb`), or the name of a query parameter or of a
    /// header.
    pub pointer: String,
    pub code: sigillo_domain::FaultCode,
    /// In English. Programs branch on `code`.
    pub detail: String,
    /// The line of a text of several lines that the error is about, from 1. Only with the text of a template of
    /// contracts, which has an entry for each problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub line: Option<usize>,
    /// The part of that line that is meant, such as the placeholder that is not known, shortened if it is long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl From<Fault> for FieldProblem {
    fn from(fault: Fault) -> Self {
        let Fault { pointer, code, place } = fault;
        let (line, text) = place.map(|FaultPlace { line, text }| (line, text)).unzip();
        let text = text.filter(|text| !text.is_empty());
        let detail = match (line, &text) {
            (Some(line), Some(text)) => format!("{} (line {line}: {text})", describe(code)),
            (Some(line), None) => format!("{} (line {line})", describe(code)),
            (None, _) => describe(code).to_owned(),
        };
        Self { pointer, code, detail, line, text }
    }
}

fn describe(code: sigillo_domain::FaultCode) -> &'static str {
    use sigillo_domain::FaultCode as F;
    match code {
        F::Required => "must be filled in",
        F::TooLong => "has too many characters",
        F::TooShort => "has too few characters",
        F::InvalidCharacters => "has characters that are not accepted",
        F::DomainNotExpected => "is the name alone, without @ and domain",
        F::MisplacedDot => "has a dot at an end, or two in a row",
        F::Reserved => "is a reserved name",
        F::InvalidEmail => "is not an e-mail address",
        F::InternationalEmail => "has letters outside ASCII before the @",
        F::SameAsMailbox => "is the mailbox itself",
        F::InvalidDomainName => "is not a domain name",
        F::OutOfRange => "is out of range",
        F::AboveQuota => "is above the quota",
        F::NotAvailable => "is not included in the supply of the domain",
        F::TooEarly => "is too early",
        F::TooLate => "is too late",
        F::InvalidTransition => "cannot be reached from the present state",
        F::ContainsUsername => "contains the user name",
        F::ContainsMailboxName => "contains the mailbox's name",
        F::TooCommon => "is one of the most used passwords",
        F::TooSimple => {
            "consists of few characters, of a piece that repeats, or of a row such as 1234"
        }
        F::Guessable => "consists of names that everybody knows",
        F::UsedBefore => "is one of the last passwords",
        F::Unchanged => "is the present value already",
        F::Differs => "differs from the present value",
        F::Unknown => "is not a known value",
        F::Taken => "is taken",
        F::Repeated => "is given twice",
        F::NotExpected => "has no place in this request",
        F::InvalidCursor => "is not a cursor of this list in this order",
        F::InvalidType => "is not of the type this field takes",
        F::CellCount => "has not as many cells as there are columns",
        F::FormulaWithoutValue => "is a formula whose value the file does not have",
        F::Contradiction => "contradicts another field",
        F::InvalidTaxCode => "is not a codice fiscale",
        F::InvalidCheckCharacter => "does not agree with its check character",
        F::InvalidVatNumber => "is not a partita IVA",
        F::InvalidRea => "is not a REA number",
        F::InvalidPostalCode => "is not a postal code",
        F::UnknownProvince => "is not the letters of a province",
        F::InvalidRecipientCode => "is not a codice destinatario",
        F::InvalidPhone => "is not a telephone number",
        F::UnknownCountry => "is not the letters of a country",
        F::CompanyMissing => "needs a company that the mailbox is held for",
        F::HolderEnded => "was merged into another holder, or erased",
        F::InUse => "cannot change while mailboxes have it",
        F::CodeExpired => "is not valid any more",
        F::ContractOpen => "is named by a contract that can still be signed",
        F::EmptyFile => "is an empty file",
        F::InvalidUrl => "is not a web address that begins with https://",
        F::UnknownPlaceholder => "has a placeholder that is not known",
        F::UnknownFormat => "is neither a PDF nor a p7m",
        F::UnsupportedMarkup => "has markup that a template cannot have",
        F::SignaturesPending => "has signatures that are still being verified",
        F::SignaturesInvalid => "has signatures that are not valid",
        F::IncompleteTemplate => {
            "needs one title, a section of ordinary clauses, one with the mark {privacy}, and text in each"
        }
    }
}
