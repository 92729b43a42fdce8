//! The connection that a request reads by.

use std::cell::RefCell;
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
    static KEPT: RefCell<Option<Arc<Mutex<Pooled>>>>;
}

/// Runs a request that only reads with one connection for all its statements: the pool tests each
/// connection that is returned to it, which costs as much as a statement. Not for a request that waits
/// for anything but the database: the connection would wait with it, and others for the connection.
pub async fn keep_connection<T>(request: impl Future<Output = T>) -> T {
    KEPT.scope(RefCell::default(), request).await
}

/// Returns the connection that the request of this task keeps, because it is about to wait for another
/// one: requests that each hold a connection and need a second one would wait for each other for ever
/// once they are as many as the connections of the pool.
pub(crate) fn release_kept() {
    let _ = KEPT.try_with(RefCell::take);
}

impl Conn {
    /// The connection that the request of this task keeps, unless a statement of it is using it.
    pub(crate) fn kept() -> Option<Self> {
        let kept = KEPT.try_with(|kept| kept.borrow().clone()).ok()??;
        kept.try_lock_owned().ok().map(Self)
    }

    /// A connection from the pool, which the request of this task keeps when it has none.
    pub(crate) async fn new(connection: Pooled) -> Self {
        let shared = Arc::new(Mutex::new(connection));
        let kept = shared.clone();
        let _ = KEPT.try_with(|slot| {
            slot.borrow_mut().get_or_insert(kept);
        });
        // Nobody else has it yet: this does not wait.
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
