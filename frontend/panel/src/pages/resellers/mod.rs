//! The resellers of an organisation, for its postmasters and for operators.

mod create;
mod detail;
mod field;
mod history;
mod list;

pub use create::Create;
pub use detail::Detail;
pub use field::{ResellerField, name_of, options_of_domain, options_of_list};
pub use list::List;
