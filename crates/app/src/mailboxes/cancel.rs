//! Cancelling a mailbox, which cannot be undone (A12).

use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::operations::CancelMailbox;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::id::MailboxId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mail_host::Effect;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::{Tx, links, mailbox_passwords};

use super::{Found, find_to_change, notify_state_changed, record_with, save, shown};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::history::password_digest;
use crate::scope::InScope;
use crate::{App, Grant, contracts, holder_changes, mail_host, own_receipts};

pub async fn cancel(
    app: &App,
    grant: &Grant<CancelMailbox>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let after = apply(app, &mut tx, grant.caller().actor(), &before, &domain).await?;
    let cancelled = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(cancelled)
}

/// Cancels the mailbox, with all consequences.
pub(crate) async fn apply(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<InScope<Mailbox>, AppError> {
    let (id, now) = (before.id, app.now());
    let mut after = before.cancelled(now)?;
    after.version += 1;
    let keeps_password = own_receipts::may_have_password(tx, &after).await?;
    if keeps_password {
        // There are receipts, although none would be preserved any more.
        after.password = before.password.stopped();
    }
    let after = before.changed(after);
    save(tx, &after).await?;
    let mut further = vec![];
    if !keeps_password {
        let digest = password_digest(&*tx.history_key()?, after.subject(), None);
        further = FieldChange::between(None, vec![digest]);
        mailbox_passwords::forget(tx, id).await?;
        links::retire(tx, after.subject(), LinkPurpose::SetPassword).await?;
    }
    links::retire(tx, after.subject(), LinkPurpose::ConfirmCommunicationEmail).await?;
    contracts::end_with_mailbox(app, tx, actor, id).await?;
    holder_changes::close_with_mailbox(app, tx, actor, id).await?;
    record_with(tx, actor, Action::Cancelled, Some(before), &after, now, further).await?;
    notify_state_changed(app, tx, &after, domain, now).await?;
    mail_host::request(app, tx, &after, Effect::Cancelled).await?;
    Ok(after)
}
