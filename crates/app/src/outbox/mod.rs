//! The outbox: a message to people is a row of the transaction that causes it, and workers send it
//! afterwards.

mod deliver;
mod resend;

pub use deliver::deliver;
pub use resend::resend;

use std::time::Duration;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sigillo_domain::id::{LinkId, MessageId};
use sigillo_domain::message::{Content, GIVE_UP_AFTER, Language, MessageKind};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::Tx;
use sigillo_storage::messages::{self, NewMessage};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// Timeout for sending one message. A lease is longer, so that nobody takes a message while it is
/// being sent.
pub const SEND_TIMEOUT: Duration = Duration::from_mins(1);

/// The event that causes messages.
pub(crate) struct MessageTrigger<'a> {
    pub subject: SubjectRef,
    /// The subject's name in messages: the address of a mailbox.
    pub subject_name: &'a str,
    pub language: Language,
    /// Unique to the event, so that if two servers notice it only one queues its messages.
    pub id: Uuid,
    pub at: DateTime<Utc>,
}

/// The id of an event that several servers may notice, from words that are unique to it.
pub(crate) fn event_id(words: &str) -> Uuid {
    let digest = Sha256::digest(words);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

impl<'a> MessageTrigger<'a> {
    /// Queues a message to each recipient.
    pub async fn queue<'r>(
        &self,
        app: &App,
        tx: &mut Tx,
        kind: MessageKind,
        content: &Content,
        recipients: impl IntoIterator<Item = &'r str>,
    ) -> Result<(), AppError> {
        let message = |recipient| self.message(app.new_id(), kind, content, recipient, None);
        let messages: Vec<_> = recipients.into_iter().map(message).collect();
        Ok(messages::insert(tx, &messages).await?)
    }

    /// Builds a message about the event for the queue.
    pub fn message<'m>(
        &self,
        id: MessageId,
        kind: MessageKind,
        content: &'m Content,
        recipient: &'m str,
        link_id: Option<LinkId>,
    ) -> NewMessage<'m>
    where
        'a: 'm,
    {
        NewMessage {
            id,
            cause_id: self.id,
            kind,
            recipient,
            subject: self.subject,
            subject_name: self.subject_name,
            language: self.language,
            link_id,
            content,
            created_at: self.at,
            gives_up_at: self.at + GIVE_UP_AFTER,
        }
    }
}
