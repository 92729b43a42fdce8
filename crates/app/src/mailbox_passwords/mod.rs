//! The passwords of mailboxes' users: setting them, and what time does to them.

mod advance;
mod set;

pub use advance::advance;
pub(crate) use set::{judge, set};
