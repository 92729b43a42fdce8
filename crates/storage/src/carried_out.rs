//! Marks an idempotent request as carried out, in the same transaction as its changes.

use std::future::Future;

use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;

tokio::task_local! {
    /// Name and lease of the request that this task carries out.
    static CLAIMED: (String, Uuid);
}

/// Carries out a claimed request: each transaction that it commits also marks the request as done,
/// and fails to commit if another server has taken the request over.
pub async fn carry_out<T>(name: &str, lease: Uuid, work: impl Future<Output = T>) -> T {
    CLAIMED.scope((name.to_owned(), lease), work).await
}

/// Marks the request of this task as carried out, in a transaction that is about to be committed.
pub(crate) async fn mark_carried_out(on: &mut impl Connection) -> Result<(), StorageError> {
    let Ok((name, lease)) = CLAIMED.try_with(Clone::clone) else { return Ok(()) };
    let touched = execute!(
        on,
        "UPDATE kept_reply SET carried_out = TRUE WHERE name = $1 AND lease = $2",
        name,
        lease
    )?;
    if touched == 1 { Ok(()) } else { Err(StorageError::TakenOver) }
}
