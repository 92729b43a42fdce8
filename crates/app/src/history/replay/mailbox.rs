use serde_json::json;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::PasswordState;
use sigillo_storage::{Connection, StorageError, mailboxes};

use super::CurrentFields;

pub(super) async fn current_fields(
    on: &mut impl Connection,
    id: MailboxId,
) -> Result<Option<CurrentFields>, StorageError> {
    let mailbox = mailboxes::find(on, id).await?;
    Ok(mailbox.map(|mailbox| CurrentFields {
        values: mailbox.audited_fields().to_vec(),
        initial_values: vec![("password_state", json!(PasswordState::ToSet))],
    }))
}
