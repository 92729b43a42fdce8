//! Creating mailboxes from the rows of a file.

mod create;
mod map_columns;
mod read;
mod step;

pub use create::create;
pub use map_columns::map_columns;
pub use read::{parse_options, read_file, read_options, suggest_mapping};
pub(super) use step::{Task, step};
