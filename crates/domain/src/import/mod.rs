//! The rules for importing a file of mailboxes, of holders, or of identifications: which column holds what,
//! and what each row asks for.
//!
//! The server reads the file; these rules are shared with the pages. A column is [`recognise`]d by
//! its heading or, where there is none, by its values ([`suggest`]); a person confirms what is
//! doubtful and may change the rest, [`Mapping::check`] validates it, and [`read_row`] reads each row
//! by it, [`read_holder_alone`] those of a file of holders, and [`read_identification`] those of a file of
//! identifications.

mod field;
mod heading_words;
mod headings;
mod holder_headings;
mod holder_row;
mod identification_headings;
mod identification_row;
mod kind;
mod mapping;
mod quantity;
mod row;
mod secret;
mod start;
mod suggest;
mod suggest_holders;
mod values;

pub use field::Field;
pub use headings::{recognise, unit_in_heading};
pub use holder_row::{
    CompanyRow, Everything, HolderRow, KnownCodes, NamedCodes, read_holder, read_holder_alone,
};
pub use identification_row::{IdentificationRow, read_identification};
pub use kind::{HolderPart, ImportKind};
pub use mapping::{Column, Mapping, POINTER_TO_COLUMNS};
pub use quantity::{Unit, parse_quota, parse_yes_or_no};
pub use row::{ImportRow, read_row};
pub use secret::{HIDDEN, Layout, hide_secrets};
pub use start::{TableStart, find_start, find_start_of_holders, is_list, is_list_of_holders};
pub use suggest::{Doubt, Suggestion, suggest, suggest_identifications};
pub use suggest_holders::suggest_holders;
