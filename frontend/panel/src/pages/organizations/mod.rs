//! The organisations that own the domains, for operators.

mod create;
mod detail;
mod history;
mod list;

pub use create::Create;
pub use detail::Detail;
pub use list::List;
