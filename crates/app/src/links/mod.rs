//! Links sent by e-mail: one use, 24 hours (A16). Opening one does not use it, since programs that
//! look for viruses open links too; what it is for does.

mod answer_requests;
mod check;
mod confirm_email;
mod request;
mod set_password;

pub use answer_requests::answer_requests;
pub use check::check;
pub use confirm_email::confirm_email;
pub use request::request;
pub use set_password::set_password;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_domain::domain::Domain;
use sigillo_domain::history::{Action, Actor, FieldChange, Subject};
use sigillo_domain::mailbox::{Mailbox, PasswordState};
use sigillo_domain::message::{Content, Kind, PATIENCE};
use sigillo_domain::name::masked;
use sigillo_storage::links::{self, Link, OpenLink, Purpose};
use sigillo_storage::messages::{self, NewMessage};
use sigillo_storage::{Connection, Tx, mailboxes};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;
use crate::outbox::Cause;
use crate::record::{Deed, record};
use crate::scope::{InScope, MailboxUser};
use crate::secret;

/// How long a link is good for, from when it is sent.
pub(crate) const TOKEN_LIFETIME: TimeDelta = TimeDelta::hours(24);

const NOT_VALID: AppError = AppError::Problem(sigillo_domain::Code::LinkNotValid);

/// Writes a link to set the password to the communication e-mail, in the place of those before it;
/// None when there is nowhere to write to. Says the id of the message.
pub(crate) async fn send_password_link(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &Domain,
) -> Result<Option<Uuid>, AppError> {
    let Some(recipient) = mailbox.communication_email.as_deref() else { return Ok(None) };
    let kind = match mailbox.password.state {
        PasswordState::ToSet => Kind::SetPassword,
        PasswordState::Valid | PasswordState::Expired => Kind::ResetPassword,
    };
    let link = Link {
        id: app.new_id(),
        mailbox_id: mailbox.id,
        purpose: Purpose::SetPassword,
        communication_email: None,
    };
    let message = (kind, &Content::PasswordLink, recipient);
    send(app, tx, &link, mailbox, domain, message).await.map(Some)
}

/// As [`send_password_link`], to many new mailboxes of a domain that were never sent one.
pub(crate) async fn send_first_password_links(
    app: &App,
    tx: &mut Tx,
    mailboxes: &[&InScope<Mailbox>],
    domain: &Domain,
) -> Result<(), AppError> {
    let now = app.now();
    let reachable = mailboxes.iter().filter_map(|mailbox| {
        mailbox.communication_email.as_deref().map(|recipient| (*mailbox, recipient))
    });
    let reachable: Vec<_> = reachable.collect();
    let link = |(mailbox, _): &(&InScope<Mailbox>, &str)| Link {
        id: app.new_id(),
        mailbox_id: mailbox.id,
        purpose: Purpose::SetPassword,
        communication_email: None,
    };
    let links: Vec<_> = reachable.iter().map(link).collect();
    let mut messages = Vec::with_capacity(links.len());
    for (link, (mailbox, recipient)) in links.iter().zip(&reachable) {
        messages.push(NewMessage {
            id: app.new_id(),
            cause_id: link.id,
            kind: Kind::SetPassword,
            recipient,
            mailbox_id: mailbox.id,
            mailbox_address: &mailbox.address,
            language: domain.language,
            link_id: Some(link.id),
            content: &Content::PasswordLink,
            created_at: now,
            gives_up_at: now + PATIENCE,
        });
    }
    links::insert(tx, &links, now, now + PATIENCE + TOKEN_LIFETIME).await?;
    messages::insert(tx, &messages).await?;
    Ok(())
}

/// As [`send_password_link`], because somebody asked for it: that stands in the history.
pub(crate) async fn send_requested_link(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &Domain,
    actor: &Actor,
) -> Result<Option<Uuid>, AppError> {
    let sent = send_password_link(app, tx, mailbox, domain).await?;
    if sent.is_none() {
        return Ok(None);
    }
    let recipient = &mailbox.communication_email;
    let deed = Deed {
        subject: Subject::Mailbox,
        subject_id: mailbox.id,
        action: Action::PasswordLinkSent,
        changes: &[FieldChange::new("recipient", Value::Null, json!(recipient))],
    };
    record(tx, actor, app.now(), deed).await?;
    Ok(sent)
}

/// Writes a link to the address that it is to confirm.
pub(crate) async fn send_email_link(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &Domain,
    email: &str,
) -> Result<(), AppError> {
    let link = Link {
        id: app.new_id(),
        mailbox_id: mailbox.id,
        purpose: Purpose::ConfirmCommunicationEmail,
        communication_email: Some(email.to_owned()),
    };
    let content = Content::EmailLink { communication_email: email.to_owned() };
    let message = (Kind::ConfirmCommunicationEmail, &content, email);
    send(app, tx, &link, mailbox, domain, message).await?;
    Ok(())
}

async fn send(
    app: &App,
    tx: &mut Tx,
    link: &Link,
    mailbox: &Mailbox,
    domain: &Domain,
    (kind, content, recipient): (Kind, &Content, &str),
) -> Result<Uuid, AppError> {
    let now = app.now();
    // At the latest: the first attempt to send it brings this nearer.
    links::replace(tx, link, now, now + PATIENCE + TOKEN_LIFETIME).await?;
    let cause = Cause { mailbox, language: domain.language, id: link.id, at: now };
    cause.write(app, tx, kind, content, recipient, Some(link.id)).await
}

/// A link whose token was shown: whoever holds it is taken for the mailbox's user.
struct HeldLink {
    open: OpenLink,
    mailbox: Mailbox,
}

impl MailboxUser for HeldLink {
    fn mailbox_id(&self) -> Uuid {
        self.mailbox.id
    }
}

/// The link that a token opens, for a purpose, and its mailbox.
async fn open(
    app: &App,
    on: &mut impl Connection,
    token: &str,
    purpose: Option<Purpose>,
) -> Result<HeldLink, AppError> {
    let open = links::find_by_token(on, &secret::hash(token), app.now()).await?;
    let open = open.filter(|open| purpose.is_none_or(|purpose| open.link.purpose == purpose));
    let open = open.ok_or(NOT_VALID)?;
    let mailbox = mailboxes::find(on, open.link.mailbox_id).await?.ok_or(NOT_VALID)?;
    if mailbox.may_have_password() { Ok(HeldLink { open, mailbox }) } else { Err(NOT_VALID) }
}

/// Who holds a link to a mailbox is taken for its user.
fn user(mailbox: &Mailbox) -> Actor {
    let kind = sigillo_domain::history::ActorKind::MailboxUser;
    Actor { kind, id: Some(mailbox.id), name: mailbox.address.clone() }
}

fn mask(mailbox: &Mailbox) -> String {
    masked(&mailbox.address)
}
