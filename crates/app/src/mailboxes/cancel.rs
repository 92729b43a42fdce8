//! Cancelling a mailbox, for ever (A12).

use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::CancelMailbox;
use sigillo_domain::history::Action;
use sigillo_domain::mail_host::Effect;
use sigillo_storage::{links, mailbox_passwords, mailboxes};
use uuid::Uuid;

use super::{InScope, find_to_change, record, tell_state_changed};
use crate::error::{AppError, check_version};
use crate::{App, Grant, mail_host, view};

pub async fn cancel(
    app: &App,
    grant: &Grant<CancelMailbox>,
    id: Uuid,
    expected_version: Option<i64>,
) -> Result<Mailbox, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let InScope { mailbox: before, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let mut after = before.cancelled(now)?;
    after.version += 1;
    mailboxes::update(&mut tx, &after).await?;
    if !after.may_have_password() {
        mailbox_passwords::forget(&mut tx, id).await?;
        links::retire(&mut tx, id, links::Purpose::SetPassword).await?;
    }
    links::retire(&mut tx, id, links::Purpose::ConfirmCommunicationEmail).await?;
    let actor = &grant.caller().actor;
    record(&mut tx, actor, Action::Cancelled, Some(&before), &after, now).await?;
    tell_state_changed(app, &mut tx, &after, &domain, now).await?;
    mail_host::request(app, &mut tx, id, Effect::Cancelled).await?;
    tx.commit().await?;
    Ok(view::mailbox(after))
}
