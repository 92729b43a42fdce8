//! The documents of contracts.

use chrono::{DateTime, Utc};
use sigillo_domain::contract::ContractFile;
use sigillo_domain::id::ContractId;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A document, with its SHA-256 in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredFile {
    pub sha256: String,
    pub content: Vec<u8>,
}

pub async fn insert(
    tx: &mut Tx,
    contract_id: ContractId,
    kind: ContractFile,
    file: &StoredFile,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO contract_file (contract_id, kind, sha256, content, created_at)
         VALUES ($1, $2, $3, $4, $5)",
        contract_id,
        kind.as_str(),
        &file.sha256,
        file.content.as_slice(),
        at
    )?;
    Ok(())
}

pub async fn find(
    on: &mut impl Connection,
    contract_id: ContractId,
    kind: ContractFile,
) -> Result<Option<StoredFile>, StorageError> {
    fetch_optional!(
        on,
        StoredFile,
        "SELECT sha256, content FROM contract_file WHERE contract_id = $1 AND kind = $2",
        contract_id,
        kind.as_str()
    )
}
