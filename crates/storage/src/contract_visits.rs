//! Contracts that were opened with the codice fiscale of their holder.

use chrono::{DateTime, Utc};
use sigillo_domain::id::ContractId;
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// Adds a visit, and deletes those that have expired.
pub async fn insert(
    tx: &mut Tx,
    hash: &str,
    contract_id: ContractId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM contract_visit WHERE expires_at <= $1", now)?;
    execute!(
        tx,
        "INSERT INTO contract_visit (hash, contract_id, expires_at) VALUES ($1, $2, $3)",
        hash,
        contract_id,
        expires_at
    )?;
    Ok(())
}

/// The contract of a visit that has not expired.
pub async fn find(
    on: &mut impl Connection,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<ContractId>, StorageError> {
    let row = fetch_optional!(
        on,
        (Uuid,),
        "SELECT contract_id FROM contract_visit WHERE hash = $1 AND expires_at > $2",
        hash,
        now
    )?;
    Ok(row.map(|(id,)| id.into()))
}

/// Ends all visits of a contract.
pub async fn end(tx: &mut Tx, contract_id: ContractId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM contract_visit WHERE contract_id = $1", contract_id)?;
    Ok(())
}
