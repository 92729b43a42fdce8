//! Jobs: work on many mailboxes or holders. A dry run checks every row; the job is carried out when a person
//! confirms it.

use chrono::NaiveDate;

use crate::fault::{FaultCode, Faults};
use crate::id::PlanId;
use crate::mailbox::{Mailbox, MailboxState};
use crate::name::Email;
use crate::permission::Permission;
use crate::quota::Limits;
use crate::service_term::ServiceRequest;

/// Upper bound on the rows of a job.
pub const MAX_ROWS: usize = 200_000;
/// Upper bound on the mailboxes that a bulk change lists by id; a filter selects more.
pub const MAX_NAMED: usize = 1_000;

text_enum! {
    /// What a job does.
    pub enum JobKind {
        /// Creates the mailboxes of a file.
        Import = "import",
        /// Enters the holders of a file.
        HolderImport = "holder_import",
        /// Enters how the holders of mailboxes were identified.
        IdentificationImport = "identification_import",
        /// Does the same to many mailboxes.
        BulkChange = "bulk_change",
        /// Brings the mailboxes that a bulk change changed back to what they were.
        Undo = "undo",
    }
}

text_enum! {
    /// The state of a job.
    pub enum JobState {
        /// The columns of an import still have to be mapped by a person.
        Mapping = "mapping",
        /// The dry run is in progress: nothing is changed.
        Checking = "checking",
        /// The dry run is done, and the job waits for a person's confirmation.
        Ready = "ready",
        Running = "running",
        /// Every row has an outcome.
        Finished = "finished",
        /// Stopped by a person. What had been done by then stays done.
        Cancelled = "cancelled",
        /// It could not continue; `problem` says why.
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

impl JobState {
    /// Whether a worker has something to do.
    pub const fn is_working(self) -> bool {
        match self {
            JobState::Checking | JobState::Running => true,
            JobState::Mapping
            | JobState::Ready
            | JobState::Finished
            | JobState::Cancelled
            | JobState::Failed => false,
        }
    }

    pub const fn is_over(self) -> bool {
        match self {
            JobState::Finished | JobState::Cancelled | JobState::Failed => true,
            JobState::Mapping | JobState::Checking | JobState::Ready | JobState::Running => false,
        }
    }
}

text_enum! {
    /// The outcome of a row.
    pub enum Outcome as JobRowOutcome {
        /// Not processed yet.
        Pending = "pending",
        /// The dry run found no problem with it.
        ToDo = "to_do",
        /// There is nothing to do: it is as requested already.
        Unchanged = "unchanged",
        /// It cannot be done.
        Failed = "failed",
        Done = "done",
    }
}

text_enum! {
    /// What a bulk change does to each mailbox.
    pub enum BulkAction {
        Disable = "disable",
        Enable = "enable",
        /// Quota, soft limit, communication e-mail, preservation, plan, who manages it.
        Update = "update",
        SendPasswordReset = "send_password_reset",
        /// Permanently, with all its messages (A12).
        Cancel = "cancel",
        /// The service goes on.
        Renew = "renew",
        /// The service ends on a day, for good.
        Terminate = "terminate",
    }
}

impl BulkAction {
    /// The permission that it requires on the domain of each mailbox.
    pub const fn permission(self) -> Permission {
        match self {
            BulkAction::Disable | BulkAction::Enable | BulkAction::Terminate => Permission::Disable,
            BulkAction::Update | BulkAction::SendPasswordReset | BulkAction::Renew => {
                Permission::Edit
            }
            BulkAction::Cancel => Permission::Cancel,
        }
    }

    /// Whether what it does to a mailbox can be undone.
    pub const fn can_be_undone(self) -> bool {
        match self {
            BulkAction::Disable | BulkAction::Enable | BulkAction::Update => true,
            BulkAction::SendPasswordReset
            | BulkAction::Cancel
            | BulkAction::Renew
            | BulkAction::Terminate => false,
        }
    }

    /// The state that it brings a mailbox to, if it is one that an edit can request.
    pub const fn target(self) -> Option<MailboxState> {
        match self {
            BulkAction::Disable => Some(MailboxState::Disabled),
            BulkAction::Enable => Some(MailboxState::Active),
            BulkAction::Update
            | BulkAction::SendPasswordReset
            | BulkAction::Cancel
            | BulkAction::Renew
            | BulkAction::Terminate => None,
        }
    }
}

/// The values of an update, as requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Values<'a> {
    pub communication_email: Option<&'a str>,
    pub quota_mb: Option<i64>,
    pub soft_limit_mb: Option<i64>,
    pub preservation: Option<bool>,
    pub plan: Option<PlanId>,
    pub managed_by: Option<&'a str>,
    pub until: Option<NaiveDate>,
}

impl Values<'_> {
    /// Validates what does not depend on a mailbox. `at` is the JSON pointer of the values in the request.
    pub fn check(&self, action: BulkAction, at: &str, faults: &mut Faults) {
        let given = [
            ("communication_email", self.communication_email.is_some()),
            ("quota_mb", self.quota_mb.is_some()),
            ("soft_limit_mb", self.soft_limit_mb.is_some()),
            ("preservation", self.preservation.is_some()),
            ("plan", self.plan.is_some()),
            ("managed_by", self.managed_by.is_some()),
        ];
        match (action, self.until) {
            (BulkAction::Terminate, None) => {
                faults.add(&format!("{at}/until"), FaultCode::Required);
            }
            (BulkAction::Terminate | BulkAction::Renew, _) | (_, None) => {}
            (_, Some(_)) => faults.add(&format!("{at}/until"), FaultCode::NotExpected),
        }
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
        // A soft limit alone is compared with each mailbox's own quota later.
        let quota = self.quota_mb.unwrap_or(crate::quota::MAX_QUOTA_MB);
        let _ = Limits::new(quota, self.soft_limit_mb.or(Some(1)), &mut limits);
        for fault in limits.into_vec() {
            faults.add(&format!("{at}{}", fault.pointer), fault.code);
        }
    }
}

/// Whether a mailbox is as the action would leave it, so that there is nothing to do.
pub fn is_already_done(action: BulkAction, mailbox: &Mailbox) -> bool {
    match action {
        BulkAction::Cancel => mailbox.state == MailboxState::Cancelled,
        BulkAction::Terminate => mailbox.service.request == ServiceRequest::Termination,
        BulkAction::Renew => false,
        BulkAction::Disable
        | BulkAction::Enable
        | BulkAction::Update
        | BulkAction::SendPasswordReset => action.target() == Some(mailbox.state),
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
            ..Values::default()
        };
        assert_eq!(
            faults(BulkAction::Update, wrong),
            ["/change/communication_email InvalidEmail", "/change/soft_limit_mb AboveQuota"]
        );
        let zero = Values { soft_limit_mb: Some(0), ..Values::default() };
        assert_eq!(faults(BulkAction::Update, zero), ["/change/soft_limit_mb OutOfRange"]);
    }
}
