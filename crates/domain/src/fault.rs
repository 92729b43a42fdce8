//! What is wrong with a form, field by field.

use serde::{Deserialize, Serialize};

/// Why a field was refused. The wire form is `snake_case`; the pages translate by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// The field must be filled in.
    Required,
    /// More characters than the field can hold.
    TooLong,
    /// Fewer characters than the field demands.
    TooShort,
    /// A mailbox name with something else than letters, digits and `. - _`.
    InvalidCharacters,
    /// A mailbox name was given with its `@domain`.
    DomainNotExpected,
    /// A mailbox name with a dot at an end, or two in a row.
    MisplacedDot,
    /// A name the rules of certified mail keep for themselves.
    Reserved,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not a domain name.
    InvalidDomainName,
    /// Not a number the field accepts.
    OutOfRange,
    /// A soft limit above the quota.
    AboveQuota,
    /// The domain's supply does not include preservation.
    NotAvailable,
    /// The state cannot be reached from the present one, or by this request.
    InvalidTransition,
    /// A password that contains the user name.
    ContainsUsername,
    /// A password that contains the mailbox's name.
    ContainsMailboxName,
    /// One of the passwords that most people use.
    TooCommon,
    /// A password that was in use not long ago.
    UsedBefore,
    /// The value is the one that already is.
    Unchanged,
    /// The value is another than the one that already is.
    Differs,
    /// A value the field does not know.
    Unknown,
    /// The value is taken.
    Taken,
    /// The field has no place in this request.
    NotExpected,
    /// The cursor was not made by this list, or not with this order.
    InvalidCursor,
    /// The value is not of the type the field takes.
    InvalidType,
    /// A row of a file with fewer or more cells than the file has columns.
    CellCount,
    /// Two fields that say different things of the same.
    Contradiction,
}

/// One refused field. `pointer` is an RFC 6901 JSON pointer into the request body (`/quota_mb`), or
/// the bare name of a query parameter (`limit`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub pointer: String,
    pub code: FaultCode,
}

impl Fault {
    pub fn new(pointer: impl Into<String>, code: FaultCode) -> Self {
        Self { pointer: pointer.into(), code }
    }
}

/// Gathers the faults of a whole form, so that they come back all at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, pointer: &str, code: FaultCode) {
        self.0.push(Fault::new(pointer, code));
    }

    /// Keeps the value of a field that is well, notes the fault of one that is not.
    pub fn check<T>(&mut self, pointer: &str, outcome: Result<T, FaultCode>) -> Option<T> {
        outcome.map_err(|code| self.add(pointer, code)).ok()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// Ends the judgement: the value, when no field was refused.
    pub fn result<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}
