//! Messages received and sent, and when mailboxes were opened, counted from what the mail host writes (B18).
//!
//! - **Received** is a message that Dovecot has stored in a mailbox, once for each mailbox. It counts on the day in Rome
//!   on which it was stored.
//! - **Sent** is a message that Postfix has accepted from a mailbox's user who had signed in, once whatever the number of
//!   its recipients. It counts on the day in Rome on which its user began to hand it over.
//! - **Opened** is a mailbox whose user has signed in over IMAP or POP3.
//!
//! A message counts for the mailbox that had its address then. Addresses are never given to another mailbox, so that
//! this holds however late a line is read, and also once the mailbox is cancelled. Addresses that are no mailbox of the
//! panel, such as the one of the probes, are passed over.

mod count;
mod dovecot;
mod lines;
mod of_mailbox;
mod postfix;
mod status;

pub use count::count;
pub(crate) use of_mailbox::of_mailbox;
pub(crate) use status::status;

use uuid::Uuid;

use crate::App;

/// An id by which a server that counts is told from others.
pub fn new_server(app: &App) -> Uuid {
    app.new_id()
}
