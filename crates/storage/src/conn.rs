//! The connection that a request reads by.

use std::cell::OnceCell;
use std::future::Future;
use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::{Postgres, Sqlite};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::engine::{Connection, Engine};

/// A connection for reading, outside any transaction.
#[derive(Debug)]
pub struct Conn(OwnedMutexGuard<Pooled>);

#[derive(Debug)]
pub(crate) enum Pooled {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

tokio::task_local! {
    static KEPT: OnceCell<Arc<Mutex<Pooled>>>;
}

/// Carries out a request that only reads, by one connection: the pool looks at each that comes back to
/// it, which costs as much as a statement. Not for a request that waits for anything but the database:
/// the connection would wait with it, and others for the connection.
pub async fn keep_connection<T>(request: impl Future<Output = T>) -> T {
    KEPT.scope(OnceCell::new(), request).await
}

impl Conn {
    /// The one that the request of this task has read by before, and does not read by now.
    pub(crate) fn kept() -> Option<Self> {
        let kept = KEPT.try_with(|kept| kept.get().cloned()).ok()??;
        kept.try_lock_owned().ok().map(Self)
    }

    /// One fresh from the pool, which the request of this task keeps when it has none.
    pub(crate) async fn new(connection: Pooled) -> Self {
        let shared = Arc::new(Mutex::new(connection));
        let kept = shared.clone();
        let _ = KEPT.try_with(move |slot| slot.set(kept));
        // Nobody else has it yet.
        Self(shared.lock_owned().await)
    }
}

impl Connection for Conn {
    fn engine(&mut self) -> Engine<'_> {
        match &mut *self.0 {
            Pooled::Sqlite(connection) => Engine::Sqlite(connection),
            Pooled::Postgres(connection) => Engine::Postgres(connection),
        }
    }
}
