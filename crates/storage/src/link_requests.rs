//! Requests for a link that are waiting to be processed.

use chrono::{DateTime, Utc};
use sigillo_domain::id::LinkRequestId;
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

pub async fn insert(
    tx: &mut Tx,
    id: LinkRequestId,
    address: &str,
    asked_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO link_request (id, address, asked_at) VALUES ($1, $2, $3)",
        id,
        address,
        asked_at
    )?;
    Ok(())
}

/// The oldest waiting request.
pub async fn oldest(on: &mut impl Connection) -> Result<Option<LinkRequestId>, StorageError> {
    let row = fetch_optional!(on, (Uuid,), "SELECT id FROM link_request ORDER BY id LIMIT 1")?;
    Ok(row.map(|(id,)| LinkRequestId::from_uuid(id)))
}

/// Removes a request and returns the address in it; of two servers only one gets it.
pub async fn take(tx: &mut Tx, id: LinkRequestId) -> Result<Option<String>, StorageError> {
    let row = fetch_optional!(
        tx,
        (String,),
        "DELETE FROM link_request WHERE id = $1 RETURNING address",
        id
    )?;
    Ok(row.map(|(address,)| address))
}
