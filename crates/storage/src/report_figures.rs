//! What reports are made of: gathered from the mailboxes, and read for a report.

mod gather;
mod read;

use sigillo_domain::id::{DomainId, PlanId};
use sigillo_domain::mailbox::MailboxState;

pub use gather::{
    MonthCount, claim, count_by_class, count_by_month, due, finish, replace_classes,
    replace_months, set_days,
};
pub use read::{
    DaySum, DomainDay, LargeMailbox, MonthSum, classes, day_sums, days_by_domain, gathered_at,
    largest, month_sums, months_before, use_by_day,
};

/// Mailboxes that reports do not tell apart, with the sums of their figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxClass {
    pub domain_id: DomainId,
    pub plan_id: Option<PlanId>,
    pub state: MailboxState,
    /// User name.
    pub created_by: String,
    /// User name: of who created it unless it was handed over.
    pub managed_by: String,
    pub mailboxes: i64,
    pub space: Space,
}

/// Sums of the mailboxes whose use was measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Space {
    pub measured: i64,
    /// Without the archives that have a quota of their own.
    pub used_bytes: i64,
    pub inbox_bytes: i64,
    pub archive_bytes: i64,
    pub messages: i64,
    pub quota_mb: i64,
    pub own_archive_mb: i64,
    pub own_archive_bytes: i64,
}

impl std::ops::AddAssign for Space {
    fn add_assign(&mut self, other: Self) {
        self.measured += other.measured;
        self.used_bytes += other.used_bytes;
        self.inbox_bytes += other.inbox_bytes;
        self.archive_bytes += other.archive_bytes;
        self.messages += other.messages;
        self.quota_mb += other.quota_mb;
        self.own_archive_mb += other.own_archive_mb;
        self.own_archive_bytes += other.own_archive_bytes;
    }
}

/// The mailboxes of a domain that were entered, activated and cancelled in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthFigures {
    pub entered: i64,
    pub activated: i64,
    pub cancelled: i64,
    /// How many of the cancelled ones had been activated.
    pub cancelled_active: i64,
}
