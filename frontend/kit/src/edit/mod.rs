//! Edit forms: the fields of an object, from the values that were read to the request that changes
//! them, and the conflict when somebody else changed the object first.
//!
//! A field is described once, in a [`FieldSpec`]. The form, the patch, the comparison after a
//! conflict and the update to a newer version all derive from it.

mod field;
mod object;

pub use field::EditField;
pub use object::{Conflict, Edit, FieldSpec, FormField, Part, PendingConflict};
