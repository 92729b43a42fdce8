//! The log of who read, searched and exported the data of holders.

mod columns;
mod filters;
mod list;

pub use filters::of_holder;
pub use list::AccessLog;
