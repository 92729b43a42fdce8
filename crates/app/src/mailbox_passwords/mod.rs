//! The passwords of mailboxes' users: setting them, and their expiry.

mod advance;
mod set;

pub use advance::advance;
pub(crate) use set::{judge, set};
