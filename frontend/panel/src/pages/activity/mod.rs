//! The activity: the history of everything that the account may see, as one list.

mod changes;
mod columns;
mod filters;
mod list;
mod live;
mod requests;

pub use filters::{People, persons};
pub use list::Activity;
