//! What a statement runs on.

use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;

/// A connection, of one engine or the other.
#[derive(Debug)]
pub enum Engine<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Anything a statement can run on: a reader, or a transaction.
pub trait Connection: Send {
    fn engine(&mut self) -> Engine<'_>;
}

impl Engine<'_> {
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Engine::Sqlite(_))
    }
}
