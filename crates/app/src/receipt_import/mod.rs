//! Importing receipts from an archive of e-mails.

mod keep;

pub use keep::{Keeping, Kept};
