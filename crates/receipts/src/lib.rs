//! Reads the receipts and notices of certified mail (RFC 6109; technical rules of DM 2/11/2005) while their bytes pass.
//!
//! A receipt may have the whole message with it, which nobody needs here: it is passed over. Kept are some headers, the
//! beginning of the text, `daticert.xml` and the signature, each up to a limit, and the digests of what was signed. So
//! the memory does not depend on how long the e-mail is, and however its bytes come, the result is the same.
//!
//! Real receipts break the rules. Whatever the bytes are, they end in a reading, which names what was odd.

mod canonical;
mod certification;
mod content_type;
mod encoded_words;
mod headers;
mod kind;
mod leaf;
mod lines;
mod receipt;
mod structure;
mod text;
mod transfer;

pub use headers::is_to_be_preserved;
pub use receipt::{ReceiptParser, UnverifiedReceipt};
