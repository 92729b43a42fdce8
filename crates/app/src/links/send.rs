//! Sending links to the user of a mailbox.

use serde_json::{Value, json};
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::id::MessageId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, PasswordState};
use sigillo_domain::message::{Content, GIVE_UP_AFTER, MailboxMessage, MessageKind};
use sigillo_storage::links::{self, Link};
use sigillo_storage::{Tx, messages};

use super::TOKEN_LIFETIME;
use super::previous_emails::previous_emails;
use crate::App;
use crate::error::AppError;
use crate::mailboxes::trigger;
use crate::record::{HistoryEntry, record};
use crate::scope::InScope;

/// What happens to the links that set a mailbox's password when another is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// They end.
    End,
    /// They stay valid, as whoever asked for another is not known.
    Stay,
}

const PASSWORD_LINK: Content = Content::Mailbox(MailboxMessage::PasswordLink);

fn password_link(app: &App, mailbox: &InScope<Mailbox>) -> Link {
    Link {
        id: app.new_id(),
        subject: mailbox.subject(),
        purpose: LinkPurpose::SetPassword,
        email: None,
    }
}

/// Sends a link for setting the password to the communication e-mail. Returns the id of the message,
/// or None if there is no communication e-mail.
pub(crate) async fn send_password_link(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
    earlier: Earlier,
) -> Result<Option<MessageId>, AppError> {
    let Some(recipient) = mailbox.communication_email.as_deref() else { return Ok(None) };
    let kind = match mailbox.password.state {
        PasswordState::ToSet => MessageKind::SetPassword,
        PasswordState::Valid | PasswordState::Expired => MessageKind::ResetPassword,
    };
    let link = password_link(app, mailbox);
    if earlier == Earlier::End {
        links::retire(tx, link.subject, link.purpose).await?;
    }
    let id = send(app, tx, &link, mailbox, domain, (kind, &PASSWORD_LINK, recipient)).await?;
    notify_previous_emails(app, tx, mailbox, domain).await?;
    Ok(Some(id))
}

/// Sends the welcome message with a link for setting the password, which ends the earlier ones. Returns the id
/// of the message, or None if there is no communication e-mail.
pub(crate) async fn send_welcome(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<Option<MessageId>, AppError> {
    let content = MailboxMessage::Welcome { servers: domain.client_servers.clone() };
    send_first_link(app, tx, mailbox, domain, (MessageKind::Welcome, content)).await
}

/// Sends the new holder of a mailbox the same as in a welcome message.
pub(crate) async fn send_to_new_holder(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<Option<MessageId>, AppError> {
    let content = MailboxMessage::NewHolder { servers: domain.client_servers.clone() };
    send_first_link(app, tx, mailbox, domain, (MessageKind::NewHolder, content)).await
}

async fn send_first_link(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
    (kind, content): (MessageKind, MailboxMessage),
) -> Result<Option<MessageId>, AppError> {
    let Some(recipient) = mailbox.communication_email.as_deref() else { return Ok(None) };
    let link = password_link(app, mailbox);
    links::retire(tx, link.subject, link.purpose).await?;
    let message = (kind, &content.into(), recipient);
    Ok(Some(send(app, tx, &link, mailbox, domain, message).await?))
}

/// Tells the addresses that the mailbox had a short time ago that a link was sent, each with a link
/// that stops it.
async fn notify_previous_emails(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<(), AppError> {
    let now = app.now();
    let content = MailboxMessage::PasswordResetNotice { at: now }.into();
    for recipient in previous_emails(tx, mailbox, now).await? {
        let link = Link {
            id: app.new_id(),
            subject: mailbox.subject(),
            purpose: LinkPurpose::StopPasswordReset,
            email: None,
        };
        let message = (MessageKind::PasswordResetNotice, &content, recipient.as_str());
        send(app, tx, &link, mailbox, domain, message).await?;
    }
    Ok(())
}

/// Sends first links as [`send_password_link`] does, for many new mailboxes of a domain.
pub(crate) async fn send_first_password_links(
    app: &App,
    tx: &mut Tx,
    mailboxes: &[&InScope<Mailbox>],
    domain: &MailDomain,
) -> Result<(), AppError> {
    let now = app.now();
    let mut links = vec![];
    let mut messages = vec![];
    for mailbox in mailboxes {
        let Some(recipient) = mailbox.communication_email.as_deref() else { continue };
        let link = password_link(app, mailbox);
        let trigger = trigger(mailbox, domain.language, link.id.uuid(), now);
        let id = app.new_id();
        messages.push(trigger.message(
            id,
            MessageKind::SetPassword,
            &PASSWORD_LINK,
            recipient,
            Some(link.id),
        ));
        links.push(link);
    }
    links::insert(tx, &links, now, now + GIVE_UP_AFTER + TOKEN_LIFETIME).await?;
    messages::insert(tx, &messages).await?;
    Ok(())
}

/// Sends the link as [`send_password_link`] does, and records in the history who requested it.
pub(crate) async fn send_requested_link(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
    actor: &Actor,
    earlier: Earlier,
) -> Result<Option<MessageId>, AppError> {
    let sent = send_password_link(app, tx, mailbox, domain, earlier).await?;
    if sent.is_none() {
        return Ok(None);
    }
    let recipient = &mailbox.communication_email;
    let entry = HistoryEntry {
        subject: mailbox.subject(),
        action: Action::PasswordLinkSent,
        changes: &[FieldChange::new("recipient", Value::Null, json!(recipient))],
    };
    record(tx, actor, app.now(), entry).await?;
    Ok(sent)
}

/// Sends a confirmation link to the address that it confirms.
pub(crate) async fn send_email_link(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
    email: &str,
) -> Result<(), AppError> {
    let link = Link {
        id: app.new_id(),
        subject: mailbox.subject(),
        purpose: LinkPurpose::ConfirmCommunicationEmail,
        email: Some(email.to_owned()),
    };
    links::retire(tx, link.subject, link.purpose).await?;
    let content = MailboxMessage::EmailLink { communication_email: email.to_owned() }.into();
    let message = (MessageKind::ConfirmCommunicationEmail, &content, email);
    send(app, tx, &link, mailbox, domain, message).await?;
    Ok(())
}

async fn send(
    app: &App,
    tx: &mut Tx,
    link: &Link,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
    (kind, content, recipient): (MessageKind, &Content, &str),
) -> Result<MessageId, AppError> {
    let now = app.now();
    // This is the latest possible expiry: the first attempt to send the link brings it forward.
    let expires_at = now + GIVE_UP_AFTER + TOKEN_LIFETIME;
    links::insert(tx, std::slice::from_ref(link), now, expires_at).await?;
    let trigger = trigger(mailbox, domain.language, link.id.uuid(), now);
    let id = app.new_id();
    let message = trigger.message(id, kind, content, recipient, Some(link.id));
    messages::insert(tx, &[message]).await?;
    Ok(id)
}
