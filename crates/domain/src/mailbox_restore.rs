//! Undoing a recorded change of a mailbox: the fields get the values that they had before, unless they
//! have changed again since.

use serde_json::{Value, json};

use crate::history::{Action, FieldChange};
use crate::mailbox::{Edit, Mailbox, MailboxState};

/// The values that undo a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restoration {
    communication_email: Option<String>,
    state: Option<MailboxState>,
    quota_mb: Option<i64>,
    soft_limit_mb: Option<i64>,
    preservation: Option<bool>,
}

/// Why a change cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestoreError {
    /// The change is none that an edit could make: a creation, a cancellation, a password, or a
    /// communication e-mail where there was none.
    CannotBeUndone,
    /// These fields no longer have the values that the change gave them.
    ChangedSince(Vec<String>),
}

impl Restoration {
    /// The values that undo the changes of a record, by its action alone and not by the present mailbox.
    pub fn of_record(action: Action, changes: &[FieldChange]) -> Option<Self> {
        match action {
            Action::Updated | Action::Disabled | Action::Enabled => Self::of(changes),
            _ => None,
        }
    }

    /// The values that undo some changes; None if one of them is no edit.
    pub fn of(changes: &[FieldChange]) -> Option<Self> {
        let mut values = Self::default();
        for change in changes.iter().filter(|change| !change.is_hidden()) {
            values.restore(&change.field, &change.before)?;
        }
        (values != Self::default()).then_some(values)
    }

    fn restore(&mut self, field: &str, before: &Value) -> Option<()> {
        match field {
            "communication_email" => self.communication_email = Some(before.as_str()?.to_owned()),
            "state" => self.state = Some(MailboxState::parse(before.as_str()?)?),
            "quota_mb" => self.quota_mb = Some(before.as_i64()?),
            "soft_limit_mb" => self.soft_limit_mb = Some(before.as_i64()?),
            "preservation" => self.preservation = Some(before.as_bool()?),
            _ => return None,
        }
        Some(())
    }

    /// The edit that undoes the changes.
    pub fn edit(&self) -> Edit<'_> {
        Edit {
            communication_email: self.communication_email.as_deref(),
            state: self.state,
            quota_mb: self.quota_mb,
            soft_limit_mb: self.soft_limit_mb,
            preservation: self.preservation,
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

/// The fields that no longer have the values that the changes gave them.
pub fn changed_since(mailbox: &Mailbox, changes: &[FieldChange]) -> Vec<String> {
    let present = mailbox.audited_fields();
    let value = |field: &str| {
        present.iter().find(|(name, _)| *name == field).map_or(json!(null), |(_, is)| is.clone())
    };
    let shown = changes.iter().filter(|change| !change.is_hidden());
    let changed = shown.filter(|change| value(&change.field) != change.after);
    changed.map(|change| change.field.clone()).collect()
}

/// What undoes some changes of a mailbox that it still has.
pub fn restoration(
    mailbox: &Mailbox,
    action: Action,
    changes: &[FieldChange],
) -> Result<Restoration, RestoreError> {
    let values = Restoration::of_record(action, changes).ok_or(RestoreError::CannotBeUndone)?;
    let changed = changed_since(mailbox, changes);
    if !changed.is_empty() {
        return Err(RestoreError::ChangedSince(changed));
    }
    // A quota without a soft limit would move the soft limit too, which the change had left alone.
    let soft_limit_mb =
        values.soft_limit_mb.or_else(|| values.quota_mb.map(|_| mailbox.soft_limit_mb));
    Ok(Restoration { soft_limit_mb, ..values })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(field: &str, before: Value, after: Value) -> FieldChange {
        FieldChange::new(field, before, after)
    }

    #[test]
    fn a_change_of_limits_is_undone_with_both_limits() {
        let changes = [
            change("quota_mb", json!(1000), json!(2000)),
            change("soft_limit_mb", json!(700), json!(1600)),
        ];
        let values = Restoration::of_record(Action::Updated, &changes).unwrap();
        let edit = values.edit();
        assert_eq!((edit.quota_mb, edit.soft_limit_mb), (Some(1000), Some(700)));
        assert!(!values.changes_state() && values.changes_more());
    }

    #[test]
    fn only_edits_can_be_undone() {
        let state = [change("state", json!("active"), json!("disabled"))];
        assert!(Restoration::of_record(Action::Disabled, &state).unwrap().changes_state());
        for action in [Action::Created, Action::Cancelled, Action::PasswordSet, Action::NoteAdded] {
            assert_eq!(Restoration::of_record(action, &state), None, "{action}");
        }
        // Nobody can take the communication e-mail away again.
        let first = [change("communication_email", Value::Null, json!("u@example.org"))];
        assert_eq!(Restoration::of_record(Action::Updated, &first), None);
        let password = [change("password_state", json!("valid"), json!("expired"))];
        assert_eq!(Restoration::of_record(Action::Updated, &password), None);
        assert_eq!(Restoration::of_record(Action::Updated, &[]), None);
    }

    #[test]
    fn what_nobody_is_shown_is_not_undone() {
        let changes = [
            change("state", json!("active"), json!("disabled")),
            change("lifecycle_digest", json!("a"), json!("b")),
        ];
        assert!(Restoration::of_record(Action::Disabled, &changes).is_some());
    }
}
