//! Packages of receipts: a zip with the receipts as they came and all that is needed to verify them elsewhere.
//!
//! The user of a mailbox has no account, so a package is no job of the panel: it is a row of its own that any
//! server's worker takes up under a lease. What a killed worker has left is begun anew.

mod ask;
pub(super) mod facts;
mod get;
mod index;
mod make;
mod readme;
mod selection;
mod write;

pub use ask::ask;
pub use get::{PackageContent, content, get, list};
pub use make::work;
