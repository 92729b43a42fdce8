//! Confirming a communication e-mail with the link that was sent to it (A15).

use sigillo_contract::own_mailbox::LinkToken;
use sigillo_domain::history::Action;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mailbox::{Mailbox, State};
use sigillo_storage::{links, mailboxes};

use super::{NOT_VALID, open, user};
use crate::App;
use crate::error::AppError;
use crate::mailboxes::{notify_email_changed, record};

pub async fn confirm_email(app: &App, request: &LinkToken) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let purpose = Some(LinkPurpose::ConfirmCommunicationEmail);
    let (found, mailbox) = open(app, &mut tx, &request.token, purpose).await?;
    let before = mailboxes::find_to_change(&mut tx, mailbox.id).await?.ok_or(NOT_VALID)?;
    let used = links::use_up(&mut tx, found.link.id).await?;
    if !used || before.state == State::Cancelled {
        return Err(NOT_VALID);
    }
    let after = Mailbox {
        communication_email: found.link.email,
        version: before.version + 1,
        ..before.clone()
    };
    if after.communication_email != before.communication_email {
        mailboxes::update(&mut tx, &after).await?;
        let actor = user(&before);
        record(&mut tx, &actor, Action::Updated, Some(&before), &after, now).await?;
        notify_email_changed(app, &mut tx, &before, &after).await?;
    }
    Ok(tx.commit().await?)
}
