//! The domains (B19): everybody reads those within reach, the operator alone changes them.

mod detail;
mod list;

pub use detail::Detail;
pub use list::List;
