//! The ports: traits for what lies outside of the use cases. The adapters implement them, and the
//! server passes the implementations to [`App`](crate::App).

mod clock;
mod entropy;
mod mail_host;
mod mailer;
mod passwords;
pub mod table;

pub use clock::Clock;
pub use entropy::Entropy;
pub use mail_host::{DirectoryEntry, Inspection, MailHost, MailHostError, Usage, UsageByFolder};
pub use mailer::{Accepted, Mailer, OutgoingMessage, Undelivered};
pub use passwords::Passwords;
