//! What a file of mailboxes from elsewhere says: which column holds what, and what each row asks for.
//!
//! The file itself is read by the server; here are the rules, that the pages share: a column is
//! [`recognise`]d by its heading or, where there are none, by its values ([`suggest`]); a person may
//! change what was suggested, [`Mapping::check`] judges it, and [`read_row`] reads each row by it.

mod field;
mod mapping;
mod quantity;
mod row;
mod suggest;
mod values;

pub use field::{Field, recognise, unit_in_heading};
pub use mapping::{Column, Mapping, POINTER_TO_COLUMNS};
pub use quantity::{Unit, parse_quota, parse_yes_or_no};
pub use row::{ImportRow, read_row};
pub use suggest::{first_row_is_headings, suggest};
