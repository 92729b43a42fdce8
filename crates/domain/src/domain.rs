//! A domain of certified mailboxes, and what its supply includes.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::fault::FaultCode;
use crate::message::Language;

text_enum! {
    /// How a new mailbox comes to life (C3).
    pub enum Onboarding {
        /// Active at once; its user sets the password.
        Direct = "direct",
        /// Pending until the holder has signed the contract.
        Contract = "contract",
    }
}

/// Quota of a new mailbox where the domain does not say another, in MB.
pub const DEFAULT_QUOTA_MB: i64 = 1000;
/// Term of a mailbox's service where the domain does not say another, in months (C9).
pub const DEFAULT_TERM_MONTHS: i64 = 24;
/// Longest term, in months.
pub const MAX_TERM_MONTHS: i64 = 120;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    pub id: Uuid,
    pub organization_id: Uuid,
    pub name: String,
    pub onboarding: Onboarding,
    /// Whether the supply includes the preservation of receipts (A18).
    pub preservation_available: bool,
    pub default_quota_mb: i64,
    pub mailbox_term_months: i64,
    /// Days a mailbox's password lasts from when it is set (A19).
    pub password_lifetime_days: i64,
    /// Language of the messages to its mailboxes' users.
    pub language: Language,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// Judges the term of a domain's mailboxes, in months.
pub fn check_term(months: i64) -> Result<i64, FaultCode> {
    if (1..=MAX_TERM_MONTHS).contains(&months) { Ok(months) } else { Err(FaultCode::OutOfRange) }
}
