//! Bulk changes: the person selects mailboxes in the list, and the change becomes a job that first
//! checks each mailbox.

mod action;
mod bar;
mod dialog;
mod draft;
mod export;
mod selection;

pub use bar::Bar;
pub use selection::{PageCheckbox, RowCheckbox, Selection, may_select};
