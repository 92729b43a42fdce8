//! Importing receipts from an archive of e-mails.

mod import;

pub use import::{ImportOutcome, ReceiptImport};
