//! The codes by which holders sign. A contract has one at a time.

use chrono::{DateTime, Utc};
use sigillo_domain::contract::{CODE_TRIES, CodeChannel};
use sigillo_domain::id::ContractId;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A code as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredCode {
    pub digest: String,
    /// The document that it is for.
    pub sha256: String,
    #[sqlx(try_from = "String")]
    pub channel: CodeChannel,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub failures: i64,
}

impl StoredCode {
    /// Whether a contract can still be signed with it.
    pub fn is_usable(&self, now: DateTime<Utc>) -> bool {
        self.expires_at > now && self.failures < CODE_TRIES
    }
}

/// Puts a code in the place of the one that the contract has.
pub async fn replace(
    tx: &mut Tx,
    contract_id: ContractId,
    code: &StoredCode,
) -> Result<(), StorageError> {
    delete(tx, contract_id).await?;
    execute!(
        tx,
        "INSERT INTO contract_code (contract_id, digest, sha256, channel, created_at, expires_at, failures)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        contract_id,
        &code.digest,
        &code.sha256,
        code.channel.as_str(),
        code.created_at,
        code.expires_at,
        code.failures
    )?;
    Ok(())
}

pub async fn find(
    on: &mut impl Connection,
    contract_id: ContractId,
) -> Result<Option<StoredCode>, StorageError> {
    fetch_optional!(
        on,
        StoredCode,
        "SELECT digest, sha256, channel, created_at, expires_at, failures FROM contract_code
         WHERE contract_id = $1",
        contract_id
    )
}

/// Counts a wrong try.
pub async fn count_failure(tx: &mut Tx, contract_id: ContractId) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE contract_code SET failures = failures + 1 WHERE contract_id = $1",
        contract_id
    )?;
    Ok(())
}

/// Takes the code away: it was used, or another one is.
pub async fn delete(tx: &mut Tx, contract_id: ContractId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM contract_code WHERE contract_id = $1", contract_id)?;
    Ok(())
}
