//! Edit forms: the fields of an object that a person changes, from what was read to the request, and the
//! conflict with somebody else who changed the object first.
//!
//! A field is described once, in a [`FieldSpec`]. The form, its patch, the comparison after a conflict
//! and the update to a newer version all follow from it.

mod field;
mod object;

pub use field::EditField;
pub use object::{Conflict, Edit, FieldSpec, FormField, Part, PendingConflict};
