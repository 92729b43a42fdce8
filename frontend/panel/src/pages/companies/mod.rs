//! The companies that holders act for (attività).

mod detail;
mod history;
mod list;

pub use detail::Detail;
pub use list::List;
