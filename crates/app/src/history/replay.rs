//! A mailbox as its records tell it.

use std::collections::BTreeMap;

use serde_json::Value;
use sigillo_domain::history::FieldChange;
use sigillo_domain::mailbox::{Mailbox, PasswordState};
use sigillo_storage::history::SealedRecord;

/// Whether every field that the history tells is, in the row, what the last record left it at.
pub(super) fn agrees(mailbox: &Mailbox, records: &[SealedRecord]) -> bool {
    let mut told: BTreeMap<String, Value> = BTreeMap::new();
    for sealed in records {
        let Ok(changes) = serde_json::from_str::<Vec<FieldChange>>(&sealed.record.changes) else {
            return false;
        };
        told.extend(changes.into_iter().map(|change| (change.field, change.after)));
    }
    let first = Value::from(PasswordState::ToSet.as_str());
    mailbox.told().iter().all(|(field, value)| match told.get(*field) {
        // Records of before passwords were kept here do not tell of one: there was none.
        None if *field == "password_state" => *value == first,
        last => last == Some(value),
    })
}
