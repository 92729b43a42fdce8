//! Undoing a recorded change: the fields get the values that they had before, unless they have changed
//! again since.

use serde_json::Value;

use crate::history::{Action, FieldChange};

/// The field of a record that names the record which it undoes, by its `seq`.
pub const RESTORED_SEQ: &str = "restored_seq";

/// Why a change can never be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Irreversible {
    Creation,
    /// The subject was cancelled or deleted.
    Removal,
    /// The earlier password is not kept.
    Password,
    /// A field got its first value, which can be replaced but not taken away: a communication e-mail,
    /// or the enabling of an account.
    FirstValue,
    /// No edit could make the change.
    NotAnEdit,
}

impl Irreversible {
    /// The reason as a sentence, for programs.
    pub const fn explanation(self) -> &'static str {
        match self {
            Irreversible::Creation => "A creation cannot be undone.",
            Irreversible::Removal => "What was cancelled or deleted cannot be brought back.",
            Irreversible::Password => "Passwords are never brought back: set a new one.",
            Irreversible::FirstValue => "A first value can be changed but not taken away again.",
            Irreversible::NotAnEdit => "The record changed nothing that can be edited.",
        }
    }
}

/// Why a change is not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestoreError {
    CannotBeUndone(Irreversible),
    /// These fields no longer have the values that the change gave them.
    ChangedSince(Vec<String>),
}

/// An edit of one kind of subject, whose fields can be set from a record of its history.
pub trait FieldEdit: Default {
    /// Sets a field to a value as the history records it; None if no edit can.
    fn set(&mut self, field: &str, value: &Value) -> Option<()>;

    /// Whether the edit can take the value of the field away again.
    fn can_empty(_field: &str) -> bool {
        false
    }

    /// Whether the field follows from others that the edit sets.
    fn follows(_field: &str) -> bool {
        false
    }
}

/// The edit that undoes the changes of a record, by the record alone and not by the present subject.
pub fn undoing_edit<E: FieldEdit>(
    action: Action,
    changes: &[FieldChange],
) -> Result<E, Irreversible> {
    match action {
        Action::Updated | Action::Disabled | Action::Enabled => {}
        Action::Created => return Err(Irreversible::Creation),
        Action::Cancelled | Action::Deleted | Action::Merged | Action::Erased => {
            return Err(Irreversible::Removal);
        }
        Action::PasswordSet | Action::PasswordExpired => return Err(Irreversible::Password),
        Action::NoteAdded
        | Action::PasswordLinkSent
        | Action::PasswordResetStopped
        | Action::EmailChangeRequested
        | Action::Exported
        | Action::Opened
        | Action::TaxCodeRefused
        | Action::Consented
        | Action::CodeSent
        | Action::CodeRefused
        | Action::CopyUploaded
        | Action::CopyRefused
        | Action::CopyUndecided
        | Action::CopyAccepted
        | Action::Signed
        | Action::DocumentSealed
        | Action::Declined
        | Action::Expired
        | Action::Withdrawn
        | Action::Undeliverable
        | Action::Resent
        | Action::Reminded
        | Action::Activated
        | Action::Renewed
        | Action::TerminationRequested
        | Action::TerminationWithdrawn
        | Action::EndAnnounced
        | Action::ServiceEnded
        | Action::HolderChangeRequested
        | Action::HolderChanged
        | Action::HolderChangeRejected
        | Action::HolderChangeWithdrawn
        | Action::HolderChangeClosed
        | Action::Superseded
        | Action::Identified
        | Action::IdentificationWithdrawn
        | Action::DocumentUploaded
        | Action::DocumentRefused
        | Action::DocumentVerified
        | Action::DocumentDeleted
        | Action::MessageAdded
        | Action::InternalNoteAdded
        | Action::ServiceCorrected
        | Action::MaintenanceAnnounced
        | Action::MaintenanceWithdrawn
        | Action::PeriodClosed
        | Action::PackageClosed
        | Action::DisposalProposed
        | Action::DisposalApproved
        | Action::DisposalRejected
        | Action::DisposalWithdrawn
        | Action::Sealed => return Err(Irreversible::NotAnEdit),
    }
    let mut edit = E::default();
    let mut undoes_any = false;
    for change in edited(changes) {
        if matches!(change.field.as_str(), "password" | "password_state") {
            return Err(Irreversible::Password);
        }
        if E::follows(&change.field) {
            continue;
        }
        // An account that waits to be enabled.
        let was_pending = change.field == "state" && change.before == "pending";
        let is_first_value = change.before.is_null() && !E::can_empty(&change.field);
        if is_first_value || was_pending {
            return Err(Irreversible::FirstValue);
        }
        edit.set(&change.field, &change.before).ok_or(Irreversible::NotAnEdit)?;
        undoes_any = true;
    }
    if undoes_any { Ok(edit) } else { Err(Irreversible::NotAnEdit) }
}

/// The edit that undoes the changes of a record, if the subject still has the values that they gave it.
pub fn restoring_edit<E: FieldEdit>(
    present: &[(&'static str, Value)],
    action: Action,
    changes: &[FieldChange],
) -> Result<E, RestoreError> {
    let edit = undoing_edit(action, changes).map_err(RestoreError::CannotBeUndone)?;
    let changed = changed_since(present, changes);
    if changed.is_empty() { Ok(edit) } else { Err(RestoreError::ChangedSince(changed)) }
}

/// The fields that no longer have the values that the changes gave them.
fn changed_since(present: &[(&'static str, Value)], changes: &[FieldChange]) -> Vec<String> {
    let value = |field: &str| present.iter().find(|(name, _)| *name == field).map(|(_, is)| is);
    let changed = edited(changes).filter(|change| value(&change.field) != Some(&change.after));
    changed.map(|change| change.field.clone()).collect()
}

/// The changes of the subject's fields. The others are digests, or name a record that was undone.
fn edited(changes: &[FieldChange]) -> impl Iterator<Item = &FieldChange> {
    changes.iter().filter(|change| !change.is_hidden() && change.field != RESTORED_SEQ)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq)]
    struct NameEdit(Option<String>);

    impl FieldEdit for NameEdit {
        fn set(&mut self, field: &str, value: &Value) -> Option<()> {
            self.0 = (field == "name").then(|| value.as_str())?.map(str::to_owned);
            Some(())
        }
    }

    fn renamed() -> FieldChange {
        FieldChange::new("name", json!("Ente A"), json!("Ente B"))
    }

    fn undoing(action: Action, changes: &[FieldChange]) -> Result<NameEdit, Irreversible> {
        undoing_edit(action, changes)
    }

    #[test]
    fn a_change_is_undone_by_the_values_before_it() {
        let digest = FieldChange::new("lifecycle_digest", json!("a"), json!("b"));
        let restored = FieldChange::new(RESTORED_SEQ, Value::Null, json!(2));
        let edit = undoing(Action::Updated, &[renamed(), digest, restored]);
        assert_eq!(edit, Ok(NameEdit(Some("Ente A".into()))));
    }

    #[test]
    fn a_name_is_no_state() {
        let renamed = FieldChange::new("name", json!("pending"), json!("Ente B"));
        assert_eq!(undoing(Action::Updated, &[renamed]), Ok(NameEdit(Some("pending".into()))));
    }

    #[test]
    fn what_has_changed_again_since_is_named() {
        let restore = |name: &str| {
            let present = [("name", json!(name))];
            restoring_edit::<NameEdit>(&present, Action::Updated, &[renamed()])
        };
        assert!(restore("Ente B").is_ok());
        assert_eq!(restore("Ente C"), Err(RestoreError::ChangedSince(vec!["name".into()])));
    }

    #[test]
    fn a_change_that_no_edit_could_make_says_why_it_stays() {
        let password = FieldChange::new("password", Value::Null, json!("new"));
        let first = FieldChange::new("name", Value::Null, json!("Ente A"));
        let enabled = FieldChange::new("state", json!("pending"), json!("enabled"));
        let other = FieldChange::new("username", json!("a"), json!("b"));
        for (action, changes, reason) in [
            (Action::Created, vec![renamed()], Irreversible::Creation),
            (Action::Cancelled, vec![renamed()], Irreversible::Removal),
            (Action::PasswordSet, vec![], Irreversible::Password),
            (Action::Updated, vec![renamed(), password], Irreversible::Password),
            (Action::Updated, vec![first], Irreversible::FirstValue),
            (Action::Enabled, vec![enabled], Irreversible::FirstValue),
            (Action::Updated, vec![other], Irreversible::NotAnEdit),
            (Action::Updated, vec![], Irreversible::NotAnEdit),
            (Action::Exported, vec![renamed()], Irreversible::NotAnEdit),
        ] {
            assert_eq!(undoing(action, &changes), Err(reason), "{action} {changes:?}");
        }
    }
}
