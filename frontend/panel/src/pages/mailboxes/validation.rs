//! The server's own rules for mailboxes, for the forms.

use sigillo_contract::domain::Domain;
use sigillo_contract::mailbox::{Mailbox, MailboxCreate, MailboxPatch};
use sigillo_domain::mailbox::{Edit, Editable, NewMailbox, Refusal};
use sigillo_domain::quota::Limits;
use sigillo_domain::{Fault, FaultCode};

use crate::i18n::parse_integer;

/// Parses a number of MB that may be left empty.
pub fn parse_optional_mb(text: &str) -> Result<Option<i64>, FaultCode> {
    if text.trim().is_empty() { Ok(None) } else { parse_integer(text).map(Some) }
}

pub fn faults_of_new(create: &MailboxCreate, domain: &Domain) -> Vec<Fault> {
    let new = NewMailbox {
        local_part: &create.local_part,
        communication_email: &create.communication_email,
        preservation: create.preservation,
        quota_mb: create.quota_mb,
        soft_limit_mb: create.soft_limit_mb,
    };
    let valid = new.validate(&domain.name, domain.default_quota_mb, domain.preservation_available);
    valid.err().unwrap_or_default()
}

pub fn faults_of_change(
    mailbox: &Mailbox,
    patch: &MailboxPatch,
    preservation_available: bool,
) -> Vec<Fault> {
    let edit = Edit {
        communication_email: patch.communication_email.as_deref(),
        state: patch.state,
        quota_mb: patch.quota_mb,
        soft_limit_mb: patch.soft_limit_mb,
        preservation: patch.preservation,
    };
    let present = Editable {
        address: &mailbox.address,
        state: mailbox.state,
        preservation: mailbox.preservation,
        limits: Limits { quota_mb: mailbox.quota_mb, soft_limit_mb: mailbox.soft_limit_mb },
    };
    match present.edited(&edit, preservation_available) {
        Err(Refusal::Invalid(faults)) => faults,
        // A cancelled mailbox is no fault of a field: the page and the server report it themselves.
        Ok(_) | Err(Refusal::Cancelled) => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optional_number_of_mb_may_be_empty() {
        assert_eq!(parse_optional_mb("  "), Ok(None));
        assert_eq!(parse_optional_mb("1.000"), Ok(Some(1000)));
        assert_eq!(parse_optional_mb("mille"), Err(FaultCode::OutOfRange));
    }
}
