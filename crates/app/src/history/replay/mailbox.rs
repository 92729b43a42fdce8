use std::collections::HashMap;

use serde_json::json;
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::PasswordState;
use sigillo_storage::{
    Connection, StorageError, documents, holder_changes, mailbox_passwords, mailboxes,
};
use uuid::Uuid;

use super::CurrentFields;
use crate::documents::document_field;
use crate::history::password_digest;
use crate::holder_changes::current_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    ids: &[MailboxId],
    key: &HistoryKey,
) -> Result<HashMap<Uuid, CurrentFields>, StorageError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = || ids.iter().copied();
    let storage_keys = mailboxes::storage_keys(on, ids()).await?;
    let passwords = mailbox_passwords::all_in_use(on, ids()).await?;
    let mut found = HashMap::new();
    for mailbox in mailboxes::find_many(on, ids()).await? {
        let mut values = mailbox.audited_fields().to_vec();
        values.push(mailbox.lifecycle_digest(key));
        values.push(mailbox.service_digest(key));
        values.push(mailbox.identification_digest(key));
        if let Some(storage_key) = storage_keys.get(&mailbox.id) {
            values.push(mailbox.storage_key_digest(storage_key, key));
        }
        let hash = passwords.get(&mailbox.id).map(String::as_str);
        values.push(password_digest(key, mailbox.subject(), hash));
        let initial_values = vec![("password_state", json!(PasswordState::ToSet))];
        found.insert(mailbox.id.uuid(), CurrentFields::fixed(values, initial_values));
    }
    for document in documents::of_mailboxes(on, ids()).await? {
        let (field, value) = document_field(&document, None)?;
        let of = document.mailbox_id.and_then(|id| found.get_mut(&id.uuid()));
        if let Some(current) = of {
            current.values.push((field.into(), value));
        }
    }
    for named in holder_changes::of_mailboxes(on, ids()).await? {
        if let Some(current) = found.get_mut(&named.change.mailbox_id.uuid()) {
            current.values.extend(current_fields(&named.change, key));
        }
    }
    Ok(found)
}
