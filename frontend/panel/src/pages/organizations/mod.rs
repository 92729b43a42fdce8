//! The organisations that own domains: the operator's.

mod create;
mod detail;
mod list;

pub use create::Create;
pub use detail::Detail;
pub use list::List;
