//! Writing messages to people, and sending them.
//!
//! A [`Writer`] makes an e-mail from a message and a template; [`SmtpMailer`] hands it to a mail
//! server, [`FolderMailer`] lays it in a folder.

mod block;
mod folder;
mod smtp;
mod templates;
mod values;
mod words;
mod write;

pub use folder::FolderMailer;
pub use smtp::{Limits, SmtpMailer, check_url};
pub use write::{Unwritable, Writer, Written};
