//! The same change to many mailboxes.

mod create;
mod step;

pub use create::create;
pub(super) use step::step;
