//! E-mails to the support: the mailbox that they come to, and what they say.

mod inbox;
mod reader;

pub use inbox::ImapInbox;
pub use reader::MailParser;
