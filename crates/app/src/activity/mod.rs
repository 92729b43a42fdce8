//! The activity: the history of everything that a caller may see, as one list.

mod export;
mod follow;
mod list;
mod select;
mod table;
mod view;

pub use export::{ActivityRows, PreparedExport, export};
pub use follow::{Followed, Start, check, log_head, records_between, start};
pub use list::list;
