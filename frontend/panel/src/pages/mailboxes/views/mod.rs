//! Saved views of the mailbox list: a search with its filters, columns and order under a name, as a
//! chip with its count. What a view shows can be exported and changed like any other search.

mod address;
mod bar;
mod columns;
mod dialog;
mod known;

pub use address::list_view;
pub use bar::{SavedViews, ViewBar};
pub use known::every_view;
