//! Preservation (A18): receipts and notices of certified mail are taken from the mail host into the store, byte for
//! byte and each once, whatever the mailbox's user does with them.

pub mod archive;
pub mod ingest;
mod intake;
mod status;
mod store;

pub(crate) use intake::Intake;
pub(crate) use status::status;
pub(crate) use store::{Origin, store};

use std::sync::Arc;

use chrono::TimeDelta;

use crate::ports::MailSource;

/// What mailboxes are read with.
pub struct Preservation {
    pub source: Arc<dyn MailSource>,
    /// How often everything in a mailbox is looked at again.
    pub reconcile_every: TimeDelta,
}
