//! The communication e-mails that a mailbox had a short time ago.
//!
//! Whoever may change the e-mail of a mailbox could send a password reset to an address of their
//! own. So the previous addresses are notified of a reset that follows such a change.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::history::Filter;
use sigillo_storage::{Connection, StorageError, history};

use crate::error::AppError;

/// How long after a change of the e-mail its previous address is notified of a reset.
const NOTIFIED_FOR: TimeDelta = TimeDelta::hours(24);
/// The number of records of the history that are read at a time.
const BATCH: i64 = 50;
const FIELD: &str = "communication_email";

/// The addresses that were replaced within [`NOTIFIED_FOR`], without the present one.
pub(super) async fn previous_emails(
    on: &mut impl Connection,
    mailbox: &Mailbox,
    now: DateTime<Utc>,
) -> Result<BTreeSet<String>, AppError> {
    let mut found = BTreeSet::new();
    let mut before = None;
    'reading: loop {
        let batch = history::list(on, mailbox.subject(), &Filter::default(), before, BATCH).await?;
        for sealed in &batch {
            let record = &sealed.record;
            // What was before a change of holder is somebody else's, who must not stop anything.
            if now - record.at > NOTIFIED_FOR || record.action == Action::HolderChanged {
                break 'reading;
            }
            found.extend(replaced_in(&record.changes)?);
            before = Some(record.seq);
        }
        if batch.is_empty() {
            break;
        }
    }
    if let Some(present) = &mailbox.communication_email {
        found.remove(present);
    }
    Ok(found)
}

/// The address that a record of the history replaced.
fn replaced_in(changes: &str) -> Result<Option<String>, StorageError> {
    let changes: Vec<FieldChange> =
        serde_json::from_str(changes).map_err(|error| StorageError::Broken(error.to_string()))?;
    let mut replaced = changes.into_iter().filter(|change| change.field == FIELD);
    Ok(replaced.find_map(|change| change.before.as_str().map(str::to_owned)))
}
