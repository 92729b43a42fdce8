//! Long work on many mailboxes: a dry run over every row, a person's word, then the work, a few rows
//! at a time. Each step is a transaction that also writes what became of its rows, so that whoever
//! takes the job over, after a crash or a restart, goes on where it was.

mod bulk;
mod cancel;
mod failures;
mod forget;
mod get;
mod import;
mod list;
mod remarks;
mod request;
mod rows;
mod run;
mod scope;
mod work;

pub use bulk::create as create_bulk_change;
pub use cancel::cancel;
pub use failures::{FailuresFile, FailuresTable, export_failures, reason_of_faults};
pub use forget::forget;
pub use get::get;
pub use import::{
    create as create_import, map_columns, parse_options as parse_import_options,
    read_file as read_import_file, read_options, suggest_mapping,
};
pub use list::list;
pub use rows::rows;
pub use run::run;
pub use work::work;
