//! Sending the activation data again (B15): the welcome message, with a link to set the password.

use serde_json::{Value, json};
use sigillo_contract::message::Message;
use sigillo_contract::operations::SendActivationData;
use sigillo_domain::Code;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_storage::messages;

use super::send_password_reset::check;
use super::{Found, find_to_change};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, record};
use crate::{App, Grant, links, view};

pub async fn send_activation_data(
    app: &App,
    grant: &Grant<SendActivationData>,
    id: MailboxId,
) -> Result<Message, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    check(&mailbox)?;
    match mailbox.state {
        MailboxState::Active => {}
        MailboxState::Cancelled => return Err(AppError::Problem(Code::MailboxCancelled)),
        // The message says that the mailbox is active.
        MailboxState::PendingActivation | MailboxState::Disabled | MailboxState::Suppressed => {
            return Err(AppError::Problem(Code::NotInThisState));
        }
    }
    let sent = links::send_welcome(app, &mut tx, &mailbox, &domain).await?;
    let message_id = sent.ok_or(AppError::Problem(Code::NoCommunicationEmail))?;
    let recipient = &mailbox.communication_email;
    let entry = HistoryEntry {
        subject: mailbox.subject(),
        action: Action::PasswordLinkSent,
        changes: &[FieldChange::new("recipient", Value::Null, json!(recipient))],
    };
    record(&mut tx, grant.caller().actor(), app.now(), entry).await?;
    let message = messages::find(&mut tx, message_id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(view::message(message))
}
