//! The messages about the service of a mailbox, to its holder and to the mailbox itself.

use std::collections::BTreeSet;

use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::message::{MailboxMessage, MessageKind};
use sigillo_domain::service_term::ServiceRequest;
use sigillo_storage::{Tx, holder_addresses};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;
use crate::mailboxes::trigger;
use crate::scope::InScope;

/// A message, and what it says.
pub(super) type Message = (MessageKind, MailboxMessage);

/// That the service goes on.
pub(super) const fn continues(after: &Mailbox) -> Message {
    let until = after.expires_at;
    (MessageKind::ServiceContinues, MailboxMessage::ServiceContinues { until })
}

/// That the service ends, or has ended.
pub(super) fn ends(kind: MessageKind, after: &Mailbox) -> Option<Message> {
    let is_termination = after.service.request == ServiceRequest::Termination;
    Some((kind, MailboxMessage::ServiceEnds { at: after.expires_at?, is_termination }))
}

/// Tells the holder and the mailbox. `event_id` is unique to what has happened.
pub(super) async fn notify(
    app: &App,
    tx: &mut Tx,
    after: &InScope<Mailbox>,
    domain: &MailDomain,
    event_id: Uuid,
    (kind, content): Message,
) -> Result<(), AppError> {
    let recipients = recipients(tx, after).await?;
    let trigger = trigger(after, domain.language, event_id, app.now());
    let recipients = recipients.iter().map(String::as_str);
    trigger.queue(app, tx, kind, &content.into(), recipients).await
}

/// The communication e-mail, the e-mail of the holder's address, and the mailbox itself if its user can read it.
async fn recipients(tx: &mut Tx, mailbox: &Mailbox) -> Result<BTreeSet<String>, AppError> {
    let mut recipients: BTreeSet<_> = mailbox.communication_email.iter().cloned().collect();
    if mailbox.state == MailboxState::Active {
        recipients.insert(mailbox.address.clone());
    }
    if let Some(id) = mailbox.holder.and_then(|held| held.address_id)
        && let Some(address) = holder_addresses::find(tx, id).await?
        && !address.email.is_empty()
    {
        recipients.insert(address.email);
    }
    Ok(recipients)
}
