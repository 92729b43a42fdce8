//! The messages about the service of a mailbox, to its holder and to the mailbox itself.

use std::collections::BTreeSet;

use sigillo_domain::history::Action;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::message::{MailboxMessage, MessageKind};
use sigillo_domain::service_term::{ServiceRequest, ServiceStep};
use sigillo_storage::{Tx, holder_addresses};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;
use crate::mailboxes::trigger;
use crate::scope::InScope;

/// What has happened to the service of a mailbox.
pub(super) struct Event<'a> {
    pub action: Action,
    pub before: &'a InScope<Mailbox>,
    pub after: &'a InScope<Mailbox>,
    pub id: Uuid,
}

pub(super) async fn notify(
    app: &App,
    tx: &mut Tx,
    event: Event<'_>,
    domain: &MailDomain,
) -> Result<(), AppError> {
    let Some((kind, content)) = message(app, &event) else { return Ok(()) };
    let recipients = recipients(tx, event.after).await?;
    let trigger = trigger(event.after, domain.language, event.id, app.now());
    let recipients = recipients.iter().map(String::as_str);
    trigger.queue(app, tx, kind, &content.into(), recipients).await
}

fn message(app: &App, event: &Event<'_>) -> Option<(MessageKind, MailboxMessage)> {
    let after = event.after;
    let is_termination = after.service.request == ServiceRequest::Termination;
    let ends = |at| MailboxMessage::ServiceEnds { at, is_termination };
    match event.action {
        Action::Renewed | Action::TerminationWithdrawn => {
            let until = after.expires_at;
            Some((MessageKind::ServiceContinues, MailboxMessage::ServiceContinues { until }))
        }
        // The service of a suppressed mailbox has ended already.
        Action::TerminationRequested if after.state == MailboxState::Suppressed => None,
        Action::TerminationRequested => {
            Some((MessageKind::ServiceTerminating, ends(after.expires_at?)))
        }
        Action::EndAnnounced => {
            let (ServiceStep::Notice(notice), _) = event.before.service_step(app.now())? else {
                return None;
            };
            Some((notice.into(), ends(after.expires_at?)))
        }
        Action::ServiceEnded => Some((MessageKind::ServiceEnded, ends(after.expires_at?))),
        _ => None,
    }
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
