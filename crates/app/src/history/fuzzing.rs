//! The entry of the fuzz target.

use chrono::DateTime;
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange, Record, is_keyed};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::subject::SubjectKind;
use uuid::Uuid;

use super::Checkpoint;

/// Reads a text as a line of checkpoints, as a seal and as the changes of a record.
pub fn read_altered(text: &str) {
    let key = HistoryKey::derive(&[7; 32]);
    if let Ok(checkpoint) = serde_json::from_str::<Checkpoint>(text) {
        // Nobody signs with a key that they do not have.
        assert!(!checkpoint.is_signed_with(&key).unwrap_or(true));
        let again = serde_json::to_string(&checkpoint).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Checkpoint>(&again).ok(), Some(checkpoint));
    }
    let _ = is_keyed(text);
    let _ = serde_json::from_str::<Vec<FieldChange>>(text)
        .map(|changes| changes.iter().filter(|change| change.is_hidden()).count());
    let record = Record {
        subject: SubjectKind::Mailbox.with_id(Uuid::nil()),
        seq: 1,
        at: DateTime::UNIX_EPOCH,
        actor: Actor { kind: ActorKind::Postmaster, id: None, name: text.to_owned() },
        action: Action::Created,
        changes: text.to_owned(),
    };
    assert_ne!(record.seal(text, &key), record.unkeyed_seal(text));
}
