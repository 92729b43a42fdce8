//! Undoing a recorded change of a mailbox.

use chrono::NaiveDate;
use serde_json::Value;

use crate::fault::FaultCode;
use crate::history::{Action, FieldChange};
use crate::id::PlanId;
use crate::mailbox::{Edit, Mailbox, MailboxState};
use crate::restore::{FieldEdit, RestoreError, restoring_edit};

/// The values that undo a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restoration {
    communication_email: Option<String>,
    state: Option<MailboxState>,
    quota_mb: Option<i64>,
    soft_limit_mb: Option<i64>,
    preservation: Option<bool>,
    /// Whether the mailbox may have it is looked up for the edit.
    pub plan: Option<PlanId>,
    /// As a request names it: an empty text takes it away.
    pub reseller: Option<String>,
    /// As a request names it: an empty text gives the mailbox back to its creator.
    pub managed_by: Option<String>,
    /// As an edit has it: None within takes it away.
    second_factor_since: Option<Result<Option<NaiveDate>, FaultCode>>,
}

impl FieldEdit for Restoration {
    fn set(&mut self, field: &str, value: &Value) -> Option<()> {
        match field {
            "communication_email" => self.communication_email = Some(value.as_str()?.to_owned()),
            "state" => self.state = Some(MailboxState::parse(value.as_str()?)?),
            "quota_mb" => self.quota_mb = Some(value.as_i64()?),
            "soft_limit_mb" => self.soft_limit_mb = Some(value.as_i64()?),
            "preservation" => self.preservation = Some(value.as_bool()?),
            "plan" => self.plan = Some(value.as_str()?.parse().ok()?),
            "second_factor_since" => {
                let day = value.as_str().map(str::parse).transpose().ok()?;
                self.second_factor_since = Some(Ok(day));
            }
            "reseller" => self.reseller = Some(value.as_str().unwrap_or_default().to_owned()),
            "managed_by" => self.managed_by = Some(value.as_str().unwrap_or_default().to_owned()),
            _ => return None,
        }
        Some(())
    }

    fn can_empty(field: &str) -> bool {
        matches!(field, "reseller" | "managed_by" | "second_factor_since")
    }

    fn follows(field: &str) -> bool {
        field == "archive_mb"
    }
}

impl Restoration {
    /// The edit that undoes the changes, but for what has to be looked up: plan, reseller and manager.
    pub fn edit(&self) -> Edit<'_> {
        Edit {
            communication_email: self.communication_email.as_deref(),
            state: self.state,
            quota_mb: self.quota_mb,
            soft_limit_mb: self.soft_limit_mb,
            preservation: self.preservation,
            second_factor_since: self.second_factor_since,
            ..Edit::default()
        }
    }

    /// Whether it changes the state, which needs a permission of its own.
    pub const fn changes_state(&self) -> bool {
        self.state.is_some()
    }

    /// Whether it changes anything beside the state.
    pub fn changes_more(&self) -> bool {
        Self { state: None, ..self.clone() } != Self::default()
    }
}

/// What undoes some changes of a mailbox that it still has.
pub fn restoration(
    mailbox: &Mailbox,
    action: Action,
    changes: &[FieldChange],
) -> Result<Restoration, RestoreError> {
    let values: Restoration = restoring_edit(&mailbox.audited_fields(), action, changes)?;
    // A quota without a soft limit would move the soft limit too, which the change had left alone.
    // So would a plan, which moves the quota as well.
    let quota_mb = values.quota_mb.or_else(|| values.plan.map(|_| mailbox.quota_mb));
    let soft_limit_mb = values.soft_limit_mb.or_else(|| quota_mb.map(|_| mailbox.soft_limit_mb));
    Ok(Restoration { quota_mb, soft_limit_mb, ..values })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::restore::{Irreversible, undoing_edit};

    fn change(field: &str, before: Value, after: Value) -> FieldChange {
        FieldChange::new(field, before, after)
    }

    fn undoing(action: Action, changes: &[FieldChange]) -> Result<Restoration, Irreversible> {
        undoing_edit(action, changes)
    }

    #[test]
    fn a_change_of_limits_is_undone_with_both_limits() {
        let changes = [
            change("quota_mb", json!(1000), json!(2000)),
            change("soft_limit_mb", json!(700), json!(1600)),
        ];
        let values = undoing(Action::Updated, &changes).unwrap();
        let edit = values.edit();
        assert_eq!((edit.quota_mb, edit.soft_limit_mb), (Some(1000), Some(700)));
        assert!(!values.changes_state() && values.changes_more());
    }

    #[test]
    fn only_edits_can_be_undone() {
        let state = [change("state", json!("active"), json!("disabled"))];
        assert!(undoing(Action::Disabled, &state).unwrap().changes_state());
        for action in [Action::Created, Action::Cancelled, Action::PasswordSet, Action::NoteAdded] {
            assert!(undoing(action, &state).is_err(), "{action}");
        }
        // Nobody can take the communication e-mail away again.
        let first = [change("communication_email", Value::Null, json!("u@example.org"))];
        assert_eq!(undoing(Action::Updated, &first), Err(Irreversible::FirstValue));
        let password = [change("password_state", json!("valid"), json!("expired"))];
        assert_eq!(undoing(Action::Updated, &password), Err(Irreversible::Password));
        assert_eq!(undoing(Action::Updated, &[]), Err(Irreversible::NotAnEdit));
    }

    #[test]
    fn what_nobody_is_shown_is_not_undone() {
        let changes = [
            change("state", json!("active"), json!("disabled")),
            change("lifecycle_digest", json!("a"), json!("b")),
        ];
        assert!(undoing(Action::Disabled, &changes).is_ok());
    }
}
