use async_trait::async_trait;
use sigillo_storage::ticket_mail::MailPlace;

/// An e-mail that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingMail {
    /// Without its angle brackets.
    pub message_id: Option<String>,
    /// The `Message-ID` of what it answers, the nearest first.
    pub answers: Vec<String>,
    /// The only address that it says to be from; None if there is none, or several.
    pub sender: Option<String>,
    /// Whom it says that it is for, and whom servers say that they have delivered it for.
    pub recipients: Vec<String>,
    pub subject: String,
    pub signs: MailSigns,
    /// What was written, as plain text, whatever form it came in.
    pub text: String,
    pub files: Vec<IncomingFile>,
}

/// What the headers of an e-mail give away about who has written it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailSigns {
    /// By a program: RFC 3834, and what was usual before it.
    pub automatic: bool,
    /// By the provider of certified mail: a receipt, or the envelope of a message.
    pub certified: bool,
    /// A report on the delivery of a message, or a message that no report may answer.
    pub report: bool,
}

/// A file of an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingFile {
    pub name: String,
    pub content: Vec<u8>,
}

/// Reads e-mails.
#[async_trait]
pub trait MailReader: Send + Sync {
    /// Reads an e-mail; None if it is not one.
    async fn read(&self, raw: Vec<u8>) -> Option<IncomingMail>;
}

/// An e-mail that waits in a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMail {
    pub place: MailPlace,
    pub bytes: u64,
}

/// How much of an e-mail is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailPart {
    Whole,
    Headers,
}

/// A mailbox cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the mailbox of the support cannot be read: {0}")]
pub struct InboxError(pub String);

/// The mailbox that answers to tickets come to.
#[async_trait]
pub trait TicketInbox: Send + Sync {
    async fn open(&self) -> Result<Box<dyn OpenInbox>, InboxError>;
}

#[async_trait]
pub trait OpenInbox: Send {
    /// The e-mails that were not put away yet, oldest first.
    async fn waiting(&mut self) -> Result<Vec<WaitingMail>, InboxError>;

    /// Reads an e-mail; None if it has gone meanwhile.
    async fn read(
        &mut self,
        mail: &WaitingMail,
        part: MailPart,
    ) -> Result<Option<Vec<u8>>, InboxError>;

    /// Puts an e-mail where it does not wait any longer.
    async fn put_away(&mut self, mail: &WaitingMail) -> Result<(), InboxError>;

    async fn close(self: Box<Self>);
}
