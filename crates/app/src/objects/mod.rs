//! The content of documents, in the store of objects.
//!
//! An upload is written and synced before the row that names it. It claims its object first: the row of an object
//! says when to look whether anything names it, and only an object that nothing names by then is removed. The key
//! of an object is never used again, so that a removal which comes late removes nothing that is needed.

mod incoming;
mod read;
mod sweep;
mod verify;

pub(crate) use incoming::{Claimed, Incoming};
pub(crate) use read::{check_intact, damage_of, read_verified, read_whole};
pub(crate) use sweep::unnamed;
pub use sweep::{sweep, sweep_unnamed};
pub use verify::{DamagedObject, ObjectReport, verify};

use sigillo_domain::Code;

use crate::error::AppError;
use crate::ports::ObjectError;

impl From<ObjectError> for AppError {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::Missing => AppError::Problem(Code::DocumentDamaged),
            unavailable @ (ObjectError::Unavailable(_) | ObjectError::Locked(_)) => {
                tracing::error!(error = %unavailable, "the store of objects failed");
                AppError::Problem(Code::Unavailable)
            }
        }
    }
}
