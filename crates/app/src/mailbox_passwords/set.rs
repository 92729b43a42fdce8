//! Setting a password: the part that all use cases share.

use serde_json::{Value, json};
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mail_host::Effect;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::message::{MailboxMessage, MessageKind};
use sigillo_domain::password::{Context, REMEMBERED, check};
use sigillo_domain::password_term::Term;
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::{Tx, domains, links, mailbox_passwords, mailbox_sessions};

use crate::error::AppError;
use crate::history::password_digest;
use crate::mailboxes::notify_both_addresses;
use crate::record::{HistoryEntry, record};
use crate::scope::InScope;
use crate::{App, accounts, mail_host, mailboxes};

/// Validates and hashes a new password. Hashing is slow, so it runs outside any transaction.
pub(crate) async fn judge(
    app: &App,
    mailbox: &Mailbox,
    password: &str,
) -> Result<String, AppError> {
    let refused = |code| AppError::fault("/new_password", code);
    let domain = mailbox.address.split_once('@').map_or("", |(_, domain)| domain);
    let context = Context::of_mailbox(Some(&mailbox.local_part), domain);
    check(password, &context).map_err(refused)?;
    let mut on = app.db.read().await?;
    let last = mailbox_passwords::list(&mut on, mailbox.id).await?;
    drop(on);
    for old in last {
        if app.passwords.verify(password, Some(&old.hash)).await {
            return Err(refused(FaultCode::UsedBefore));
        }
    }
    accounts::hash(app, password).await
}

/// Replaces the password in use. Once committed, only the new one works (A17): links for setting
/// another are invalidated, and every session opened with the old one ends.
pub(crate) async fn set(
    app: &App,
    tx: &mut Tx,
    before: &InScope<Mailbox>,
    hash: &str,
    actor: &Actor,
) -> Result<(), AppError> {
    let now = app.now();
    let owned = domains::find(tx, before.domain_id).await?;
    let domain = owned.ok_or(AppError::Problem(Code::Internal))?.domain;
    let id = app.new_id();
    mailbox_passwords::replace(tx, before.id, (id, hash), now, REMEMBERED).await?;
    let term = Term::starting(now, domain.password_lifetime_days);
    let password = if before.state == MailboxState::Cancelled { term.stopped() } else { term };
    let after = Mailbox { password, version: before.version + 1, ..(**before).clone() };
    let after = before.changed(after);
    mailboxes::save(tx, &after).await?;
    mailbox_sessions::end_all(tx, before.id).await?;
    let subject = before.subject();
    for purpose in [LinkPurpose::SetPassword, LinkPurpose::StopPasswordReset] {
        links::retire(tx, subject, purpose).await?;
    }

    let mut changes = vec![FieldChange::new("password", Value::Null, json!("new"))];
    let key = tx.history_key()?;
    let digest = password_digest(&key, subject, Some(hash));
    changes.extend(FieldChange::between(None, vec![digest]));
    changes.extend(after.recorded_changes(Some(before), &key));
    let entry = HistoryEntry { subject, action: Action::PasswordSet, changes: &changes };
    record(tx, actor, now, entry).await?;
    if after.has_store() {
        mail_host::request(app, tx, &after, Effect::PasswordSet).await?;
    }
    // The user was asked to set the first password, so only later changes are notified.
    if before.password.set_at.is_some() {
        let message = (MessageKind::PasswordChanged, MailboxMessage::PasswordChanged { at: now });
        notify_both_addresses(app, tx, &after, domain.language, id.uuid(), message).await?;
    }
    Ok(())
}
