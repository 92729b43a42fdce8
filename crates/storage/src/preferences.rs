//! What accounts have chosen for the display of their lists: one row for each account, written when
//! something is chosen for the first time.

use sigillo_domain::id::AccountId;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The preferences of an account, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredPreferences {
    /// A JSON object, by the name of the list.
    pub lists: String,
    pub start_page: String,
    pub version: i64,
}

pub async fn find(
    on: &mut impl Connection,
    account_id: AccountId,
) -> Result<Option<StoredPreferences>, StorageError> {
    fetch_optional!(
        on,
        StoredPreferences,
        "SELECT lists, start_page, version FROM account_preferences WHERE account_id = $1",
        account_id
    )
}

/// Finds the preferences in order to change them: nobody else can change them until the transaction
/// ends. Those of an account that has none yet are at version 0.
pub async fn find_to_change(
    tx: &mut Tx,
    account_id: AccountId,
) -> Result<StoredPreferences, StorageError> {
    // An upsert that changes nothing locks the row, whether or not it was there.
    let found = fetch_optional!(
        tx,
        StoredPreferences,
        "INSERT INTO account_preferences (account_id, lists, version) VALUES ($1, '{}', 0)
         ON CONFLICT (account_id) DO UPDATE SET version = account_preferences.version
         RETURNING lists, start_page, version",
        account_id
    )?;
    found.ok_or_else(|| StorageError::Broken("an upsert returned no row".into()))
}

/// Saves changed preferences if the row is still at the previous version.
pub async fn update(
    tx: &mut Tx,
    account_id: AccountId,
    changed: &StoredPreferences,
) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE account_preferences SET lists = $1, start_page = $2, version = $3
         WHERE account_id = $4 AND version = $5",
        &changed.lists,
        &changed.start_page,
        changed.version,
        account_id,
        changed.version - 1,
    )
}
