//! Links sent by e-mail: each is used once, within 24 hours (A16). Opening a link does not use it,
//! because virus scanners open links too; submitting its form does.

mod answer_requests;
mod check;
mod confirm_email;
mod previous_emails;
mod request;
mod send;
mod set_password;
mod stop_reset;

pub use answer_requests::answer_requests;
pub use check::check;
pub use confirm_email::confirm_email;
pub use request::request;
pub(crate) use send::{
    Earlier, send_email_link, send_first_password_links, send_password_link, send_requested_link,
    send_to_new_holder, send_welcome,
};
pub use set_password::set_password;
pub use stop_reset::stop_reset;

use chrono::TimeDelta;
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::id::MailboxId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::name::masked;
use sigillo_storage::links::{self, OpenLink};
use sigillo_storage::{Connection, mailboxes};

use crate::App;
use crate::error::AppError;
use crate::scope::MailboxUser;
use crate::secret;

/// The lifetime of a link, from when it is sent.
pub(crate) const TOKEN_LIFETIME: TimeDelta = TimeDelta::hours(24);

const NOT_VALID: AppError = AppError::Problem(sigillo_domain::Code::LinkNotValid);

/// A link whose token was shown: its holder counts as the mailbox's user.
struct HeldLink {
    open: OpenLink,
    mailbox: Mailbox,
}

impl MailboxUser for HeldLink {
    fn mailbox_id(&self) -> MailboxId {
        self.mailbox.id
    }
}

/// Finds the valid link of a token, with its mailbox. With a purpose, the link must have it.
async fn open(
    app: &App,
    on: &mut impl Connection,
    token: &str,
    purpose: Option<LinkPurpose>,
) -> Result<HeldLink, AppError> {
    let open = links::find_by_token(on, &secret::hash(token), app.now()).await?;
    let open = open.filter(|open| purpose.is_none_or(|purpose| open.link.purpose == purpose));
    let open = open.ok_or(NOT_VALID)?;
    let mailbox_id = open.link.subject.id_of().ok_or(NOT_VALID)?;
    let mailbox = mailboxes::find(on, mailbox_id).await?.ok_or(NOT_VALID)?;
    if mailbox.may_have_password() { Ok(HeldLink { open, mailbox }) } else { Err(NOT_VALID) }
}

/// The holder of a link to a mailbox counts as its user.
fn user(mailbox: &Mailbox) -> Actor {
    let kind = ActorKind::MailboxUser;
    Actor { kind, id: Some(mailbox.id.uuid()), name: mailbox.address.clone() }
}

fn mask(mailbox: &Mailbox) -> String {
    masked(&mailbox.address)
}
