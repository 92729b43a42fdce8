//! A transaction.

use std::sync::{Arc, OnceLock};

use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::personal_secret::PersonalSecret;
use sqlx::pool::PoolConnection;
use sqlx::{Postgres, Sqlite};

use crate::carried_out::mark_carried_out;
use crate::engine::{Connection, Engine};
use crate::error::StorageError;
use crate::postgres_servers::PostgresServers;
use crate::sqlite_file::SqliteFile;
use crate::timeouts::with_timeout;

/// The key of a database that was given one (see [`Db::set_history_key`]).
///
/// [`Db::set_history_key`]: crate::Db::set_history_key
pub(crate) fn known(key: &OnceLock<Arc<HistoryKey>>) -> Result<Arc<HistoryKey>, StorageError> {
    key.get().cloned().ok_or_else(|| StorageError::Broken("the history has no key".into()))
}

/// The secret of personal values of a database that was given one (see [`Db::set_personal_secret`]).
///
/// [`Db::set_personal_secret`]: crate::Db::set_personal_secret
pub(crate) fn known_secret(
    secret: &OnceLock<Arc<PersonalSecret>>,
) -> Result<Arc<PersonalSecret>, StorageError> {
    let missing = || StorageError::Broken("the personal values have no secret".into());
    secret.get().cloned().ok_or_else(missing)
}

/// A transaction. It is rolled back unless it is committed.
#[derive(Debug)]
pub enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>, Arc<SqliteFile>),
    /// A transaction that only reads, on a connection that is closed with it.
    SqliteSnapshot(PoolConnection<Sqlite>, Arc<SqliteFile>),
    Postgres(sqlx::Transaction<'static, Postgres>, Arc<PostgresServers>),
}

impl Connection for Tx {
    fn engine(&mut self) -> Engine<'_> {
        match self {
            Tx::Sqlite(transaction, _) => Engine::Sqlite(transaction),
            Tx::SqliteSnapshot(connection, _) => Engine::Sqlite(connection),
            Tx::Postgres(transaction, _) => Engine::Postgres(transaction),
        }
    }

    fn failure(&mut self, error: sqlx::Error) -> StorageError {
        match self {
            Tx::Sqlite(_, file) => file.note_failure(&error),
            Tx::SqliteSnapshot(..) => {}
            Tx::Postgres(_, servers) => servers.note_failure(&error),
        }
        error.into()
    }
}

impl Tx {
    /// The key that seals what is written to the history.
    pub fn history_key(&self) -> Result<Arc<HistoryKey>, StorageError> {
        let key = match self {
            Tx::Sqlite(_, file) | Tx::SqliteSnapshot(_, file) => &file.history_key,
            Tx::Postgres(_, servers) => &servers.history_key,
        };
        known(key)
    }

    /// The secret under which the keys of holders are stored.
    pub fn personal_secret(&self) -> Result<Arc<PersonalSecret>, StorageError> {
        let secret = match self {
            Tx::Sqlite(_, file) | Tx::SqliteSnapshot(_, file) => &file.personal_secret,
            Tx::Postgres(_, servers) => &servers.personal_secret,
        };
        known_secret(secret)
    }

    /// The end of a SELECT whose rows must stay as they are until the commit. On `SQLite` the
    /// transaction holds the only write lock already.
    ///
    /// This is the lock that an UPDATE takes. `FOR UPDATE` is stronger: it would also wait for
    /// whoever inserts a row that refers to this one, so that a change of a domain would wait for
    /// an import into it.
    pub(crate) fn row_lock(&self) -> &'static str {
        match self {
            Tx::Sqlite(..) | Tx::SqliteSnapshot(..) => "",
            Tx::Postgres(..) => " FOR NO KEY UPDATE",
        }
    }

    /// The end of a SELECT whose rows nobody changes until the transaction ends.
    pub(crate) fn share_lock(&self) -> &'static str {
        match self {
            Tx::Sqlite(..) | Tx::SqliteSnapshot(..) => "",
            Tx::Postgres(..) => " FOR SHARE",
        }
    }

    /// Like [`Tx::row_lock`], for the rows of one table of a join.
    pub(crate) fn row_lock_of(&self, table: &str) -> String {
        match self {
            Tx::Sqlite(..) | Tx::SqliteSnapshot(..) => String::new(),
            Tx::Postgres(..) => format!("{} OF {table}", self.row_lock()),
        }
    }

    /// The end of a SELECT that skips rows which another transaction has locked. On `SQLite` there
    /// are none.
    pub(crate) fn skip_locked(&self) -> &'static str {
        match self {
            Tx::Sqlite(..) | Tx::SqliteSnapshot(..) => "",
            Tx::Postgres(..) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Commits. In a request with an `Idempotency-Key` this also records that the request is done.
    pub async fn commit(mut self) -> Result<(), StorageError> {
        mark_carried_out(&mut self).await?;
        self.commit_aside().await
    }

    /// Commits something other than what the request asks for, such as the count of its attempts.
    pub async fn commit_aside(self) -> Result<(), StorageError> {
        match self {
            Tx::Sqlite(transaction, file) => {
                file.check()?;
                file.noted(transaction.commit().await)?;
            }
            Tx::SqliteSnapshot(..) => {}
            Tx::Postgres(transaction, _) => with_timeout(transaction.commit()).await?,
        }
        Ok(())
    }
}
