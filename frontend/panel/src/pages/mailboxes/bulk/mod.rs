//! The same change to many mailboxes: they are chosen in the list, and what is asked of them becomes a
//! job that first looks at each.

mod action;
mod bar;
mod dialog;
mod draft;
mod selection;

pub use bar::Bar;
pub use selection::{PageTick, Selection, Tick, may_select};
