//! The word, in a transaction that does what a request asks for, that the request is carried out.

use std::future::Future;

use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;

tokio::task_local! {
    /// Of the request that this task carries out: its name, and its lease.
    static CLAIMED: (String, Uuid);
}

/// Carries a claimed request out: each transaction that it commits says of the request that it is done,
/// and is not committed when somebody else has taken the request since.
pub async fn carry_out<T>(name: &str, lease: Uuid, work: impl Future<Output = T>) -> T {
    CLAIMED.scope((name.to_owned(), lease), work).await
}

/// Tells, in a transaction about to be committed, that the request it belongs to is carried out.
pub(crate) async fn tell_carried_out(on: &mut impl Connection) -> Result<(), StorageError> {
    let Ok((name, lease)) = CLAIMED.try_with(Clone::clone) else { return Ok(()) };
    let touched = execute!(
        on,
        "UPDATE kept_reply SET carried_out = TRUE WHERE name = $1 AND lease = $2",
        name,
        lease
    )?;
    if touched == 1 { Ok(()) } else { Err(StorageError::TakenOver) }
}
