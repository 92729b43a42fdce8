//! Confirming a communication e-mail with the link that was sent to it (A15).

use sigillo_contract::own_mailbox::LinkToken;
use sigillo_domain::history::Action;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_storage::links;

use super::{NOT_VALID, open, user};
use crate::App;
use crate::error::AppError;
use crate::mailboxes::{notify_email_changed, record, save};
use crate::scope::InScope;

pub async fn confirm_email(app: &App, request: &LinkToken) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let purpose = Some(LinkPurpose::ConfirmCommunicationEmail);
    let held = open(app, &mut tx, &request.token, purpose).await?;
    let before = InScope::of_user(&mut tx, &held).await?.ok_or(NOT_VALID)?;
    let link = held.open.link;
    let used = links::use_up(&mut tx, link.id).await?;
    if !used || before.state == MailboxState::Cancelled {
        return Err(NOT_VALID);
    }
    let after = Mailbox {
        communication_email: link.email,
        version: before.version + 1,
        ..(*before).clone()
    };
    let after = before.changed(after);
    if after.communication_email != before.communication_email {
        save(&mut tx, &after).await?;
        let actor = user(&before);
        record(&mut tx, &actor, Action::Updated, Some(&before), &after, now).await?;
        notify_email_changed(app, &mut tx, &actor, &before, &after).await?;
    }
    Ok(tx.commit().await?)
}
