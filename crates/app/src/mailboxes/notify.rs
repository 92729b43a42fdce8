//! The messages that notify the user of a mailbox of changes to it.

use chrono::{DateTime, Utc};
use sigillo_domain::Code;
use sigillo_domain::history::Actor;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::message::{Content, Language, MailboxMessage, MessageKind};
use sigillo_storage::{Tx, domains};
use uuid::Uuid;

use crate::error::AppError;
use crate::outbox::MessageTrigger;
use crate::scope::InScope;
use crate::{App, contracts};

/// An event of a mailbox. `id` is unique to the event.
pub(crate) fn trigger(
    mailbox: &InScope<Mailbox>,
    language: Language,
    id: Uuid,
    at: DateTime<Utc>,
) -> MessageTrigger<'_> {
    MessageTrigger { subject: mailbox.subject(), subject_name: &mailbox.address, language, id, at }
}

/// The mailbox's own address and its communication e-mail, if it has one.
fn both_addresses(mailbox: &Mailbox) -> impl Iterator<Item = &str> {
    std::iter::once(mailbox.address.as_str()).chain(mailbox.communication_email.as_deref())
}

/// Sends a message about a mailbox to itself and to its communication e-mail. `event_id` is unique
/// to what happened, so that of two servers that notice it only one sends the message.
pub(crate) async fn notify_both_addresses(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    language: Language,
    event_id: Uuid,
    (kind, content): (MessageKind, MailboxMessage),
) -> Result<(), AppError> {
    let trigger = trigger(mailbox, language, event_id, app.now());
    trigger.queue(app, tx, kind, &content.into(), both_addresses(mailbox)).await
}

/// Confirms a change of the communication e-mail to the new address, the old one and, once it is
/// active, the mailbox itself (A15). A contract that can still be signed is sent to the new address.
pub(crate) async fn notify_email_changed(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &InScope<Mailbox>,
    after: &InScope<Mailbox>,
) -> Result<(), AppError> {
    let Some(new) = &after.communication_email else { return Ok(()) };
    let owned = domains::find(tx, after.domain_id).await?;
    let domain = owned.ok_or(AppError::Problem(Code::Internal))?.domain;
    let old = before.communication_email.as_deref();
    let own = Some(after.address.as_str()).filter(|_| after.activated_at.is_some());
    let content = MailboxMessage::EmailChanged {
        before: old.map(str::to_owned),
        after: new.clone(),
        mailbox_is_told: own.is_some(),
    };
    let recipients = [Some(new.as_str()), old, own];
    let trigger = trigger(after, domain.language, app.new_id(), app.now());
    let kind = MessageKind::CommunicationEmailChanged;
    trigger.queue(app, tx, kind, &content.into(), recipients.into_iter().flatten()).await?;
    contracts::resend_to_new_email(app, tx, actor, after, &domain).await
}

/// Notifies that the mailbox was disabled, enabled or cancelled. The message is not sent to the
/// mailbox itself: it cannot be read there, or only when it is no longer news.
pub(crate) async fn notify_state_changed(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let kind = match mailbox.state {
        MailboxState::Disabled => MessageKind::MailboxDisabled,
        MailboxState::Active => MessageKind::MailboxEnabled,
        MailboxState::Cancelled => MessageKind::MailboxCancelled,
        MailboxState::PendingActivation | MailboxState::Suppressed => return Ok(()),
    };
    let content = Content::Mailbox(MailboxMessage::StateChanged {
        at,
        was_never_active: mailbox.activated_at.is_none(),
    });
    let trigger = trigger(mailbox, domain.language, app.new_id(), at);
    trigger.queue(app, tx, kind, &content, mailbox.communication_email.as_deref()).await
}

/// Notifies that space is running out (A14).
pub(crate) async fn notify_soft_limit(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<(), AppError> {
    let content = MailboxMessage::SoftLimit {
        used_bytes: mailbox.used_bytes.unwrap_or_default(),
        quota_mb: mailbox.quota_mb,
        soft_limit_mb: mailbox.soft_limit_mb,
    };
    let message = (MessageKind::SoftLimitReached, content);
    notify_both_addresses(app, tx, mailbox, domain.language, app.new_id(), message).await
}
