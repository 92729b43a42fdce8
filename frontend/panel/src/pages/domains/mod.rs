//! The domains (B19): every account reads the domains it can see, and only operators change them.

mod create;
mod detail;
mod edit;
mod history;
mod list;
mod plans;
mod servers;
mod settings;

pub use create::Create;
pub use detail::Detail;
pub use edit::Edit;
pub use list::{List, NoDomains};
