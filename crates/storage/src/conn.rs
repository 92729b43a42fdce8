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

/// Carries out a request that only reads, by one connection: the pool looks at each that comes back to
/// it, which costs as much as a statement. Not for a request that waits for anything but the database:
/// the connection would wait with it, and others for the connection.
pub async fn keep_connection<T>(request: impl Future<Output = T>) -> T {
    KEPT.scope(RefCell::default(), request).await
}

/// Gives the connection that the request of this task keeps back, for it is about to wait for another:
/// as many requests as there are connections, each with one and in want of one more, would wait for ever.
pub(crate) fn give_back() {
    let _ = KEPT.try_with(RefCell::take);
}

impl Conn {
    /// The one that the request of this task has read by before, and does not read by now.
    pub(crate) fn kept() -> Option<Self> {
        let kept = KEPT.try_with(|kept| kept.borrow().clone()).ok()??;
        kept.try_lock_owned().ok().map(Self)
    }

    /// One fresh from the pool, which the request of this task keeps when it has none.
    pub(crate) async fn new(connection: Pooled) -> Self {
        let shared = Arc::new(Mutex::new(connection));
        let kept = shared.clone();
        let _ = KEPT.try_with(|slot| {
            slot.borrow_mut().get_or_insert(kept);
        });
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
