//! What the creation of a holder leaves behind, for whoever fills the tables directly: the benchmark does.

use sigillo_domain::company::CompanyTie;
use sigillo_domain::history::FieldChange;
use sigillo_domain::holder::{Holder, HolderAddress};
use sigillo_storage::holder_keys::StoredKey;
use sigillo_storage::{Db, StorageError};

use super::audit;
use crate::Entropy;
use crate::personal::HolderKeys;

/// What belongs to the row of a new holder.
#[derive(Debug)]
pub struct Creation {
    pub key: StoredKey,
    /// The changes of the first record of its history, with the personal values sealed.
    pub changes: Vec<FieldChange>,
}

/// The key of a new holder, and what the history records of it with its addresses and companies.
pub fn creation(
    db: &Db,
    entropy: &dyn Entropy,
    holder: &Holder,
    addresses: &[HolderAddress],
    ties: &[CompanyTie],
) -> Result<Creation, StorageError> {
    let (key, stored) = HolderKeys::of(db)?.generate(holder.id, entropy)?;
    let mut changes = audit::creation(holder, &key)?;
    for address in addresses {
        changes.extend(audit::address_change(None, Some(address), Some(&key))?);
    }
    for tie in ties {
        changes.extend(audit::tie_change(None, Some(tie), Some(&key))?);
    }
    Ok(Creation { key: stored, changes })
}
