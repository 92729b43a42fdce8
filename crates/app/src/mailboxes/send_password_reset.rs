//! INVIA RESET PASSWORD (A16): an administrator never sets or sees a password, and can only have the
//! user sent a link.

use sigillo_contract::message::Message;
use sigillo_contract::operations::SendPasswordReset;
use sigillo_domain::Code;
use sigillo_domain::mailbox::State;
use sigillo_storage::messages;
use uuid::Uuid;

use super::{InScope, find_to_change};
use crate::error::{AppError, NOT_FOUND};
use crate::{App, Grant, links, view};

pub async fn send_password_reset(
    app: &App,
    grant: &Grant<SendPasswordReset>,
    id: Uuid,
) -> Result<Message, AppError> {
    let mut tx = app.db.begin().await?;
    let InScope { mailbox, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    if !mailbox.may_have_password() {
        let cancelled = mailbox.state == State::Cancelled;
        let code = if cancelled { Code::MailboxCancelled } else { Code::NotInThisState };
        return Err(AppError::Problem(code));
    }
    let actor = &grant.caller().actor;
    let sent = links::send_requested_link(app, &mut tx, &mailbox, &domain, actor).await?;
    let message_id = sent.ok_or(AppError::Problem(Code::NoCommunicationEmail))?;
    let message = messages::find(&mut tx, message_id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(view::message(message))
}
