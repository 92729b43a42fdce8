//! The connection on which a request reads.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::{Postgres, Sqlite};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::engine::{Connection, Engine};
use crate::error::{StorageError, is_sqlite_io_failure};
use crate::postgres_servers::PostgresServers;

/// A connection for reading, outside any transaction.
#[derive(Debug)]
pub struct Conn(OwnedMutexGuard<Pooled>);

#[derive(Debug)]
pub(crate) enum Pooled {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>, Arc<PostgresServers>),
}

tokio::task_local! {
    static KEPT: RefCell<Option<Arc<Mutex<Pooled>>>>;
}

/// Runs a request that only reads, with one connection for all its statements: the pool tests each
/// connection that is returned to it, which costs as much as a statement. This must not be used for
/// a request that waits for anything but the database, because the connection would be held
/// meanwhile and others would wait for it.
pub async fn keep_connection<T>(request: impl Future<Output = T>) -> T {
    KEPT.scope(RefCell::default(), request).await
}

/// Returns the connection that the request of this task keeps, because the request is about to wait
/// for another one. Requests that each hold a connection and need a second one would deadlock as
/// soon as there are as many of them as connections in the pool.
pub(crate) fn release_kept() {
    let _ = KEPT.try_with(RefCell::take);
}

impl Conn {
    /// The connection that the request of this task keeps, unless a statement is using it.
    pub(crate) fn kept() -> Option<Self> {
        let kept = KEPT.try_with(|kept| kept.borrow().clone()).ok()??;
        kept.try_lock_owned().ok().map(Self)
    }

    /// Takes a connection from the pool; the request of this task keeps it if it has none yet.
    pub(crate) async fn new(connection: Pooled) -> Self {
        let shared = Arc::new(Mutex::new(connection));
        let kept = shared.clone();
        let _ = KEPT.try_with(|slot| {
            slot.borrow_mut().get_or_insert(kept);
        });
        // Nobody else holds the lock yet, so this does not wait.
        Self(shared.lock_owned().await)
    }
}

impl Connection for Conn {
    fn engine(&mut self) -> Engine<'_> {
        match &mut *self.0 {
            Pooled::Sqlite(connection) => Engine::Sqlite(connection),
            Pooled::Postgres(connection, _) => Engine::Postgres(connection),
        }
    }

    fn failure(&mut self, error: sqlx::Error) -> StorageError {
        match &mut *self.0 {
            Pooled::Sqlite(connection) if is_sqlite_io_failure(&error) => {
                connection.close_on_drop();
            }
            Pooled::Sqlite(_) => {}
            Pooled::Postgres(_, servers) => servers.note_failure(&error),
        }
        error.into()
    }
}
