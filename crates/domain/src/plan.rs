//! The plans that the provider sells (C8): how much space a mailbox has, by the code of the plan.

use chrono::{DateTime, Utc};

use crate::fault::FaultCode;
use crate::id::PlanId;
use crate::quota::{MAX_QUOTA_MB, check_quota};
use crate::subject::SubjectRef;

text_enum! {
    /// Whether new mailboxes can have a plan.
    pub enum PlanState {
        Offered = "offered",
        /// Mailboxes that have it keep it; no other gets it.
        Retired = "retired",
    }
}

/// The longest code of a plan, in characters.
pub const PLAN_CODE_MAX: usize = 64;
/// The most plans that a domain offers.
pub const MAX_DOMAIN_PLANS: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    /// In upper case; unique.
    pub code: String,
    pub name: String,
    pub inbox_mb: i64,
    /// 0 where the archive has no space of its own: it then counts to the inbox.
    pub archive_mb: i64,
    /// 0 where nothing is preserved.
    pub preservation_mb: i64,
    pub state: PlanState,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Plan {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }

    /// What the plan gives to a mailbox.
    pub fn choice(&self) -> PlanChoice {
        let archive_mb = (self.archive_mb > 0).then_some(self.archive_mb);
        PlanChoice { id: self.id, inbox_mb: self.inbox_mb, archive_mb }
    }

    /// Whether the sizes are those of another version of the plan.
    pub const fn has_sizes_of(&self, other: &Self) -> bool {
        self.inbox_mb == other.inbox_mb
            && self.archive_mb == other.archive_mb
            && self.preservation_mb == other.preservation_mb
    }
}

/// A plan for a mailbox, and what the mailbox gets from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanChoice {
    pub id: PlanId,
    pub inbox_mb: i64,
    /// None where the archive has no quota of its own.
    pub archive_mb: Option<i64>,
}

text_enum! {
    /// What a list of plans can be sorted by.
    pub enum PlanSortField {
        Code = "code",
        Name = "name",
        State = "state",
        CreatedAt = "created_at",
    }
}

/// The code of a plan: letters, digits, `-` and `_`, in upper case.
pub fn parse_plan_code(text: &str) -> Result<String, FaultCode> {
    let code = text.trim().to_ascii_uppercase();
    match code.chars().count() {
        0 => Err(FaultCode::Required),
        n if n > PLAN_CODE_MAX => Err(FaultCode::TooLong),
        _ if code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) => {
            Ok(code)
        }
        _ => Err(FaultCode::InvalidCharacters),
    }
}

/// Validates the inbox size of a plan, in MB: it is a quota.
pub fn check_inbox_size(size_mb: i64) -> Result<i64, FaultCode> {
    check_quota(size_mb)
}

/// Validates the size of the archive or of the preservation of a plan, in MB; 0 is none.
pub fn check_further_size(size_mb: i64) -> Result<i64, FaultCode> {
    if (0..=MAX_QUOTA_MB).contains(&size_mb) { Ok(size_mb) } else { Err(FaultCode::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_raised() {
        assert_eq!(parse_plan_code(" s-2gin_2garch "), Ok("S-2GIN_2GARCH".to_owned()));
        assert_eq!(parse_plan_code(" "), Err(FaultCode::Required));
        assert_eq!(parse_plan_code(&"A".repeat(65)), Err(FaultCode::TooLong));
        for code in ["S 2G", "S.2G", "PIÙ", "S/2"] {
            assert_eq!(parse_plan_code(code), Err(FaultCode::InvalidCharacters), "{code}");
        }
    }

    #[test]
    fn only_the_inbox_needs_space() {
        assert_eq!(check_inbox_size(0), Err(FaultCode::OutOfRange));
        assert_eq!(check_further_size(0), Ok(0));
        for size in [-1, MAX_QUOTA_MB + 1] {
            assert_eq!(check_further_size(size), Err(FaultCode::OutOfRange));
        }
    }

    #[test]
    fn an_archive_without_space_has_no_quota_of_its_own() {
        let plan = |archive_mb| Plan {
            id: PlanId::from_u128(1),
            code: "S".into(),
            name: "Base".into(),
            inbox_mb: 1024,
            archive_mb,
            preservation_mb: 0,
            state: PlanState::Offered,
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        };
        assert_eq!(plan(0).choice().archive_mb, None);
        assert_eq!(plan(2048).choice().archive_mb, Some(2048));
    }
}
