//! Saved views of the mailbox list: a search with its filters, columns and order under a name, as a
//! chip with its count. What a view shows can be exported and changed like any other search.

mod address;
mod bar;
mod dialog;
mod known;

pub use bar::ViewBar;
