//! Forms judged by the very rules of the server: the domain crate's.

use chrono::DateTime;
use sigillo_contract::domain::Domain;
use sigillo_contract::mailbox::{Mailbox, MailboxCreate, MailboxPatch};
use sigillo_domain::mailbox::{self as rules, NewMailbox, Refusal};
use sigillo_domain::password_term::Term;
use sigillo_domain::{Fault, FaultCode, domain};
use uuid::Uuid;

use crate::i18n::parse_integer;

/// Reads a number of MB that may stay empty.
pub fn parse_optional_mb(text: &str) -> Result<Option<i64>, FaultCode> {
    if text.trim().is_empty() { Ok(None) } else { parse_integer(text).map(Some) }
}

pub fn faults_of_new(draft: &MailboxCreate, domain: &Domain) -> Vec<Fault> {
    let supply = domain::Domain {
        id: domain.id,
        organization_id: domain.organization_id,
        name: domain.name.clone(),
        onboarding: domain.onboarding,
        preservation_available: domain.preservation_available,
        default_quota_mb: domain.default_quota_mb,
        mailbox_term_months: domain.mailbox_term_months,
        password_lifetime_days: domain.password_lifetime_days,
        language: domain.language,
        created_at: domain.created_at,
        version: domain.version,
    };
    let asked = NewMailbox {
        local_part: &draft.local_part,
        communication_email: &draft.communication_email,
        preservation: draft.preservation,
        quota_mb: draft.quota_mb,
        soft_limit_mb: draft.soft_limit_mb,
    };
    // Neither the id nor the time have a say in the judgement.
    let built = asked.build(Uuid::nil(), &supply, "", DateTime::UNIX_EPOCH);
    built.err().unwrap_or_default()
}

pub fn faults_of_change(
    mailbox: &Mailbox,
    patch: &MailboxPatch,
    preservation_available: bool,
) -> Vec<Fault> {
    let asked = rules::Edit {
        communication_email: patch.communication_email.as_deref(),
        state: patch.state,
        quota_mb: patch.quota_mb,
        soft_limit_mb: patch.soft_limit_mb,
        preservation: patch.preservation,
    };
    match present(mailbox).edited(&asked, preservation_available) {
        Err(Refusal::Invalid(faults)) => faults,
        // That it is cancelled is said by the page, and by the server.
        Ok(_) | Err(Refusal::Cancelled) => vec![],
    }
}

/// Whether a link to set the password can be sent for it: its user has, or can come to have, one.
pub fn may_have_password(mailbox: &Mailbox) -> bool {
    present(mailbox).may_have_password()
}

/// The mailbox in the words of the rules.
fn present(mailbox: &Mailbox) -> rules::Mailbox {
    rules::Mailbox {
        id: mailbox.id,
        domain_id: Uuid::nil(),
        address: mailbox.address.clone(),
        local_part: mailbox.local_part.clone(),
        state: mailbox.state,
        password: Term {
            state: mailbox.password_state,
            set_at: mailbox.password_set_at,
            expires_at: mailbox.password_expires_at,
            next_step_at: None,
        },
        communication_email: mailbox.communication_email.clone(),
        quota_mb: mailbox.quota_mb,
        soft_limit_mb: mailbox.soft_limit_mb,
        used_bytes: mailbox.used_bytes,
        soft_limit_told: false,
        preservation: mailbox.preservation,
        created_at: mailbox.created_at,
        created_by: mailbox.created_by.clone(),
        activated_at: mailbox.activated_at,
        expires_at: mailbox.expires_at,
        cancelled_at: mailbox.cancelled_at,
        version: mailbox.version,
    }
}
