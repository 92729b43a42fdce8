//! A transaction.

use std::sync::Arc;

use sqlx::{Postgres, Sqlite};

use crate::carried_out::tell_carried_out;
use crate::engine::{Connection, Engine};
use crate::error::StorageError;
use crate::patience::in_time;
use crate::sqlite_file::SqliteFile;

/// A transaction; what is not committed is rolled back.
#[derive(Debug)]
pub enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>, Arc<SqliteFile>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Connection for Tx {
    fn engine(&mut self) -> Engine<'_> {
        match self {
            Tx::Sqlite(transaction, _) => Engine::Sqlite(transaction),
            Tx::Postgres(transaction) => Engine::Postgres(transaction),
        }
    }
}

impl Tx {
    /// Ends a SELECT so that its rows stay as they are until the commit. On `SQLite` the
    /// transaction holds the only write lock already.
    ///
    /// It is the lock that an UPDATE takes. `FOR UPDATE` would be stronger than that: it would also
    /// wait for whoever inserts a row that refers to this one, so that a change of a domain would
    /// wait for an import into it.
    pub(crate) fn row_lock(&self) -> &'static str {
        match self {
            Tx::Sqlite(..) => "",
            Tx::Postgres(_) => " FOR NO KEY UPDATE",
        }
    }

    /// As [`Tx::row_lock`], for the rows of one table of a join.
    pub(crate) fn row_lock_of(&self, table: &str) -> String {
        match self {
            Tx::Sqlite(..) => String::new(),
            Tx::Postgres(_) => format!("{} OF {table}", self.row_lock()),
        }
    }

    /// Ends a SELECT so that rows another transaction holds are passed over. On `SQLite` none are.
    pub(crate) fn skip_locked(&self) -> &'static str {
        match self {
            Tx::Sqlite(..) => "",
            Tx::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Commits; of a request with an `Idempotency-Key`, with the word that it is carried out.
    pub async fn commit(mut self) -> Result<(), StorageError> {
        tell_carried_out(&mut self).await?;
        self.commit_aside().await
    }

    /// Commits what is beside what a request asks for, such as the count of its attempts.
    pub async fn commit_aside(self) -> Result<(), StorageError> {
        match self {
            Tx::Sqlite(transaction, file) => {
                file.check()?;
                transaction.commit().await?;
            }
            Tx::Postgres(transaction) => in_time(transaction.commit()).await?,
        }
        Ok(())
    }
}
