pub(crate) mod cancel;
pub(crate) mod create_bulk_change;
pub(crate) mod follow;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod map_import;
pub(crate) mod rows;
pub(crate) mod run;
