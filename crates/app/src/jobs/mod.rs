//! Jobs: a dry run over every row, a person's confirmation, then the work, a few rows at a time.
//! Each step is a transaction that also saves the outcomes of its rows, so that after a crash or a
//! restart another worker continues where the job was.
//!
//! Each kind of job is a module here, and a line in the registry in [`request`].

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
pub(crate) mod searchable;
mod undo;
mod work;

pub use bulk::create as create_bulk_change;
pub use cancel::cancel;
pub use failures::{FailuresFile, FailuresTable, export_failures, reason_of_faults};
pub use forget::forget;
pub use get::get;
pub(crate) use import::erase::{blank_rows, imports_to_change};
pub use import::{
    ImportOwner, create as create_import, create_of_holders as create_holder_import,
    create_of_identifications as create_identification_import, import_slot, import_slots,
    map_columns, parse_options as parse_import_options,
    parse_options_of_identifications as parse_identification_import_options,
    read_file as read_import_file, read_options, suggest_mapping, suggest_mapping_of_holders,
};
pub use list::list;
pub use rows::rows;
pub use run::run;
pub use undo::undo;
pub use work::work;
