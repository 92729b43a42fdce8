//! Long work on many mailboxes: looked through first, carried out when a person says so.

use crate::fault::{FaultCode, Faults};
use crate::mailbox::{Mailbox, State as MailboxState};
use crate::name::Email;
use crate::permission::Permission;
use crate::quota::Limits;

/// Most rows of a job.
pub const MAX_ROWS: usize = 200_000;
/// Most mailboxes that a bulk change names one by one; more are chosen by a filter.
pub const MAX_NAMED: usize = 1_000;

text_enum! {
    /// What a job does.
    pub enum Kind as JobKind {
        /// Creates the mailboxes of a file.
        Import = "import",
        /// Does the same to many mailboxes.
        BulkChange = "bulk_change",
    }
}

text_enum! {
    /// How far a job has come.
    pub enum State as JobState {
        /// An import whose columns a person must name first.
        Mapping = "mapping",
        /// The dry run is under way: nothing is changed.
        Checking = "checking",
        /// The dry run is done; it waits for a person's word.
        Ready = "ready",
        Running = "running",
        /// Every row has its outcome.
        Finished = "finished",
        /// Stopped by a person: what was done until then is done.
        Cancelled = "cancelled",
        /// It could not go on; `problem` says why.
        Failed = "failed",
    }
}

text_enum! {
    /// What a list of jobs can be sorted by.
    pub enum JobSortField {
        CreatedAt = "created_at",
        Kind = "kind",
        State = "state",
        /// Jobs that are not over come before all others.
        FinishedAt = "finished_at",
    }
}

impl State {
    /// Whether a worker has something to do.
    pub const fn is_working(self) -> bool {
        matches!(self, State::Checking | State::Running)
    }

    pub const fn is_over(self) -> bool {
        matches!(self, State::Finished | State::Cancelled | State::Failed)
    }
}

text_enum! {
    /// What becomes of a row.
    pub enum Outcome as JobRowOutcome {
        /// Not looked at yet.
        Pending = "pending",
        /// It would be done: the dry run found nothing against it.
        ToDo = "to_do",
        /// It is so already.
        Unchanged = "unchanged",
        /// It cannot be done, or could not.
        Failed = "failed",
        Done = "done",
    }
}

text_enum! {
    /// What a bulk change does to each mailbox.
    pub enum BulkAction {
        Disable = "disable",
        Enable = "enable",
        /// Quota, soft limit, communication e-mail, preservation.
        Update = "update",
        SendPasswordReset = "send_password_reset",
        /// For ever, with every message (A12).
        Cancel = "cancel",
    }
}

impl BulkAction {
    /// What an account needs on the domain of every mailbox it does this to.
    pub const fn permission(self) -> Permission {
        match self {
            BulkAction::Disable | BulkAction::Enable => Permission::Disable,
            BulkAction::Update | BulkAction::SendPasswordReset => Permission::Edit,
            BulkAction::Cancel => Permission::Cancel,
        }
    }

    /// The state it takes a mailbox to, where it is one that a person may choose.
    pub const fn target(self) -> Option<MailboxState> {
        match self {
            BulkAction::Disable => Some(MailboxState::Disabled),
            BulkAction::Enable => Some(MailboxState::Active),
            _ => None,
        }
    }
}

/// The values of an update, as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Values<'a> {
    pub communication_email: Option<&'a str>,
    pub quota_mb: Option<i64>,
    pub soft_limit_mb: Option<i64>,
    pub preservation: Option<bool>,
}

impl Values<'_> {
    /// Judges what can be judged before any mailbox is looked at. `at` is where the values stand in
    /// the request.
    pub fn check(&self, action: BulkAction, at: &str, faults: &mut Faults) {
        let given = [
            ("communication_email", self.communication_email.is_some()),
            ("quota_mb", self.quota_mb.is_some()),
            ("soft_limit_mb", self.soft_limit_mb.is_some()),
            ("preservation", self.preservation.is_some()),
        ];
        if action != BulkAction::Update {
            for (field, _) in given.iter().filter(|(_, given)| *given) {
                faults.add(&format!("{at}/{field}"), FaultCode::NotExpected);
            }
            return;
        }
        if given.iter().all(|(_, given)| !given) {
            faults.add(&format!("{at}/quota_mb"), FaultCode::Required);
        }
        if let Some(email) = self.communication_email {
            faults.check(&format!("{at}/communication_email"), Email::parse(email));
        }
        let mut limits = Faults::default();
        // A soft limit alone is held against each mailbox's own quota.
        let quota = self.quota_mb.unwrap_or(crate::quota::MAX_QUOTA_MB);
        let _ = Limits::new(quota, self.soft_limit_mb.or(Some(1)), &mut limits);
        for fault in limits.into_vec() {
            faults.add(&format!("{at}{}", fault.pointer), fault.code);
        }
    }
}

/// Whether a mailbox is as the action would leave it: then there is nothing to do.
pub fn is_so_already(action: BulkAction, mailbox: &Mailbox) -> bool {
    match action {
        BulkAction::Cancel => mailbox.state == MailboxState::Cancelled,
        _ => action.target() == Some(mailbox.state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(action: BulkAction, values: Values<'_>) -> Vec<String> {
        let mut faults = Faults::default();
        values.check(action, "/change", &mut faults);
        faults.into_vec().iter().map(|f| format!("{} {:?}", f.pointer, f.code)).collect()
    }

    #[test]
    fn an_update_says_what_and_the_others_say_nothing() {
        let quota = Values { quota_mb: Some(2000), ..Values::default() };
        assert_eq!(faults(BulkAction::Update, quota), [""; 0]);
        assert_eq!(faults(BulkAction::Update, Values::default()), ["/change/quota_mb Required"]);
        assert_eq!(faults(BulkAction::Disable, quota), ["/change/quota_mb NotExpected"]);
        assert_eq!(faults(BulkAction::Cancel, Values::default()), [""; 0]);
    }

    #[test]
    fn wrong_values_are_refused_before_any_mailbox_is_looked_at() {
        let wrong = Values {
            communication_email: Some("nobody"),
            quota_mb: Some(100),
            soft_limit_mb: Some(101),
            preservation: None,
        };
        assert_eq!(
            faults(BulkAction::Update, wrong),
            ["/change/communication_email InvalidEmail", "/change/soft_limit_mb AboveQuota"]
        );
        let zero = Values { soft_limit_mb: Some(0), ..Values::default() };
        assert_eq!(faults(BulkAction::Update, zero), ["/change/soft_limit_mb OutOfRange"]);
    }
}
