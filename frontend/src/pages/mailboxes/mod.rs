//! The mailboxes of a domain.

mod export;
mod list;
mod list_view;
mod rows;

pub use list::List;
