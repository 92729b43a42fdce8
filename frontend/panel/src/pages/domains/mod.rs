//! The domains (B19): everybody reads those within reach, the operator alone changes them.

mod create;
mod detail;
mod edit;
mod list;
mod settings;

pub use create::Create;
pub use detail::Detail;
pub use edit::Edit;
pub use list::List;
