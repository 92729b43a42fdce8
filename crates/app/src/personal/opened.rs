//! Records of the history as people read them: with the personal values of holders opened.

use std::collections::HashMap;

use serde_json::Value;
use sigillo_contract::history::{Change, HistoryRecord};
use sigillo_domain::id::HolderId;
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::history::SealedRecord;
use sigillo_storage::{Connection, Db, StorageError};

use super::key::is_sealed;
use super::{HolderKeys, PersonalKey, holders_of, keys_of};
use crate::view;

/// Opens the personal values of the records of some subjects, with one look-up for all of them.
pub(crate) struct OpenedRecords {
    holders: HashMap<SubjectRef, HolderId>,
    keys: HashMap<HolderId, PersonalKey>,
}

impl OpenedRecords {
    pub async fn of(
        db: &Db,
        on: &mut impl Connection,
        subjects: &[SubjectRef],
    ) -> Result<Self, StorageError> {
        let holders = holders_of(on, subjects).await?;
        let keys = keys_of(|| HolderKeys::of(db), on, holders.values().copied()).await?;
        Ok(Self { holders, keys })
    }

    pub fn view(&self, sealed: SealedRecord) -> Result<HistoryRecord, StorageError> {
        let holder = self.holders.get(&sealed.record.subject);
        let mut record = view::record(sealed)?;
        if let Some(holder) = holder {
            let key = self.keys.get(holder);
            for change in &mut record.changes {
                open(key, change);
            }
        }
        Ok(record)
    }
}

/// Opens the values of a change. What no key opens any more is null, and the change says that it was erased.
fn open(key: Option<&PersonalKey>, change: &mut Change) {
    for value in [&mut change.before, &mut change.after] {
        if !is_sealed(value) {
            continue;
        }
        let opened = key.and_then(|key| key.open(&change.field, value));
        change.erased |= opened.is_none();
        *value = opened.unwrap_or(Value::Null);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_without_its_key_is_said_to_be_erased() {
        let key = PersonalKey::from_bytes(&[1; 32]);
        let sealed = |value: &str| key.seal("given_name", &json!(value)).unwrap();
        let change = |before, after| Change {
            field: "given_name".into(),
            before,
            after,
            ..Change::default()
        };
        let mut opened = change(sealed("Rosa"), sealed("Rosaria"));
        open(Some(&key), &mut opened);
        assert_eq!(opened, change(json!("Rosa"), json!("Rosaria")));

        let mut erased = change(sealed("Rosa"), json!("Titolare cancellato"));
        open(None, &mut erased);
        let expected = change(Value::Null, json!("Titolare cancellato"));
        assert_eq!(erased, Change { erased: true, ..expected });

        let mut plain = change(Value::Null, json!("registered"));
        open(None, &mut plain);
        assert!(!plain.erased);
    }
}
