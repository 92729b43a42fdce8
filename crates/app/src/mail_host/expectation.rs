//! The state that the mail host must report for a mailbox, and its comparison with the reported
//! one.

use chrono::{DateTime, Utc};
use sigillo_contract::mail_host::Difference;
use sigillo_domain::id::PasswordId;
use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::quota::BYTES_PER_MB;
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::{Connection, mailbox_passwords, mailboxes};

use crate::DirectoryEntry;
use crate::error::{AppError, NOT_FOUND};

/// The entry that the mail host must report for a mailbox; None if it must not know the user.
pub(super) fn of_mailbox(
    mailbox: &Mailbox,
    store: &StorageKey,
    password_id: Option<PasswordId>,
    now: DateTime<Utc>,
) -> Option<DirectoryEntry> {
    mailbox.has_store().then(|| DirectoryEntry {
        store: Some(store.clone()),
        quota_bytes: Some(mailbox.quota_mb * BYTES_PER_MB),
        archive_bytes: mailbox.archive_mb.map(|archive| archive * BYTES_PER_MB),
        delivery: Some(mailbox.delivery()),
        sign_in: mailbox.sign_in(now),
        password_id,
    })
}

/// The same as [`of_mailbox`], but reads what it needs from the database.
pub(super) async fn read(
    on: &mut impl Connection,
    mailbox: &Mailbox,
    now: DateTime<Utc>,
) -> Result<(StorageKey, Option<DirectoryEntry>), AppError> {
    let store = mailboxes::storage_key(on, mailbox.id).await?.ok_or(NOT_FOUND)?;
    let password = mailbox_passwords::in_use(on, mailbox.id).await?;
    let entry = of_mailbox(mailbox, &store, password.map(|password| password.id), now);
    Ok((store, entry))
}

/// The fields in which the mail host deviates from the expectation.
pub(super) fn differences(
    expected: Option<&DirectoryEntry>,
    found: Option<&DirectoryEntry>,
) -> Vec<Difference> {
    let (expected_fields, found_fields) = (shown_fields(expected), shown_fields(found));
    let pairs = expected_fields.into_iter().zip(found_fields);
    pairs
        .filter(|((_, expected), (_, found))| expected != found)
        .map(|((field, expected), (_, found))| Difference {
            field: field.to_owned(),
            expected,
            found,
        })
        .collect()
}

/// The fields of an entry as texts. A password appears by its id: neither the password nor its hash
/// is shown.
fn shown_fields(entry: Option<&DirectoryEntry>) -> [(&'static str, Option<String>); 7] {
    let text = |word: Option<&str>| word.map(str::to_owned);
    let known = if entry.is_some() { "yes" } else { "no" };
    [
        ("known", text(Some(known))),
        ("delivery", entry.and_then(|e| text(e.delivery.map(Delivery::as_str)))),
        ("sign_in", entry.and_then(|e| text(e.sign_in.map(SignIn::as_str)))),
        ("quota_bytes", entry.and_then(|e| e.quota_bytes.map(|bytes| bytes.to_string()))),
        ("archive_bytes", entry.and_then(|e| e.archive_bytes.map(|bytes| bytes.to_string()))),
        ("password", entry.and_then(|e| e.password_id.map(|id| id.uuid().simple().to_string()))),
        ("store", entry.and_then(|e| text(e.store.as_ref().map(StorageKey::as_str)))),
    ]
}

/// The first difference, as a line for the log.
pub(super) fn line(differences: &[Difference]) -> Option<String> {
    let Difference { field, expected, found } = differences.first()?;
    let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "nothing".to_owned());
    Some(format!("{field} should be {} and is {}", word(expected), word(found)))
}
