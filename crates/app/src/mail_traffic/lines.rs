//! What a line of a log says.

use chrono::{DateTime, Utc};
use sigillo_domain::mail_host::MailLogKind;

use super::{dovecot, postfix};

/// Something that a log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A message was stored in the mailbox with this address.
    Received { address: String, at: DateTime<Utc> },
    /// The user of the mailbox with this address has signed in to read.
    Opened { address: String, at: DateTime<Utc> },
    /// A signed-in user has begun to hand over a message.
    HandoverBegun { queue_id: String, address: String, at: DateTime<Utc> },
    /// A message, from whomever, was accepted. This may be told more than once.
    Accepted { queue_id: String },
}

/// A line that should have been counted and cannot be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// What a line tells; None for the many lines that tell nothing of interest.
pub fn read(log: MailLogKind, line: &str) -> Result<Option<Event>, Unreadable> {
    match log {
        MailLogKind::Dovecot => dovecot::read(line),
        MailLogKind::Postfix => postfix::read(line),
    }
}

/// An address as the panel stores it, from what a user or a sender may have written.
pub(super) fn address(written: &str) -> Result<String, Unreadable> {
    let is_good = !written.is_empty() && !written.chars().any(char::is_control);
    if is_good { Ok(written.to_lowercase()) } else { Err(Unreadable) }
}
