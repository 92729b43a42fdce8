//! The connections that statements run on.

use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;

use crate::error::StorageError;

/// A connection, of one engine or the other.
#[derive(Debug)]
pub enum Engine<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Anything a statement can run on: a reader, or a transaction.
pub trait Connection: Send {
    fn engine(&mut self) -> Engine<'_>;

    /// Converts the error of a failed statement. The list of PostgreSQL servers learns from it that
    /// a server has become read-only, and the pool of an `SQLite` file that a connection has to be
    /// replaced.
    fn failure(&mut self, error: sqlx::Error) -> StorageError {
        error.into()
    }
}

impl Connection for Engine<'_> {
    fn engine(&mut self) -> Engine<'_> {
        match self {
            Engine::Sqlite(connection) => Engine::Sqlite(connection),
            Engine::Postgres(connection) => Engine::Postgres(connection),
        }
    }
}

impl Engine<'_> {
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Engine::Sqlite(_))
    }
}
