//! What is wrong with a form, field by field.

use serde::{Deserialize, Serialize};

text_enum! {
    /// Why a field was refused. The wire form is `snake_case`; the pages translate by it.
    pub enum FaultCode {
        /// The field must be filled in.
        Required = "required",
        /// More characters than the field can hold.
        TooLong = "too_long",
        /// Fewer characters than the field demands.
        TooShort = "too_short",
        /// A mailbox name with something else than letters, digits and `. - _`.
        InvalidCharacters = "invalid_characters",
        /// A mailbox name was given with its `@domain`.
        DomainNotExpected = "domain_not_expected",
        /// A mailbox name with a dot at an end, or two in a row.
        MisplacedDot = "misplaced_dot",
        /// A name the rules of certified mail keep for themselves.
        Reserved = "reserved",
        /// Not an e-mail address.
        InvalidEmail = "invalid_email",
        /// Not a domain name.
        InvalidDomainName = "invalid_domain_name",
        /// Not a number the field accepts.
        OutOfRange = "out_of_range",
        /// A soft limit above the quota.
        AboveQuota = "above_quota",
        /// The domain's supply does not include preservation.
        NotAvailable = "not_available",
        /// The state cannot be reached from the present one, or by this request.
        InvalidTransition = "invalid_transition",
        /// A password that contains the user name.
        ContainsUsername = "contains_username",
        /// A password that contains the mailbox's name.
        ContainsMailboxName = "contains_mailbox_name",
        /// One of the passwords that most people use.
        TooCommon = "too_common",
        /// A password that was in use not long ago.
        UsedBefore = "used_before",
        /// The value is the one that already is.
        Unchanged = "unchanged",
        /// The value is another than the one that already is.
        Differs = "differs",
        /// A value the field does not know.
        Unknown = "unknown",
        /// The value is taken.
        Taken = "taken",
        /// The field has no place in this request.
        NotExpected = "not_expected",
        /// The cursor was not made by this list, or not with this order.
        InvalidCursor = "invalid_cursor",
        /// The value is not of the type the field takes.
        InvalidType = "invalid_type",
        /// A row of a file with fewer or more cells than the file has columns.
        CellCount = "cell_count",
        /// Two fields that say different things of the same.
        Contradiction = "contradiction",
    }
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
