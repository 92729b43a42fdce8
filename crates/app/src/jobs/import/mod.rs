//! Bringing mailboxes in from a file.

mod create;
mod map_columns;
mod step;

pub use create::{ImportTable, create};
pub use map_columns::map_columns;
pub(super) use step::{Task, step};
