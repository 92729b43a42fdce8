//! Errors as they travel: RFC 9457.

use serde::{Deserialize, Serialize};
use sigillo_domain::{Code, Fault};

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
}

impl From<Fault> for FieldProblem {
    fn from(fault: Fault) -> Self {
        Self { detail: describe(fault.code).to_owned(), pointer: fault.pointer, code: fault.code }
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
    }
}
