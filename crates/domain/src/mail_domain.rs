//! A domain of certified mailboxes and what its supply includes.

use chrono::{DateTime, Utc};

use crate::client_servers::ClientServers;
use crate::fault::FaultCode;
use crate::id::{DomainId, OrganizationId, PlanId};
use crate::message::Language;
use crate::subject::SubjectRef;

text_enum! {
    /// How a new mailbox becomes active (C3).
    pub enum Onboarding {
        /// Active at once; its user sets the password.
        Direct = "direct",
        /// Pending until the holder has signed the contract.
        Contract = "contract",
    }
}

/// Default quota of a new mailbox, in MB, for domains that set none.
pub const DEFAULT_QUOTA_MB: i64 = 1000;
/// Default term of a mailbox's service, in months, for domains that set none (C9).
pub const DEFAULT_TERM_MONTHS: i64 = 24;
/// Longest term, in months.
pub const MAX_TERM_MONTHS: i64 = 120;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDomain {
    pub id: DomainId,
    pub organization_id: OrganizationId,
    pub name: String,
    pub onboarding: Onboarding,
    /// Whether the supply includes the preservation of receipts (A18).
    pub preservation_available: bool,
    pub default_quota_mb: i64,
    pub mailbox_term_months: i64,
    /// Lifetime of a mailbox's password, in days (A19).
    pub password_lifetime_days: i64,
    /// The language of messages to the users of its mailboxes.
    pub language: Language,
    /// The plans that it offers, in the order in which they are shown.
    pub plans: Vec<PlanId>,
    /// Of these, the one of a new mailbox that names none.
    pub default_plan: Option<PlanId>,
    /// How webmail and mail programs reach its mailboxes.
    pub client_servers: ClientServers,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl MailDomain {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

/// Validates the term of a domain's mailboxes, in months.
pub fn check_term(months: i64) -> Result<i64, FaultCode> {
    if (1..=MAX_TERM_MONTHS).contains(&months) { Ok(months) } else { Err(FaultCode::OutOfRange) }
}

text_enum! {
    /// What a list of domains can be sorted by.
    pub enum DomainSortField {
        Name = "name",
        OrganizationName = "organization_name",
        CreatedAt = "created_at",
    }
}
