//! Writing messages to people, and sending them.
//!
//! A [`Writer`] makes an e-mail from a message and a template; [`SmtpMailer`] sends it to a mail
//! server, [`FolderMailer`] writes it into a folder.

mod block;
mod folder;
mod smtp;
pub(crate) use smtp::submission;
mod templates;
mod values;
mod words;
mod write;

pub use folder::FolderMailer;
#[cfg(fuzzing)]
pub use smtp::judge_reply;
pub use smtp::{Limits, SmtpMailer, check_url};
pub use write::{Unwritable, Writer, Written};
