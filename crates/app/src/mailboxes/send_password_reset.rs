//! INVIA RESET PASSWORD (A16): an administrator never sets or sees a password, and can only have a
//! link sent to the user.

use sigillo_contract::message::Message;
use sigillo_contract::operations::SendPasswordReset;
use sigillo_domain::Code;
use sigillo_domain::history::Actor;
use sigillo_domain::id::{MailboxId, MessageId};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_storage::{Tx, messages};

use super::{Found, find_to_change};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::links::Earlier;
use crate::scope::InScope;
use crate::{App, Grant, links, own_receipts, view};

pub async fn send_password_reset(
    app: &App,
    grant: &Grant<SendPasswordReset>,
    id: MailboxId,
) -> Result<Message, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    let actor = grant.caller().actor();
    let message_id = apply(app, &mut tx, actor, &mailbox, &domain).await?;
    let message = messages::find(&mut tx, message_id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(view::message(message))
}

/// Checks that a link can be sent.
pub(crate) fn check(mailbox: &Mailbox) -> Result<(), AppError> {
    let code = match mailbox.state {
        _ if mailbox.may_have_password() && mailbox.communication_email.is_some() => return Ok(()),
        _ if mailbox.may_have_password() => Code::NoCommunicationEmail,
        MailboxState::Cancelled => Code::MailboxCancelled,
        _ => Code::NotInThisState,
    };
    Err(AppError::Problem(code))
}

/// Sends the link, and returns the id of the message.
pub(crate) async fn apply(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<MessageId, AppError> {
    // Receipts that are there are reason enough, which a look at the mailbox alone does not show.
    if !own_receipts::may_have_password(tx, mailbox).await? || mailbox.communication_email.is_none()
    {
        check(mailbox)?;
    }
    let earlier = Earlier::End;
    let sent = links::send_requested_link(app, tx, mailbox, domain, actor, earlier).await?;
    sent.ok_or(AppError::Problem(Code::NoCommunicationEmail))
}
