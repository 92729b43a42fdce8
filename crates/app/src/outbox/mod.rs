//! The outbox: what is to be written to people becomes a row of the transaction that is its cause,
//! and workers carry it away afterwards.

mod deliver;
mod resend;

pub use deliver::deliver;
pub use resend::resend;

use std::time::Duration;

use chrono::{DateTime, Utc};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::message::{Content, Kind, Language, PATIENCE};
use sigillo_storage::Tx;
use sigillo_storage::messages::{self, NewMessage};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// How long handing over one message may take. A lease lasts longer than that, so that nobody takes
/// a message while it is being sent.
pub const LONGEST_SEND: Duration = Duration::from_mins(1);

/// What messages follow from.
pub(crate) struct Cause<'a> {
    pub mailbox: &'a Mailbox,
    pub language: Language,
    /// Unique to what happened: of two servers that both notice it only one writes.
    pub id: Uuid,
    pub at: DateTime<Utc>,
}

/// To whom a message goes.
pub(crate) enum To<'a> {
    /// To the communication e-mail, where there is one.
    CommunicationEmail,
    /// To the mailbox itself and, where there is one, to the communication e-mail.
    Both,
    /// To these, those that are there.
    Addresses(&'a [Option<&'a str>]),
}

impl Cause<'_> {
    /// Writes a message to each of its recipients.
    pub async fn tell(
        &self,
        app: &App,
        tx: &mut Tx,
        kind: Kind,
        content: &Content,
        to: To<'_>,
    ) -> Result<(), AppError> {
        let mailbox = Some(self.mailbox.address.as_str());
        let communication_email = self.mailbox.communication_email.as_deref();
        let both = [mailbox, communication_email];
        let recipients = match to {
            To::CommunicationEmail => &both[1..],
            To::Both => &both[..],
            To::Addresses(addresses) => addresses,
        };
        for recipient in recipients.iter().flatten() {
            self.write(app, tx, kind, content, recipient, None).await?;
        }
        Ok(())
    }

    /// Writes one message; says its id.
    pub async fn write(
        &self,
        app: &App,
        tx: &mut Tx,
        kind: Kind,
        content: &Content,
        recipient: &str,
        link_id: Option<Uuid>,
    ) -> Result<Uuid, AppError> {
        let id = app.new_id();
        let message = NewMessage {
            id,
            cause_id: self.id,
            kind,
            recipient,
            mailbox_id: self.mailbox.id,
            mailbox_address: &self.mailbox.address,
            language: self.language,
            link_id,
            content,
            created_at: self.at,
            gives_up_at: self.at + PATIENCE,
        };
        messages::insert(tx, &[message]).await?;
        Ok(id)
    }
}
