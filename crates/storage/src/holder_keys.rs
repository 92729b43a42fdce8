//! The keys of holders, each sealed under a secret that is kept outside the database.

use sigillo_domain::id::HolderId;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The key of a holder, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredKey {
    #[sqlx(try_from = "Uuid")]
    pub holder_id: HolderId,
    pub sealed: String,
}

pub async fn insert(tx: &mut Tx, key: &StoredKey) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO holder_key (holder_id, sealed) VALUES ($1, $2)",
        key.holder_id,
        &key.sealed
    )?;
    Ok(())
}

/// The keys of these holders. One whose key was destroyed has none.
pub async fn all_of(
    on: &mut impl Connection,
    holders: impl IntoIterator<Item = HolderId>,
) -> Result<Vec<StoredKey>, StorageError> {
    let ids: Vec<_> = holders.into_iter().map(Value::id).collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = Statement::default();
    statement.push("SELECT holder_id, sealed FROM holder_key WHERE holder_id IN ").bind_list(ids);
    statement.fetch_all(on).await
}

/// Destroys the key of a holder.
pub async fn destroy(tx: &mut Tx, holder_id: HolderId) -> Result<(), StorageError> {
    // Overwritten first: the bytes of a deleted row stay in the file of an SQLite database.
    execute!(
        tx,
        "UPDATE holder_key SET sealed = substr($1, 1, length(sealed)) WHERE holder_id = $2",
        "#".repeat(200),
        holder_id
    )?;
    execute!(tx, "DELETE FROM holder_key WHERE holder_id = $1", holder_id)?;
    Ok(())
}

/// The name of the secret under which the keys are stored; None until a server has started with one.
pub async fn secret_id(on: &mut impl Connection) -> Result<Option<String>, StorageError> {
    let row = fetch_optional!(on, (Option<String>,), "SELECT id FROM holder_key_secret")?;
    let (id,) = row.ok_or_else(|| StorageError::Broken("holder_key_secret has no row".into()))?;
    Ok(id)
}

/// Names the secret, unless that was done before.
pub async fn name_secret(tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    execute!(tx, "UPDATE holder_key_secret SET id = $1 WHERE id IS NULL", id)?;
    Ok(())
}
