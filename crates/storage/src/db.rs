//! A database on either engine.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::personal_secret::PersonalSecret;
use sqlx::postgres::PgPool;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::conn::{Conn, Pooled, release_kept};
use crate::error::StorageError;
use crate::postgres_address::{PostgresAddress, database_of, host_of, is_postgres, ssl_mode_name};
use crate::postgres_servers::PostgresServers;
use crate::sqlite_file::{Purpose, SqliteFile};
use crate::sqlite_permissions;
use crate::timeouts::{SQLITE_ACQUIRE_TIMEOUT, SQLITE_BUSY_TIMEOUT, with_timeout};
use crate::tx::{Tx, known, known_secret};

const SQLITE_READERS: u32 = 8;
/// Connections for everything except requests.
const POSTGRES_CONNECTIONS: u32 = 12;
/// Connections of all threads that answer requests; each thread has at least
/// [`LEAST_CONNECTIONS_OF_THREAD`].
const REQUEST_CONNECTIONS: u32 = 16;
const LEAST_CONNECTIONS_OF_THREAD: u32 = 4;

/// A database, on either engine.
#[derive(Debug, Clone)]
pub enum Db {
    /// `SQLite` has one writer: with a pool of one connection, writes queue in order instead of
    /// polling for the lock.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
        file: Arc<SqliteFile>,
    },
    Postgres {
        pool: PgPool,
        servers: Arc<PostgresServers>,
    },
}

/// The location of a database, so that other programs can open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The path in the address, which may be relative.
    Sqlite(PathBuf),
    Postgres {
        /// In the order of the address; there is at least one.
        servers: Vec<PostgresServer>,
        database: String,
        /// The name that libpq has for the mode.
        ssl_mode: &'static str,
        ssl_root_cert: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresServer {
    /// A host name, an IP address, or the folder of a Unix socket.
    pub host: String,
    pub port: u16,
}

/// A valid address.
enum Address {
    Sqlite(SqliteConnectOptions),
    Postgres(PostgresAddress),
}

impl Address {
    fn parse(url: &str) -> Result<Self, String> {
        if is_postgres(url) {
            return PostgresAddress::parse(url).map(Self::Postgres);
        }
        SqliteConnectOptions::from_str(url).map(Self::Sqlite).map_err(|error| match error {
            sqlx::Error::Configuration(wrong) => wrong.to_string(),
            other => other.to_string(),
        })
    }
}

impl Db {
    /// Checks an address, and the certificates that it names, without connecting. The message does
    /// not repeat the address, which may contain a password.
    pub fn check_url(url: &str) -> Result<(), String> {
        Address::parse(url).map(drop)
    }

    /// Returns the location of the database of an address.
    pub fn place(url: &str) -> Result<Place, StorageError> {
        Ok(match Address::parse(url).map_err(StorageError::Broken)? {
            Address::Sqlite(options) => Place::Sqlite(options.get_filename().to_owned()),
            Address::Postgres(address) => Place::Postgres {
                database: database_of(&address.servers[0]).to_owned(),
                servers: address
                    .servers
                    .iter()
                    .map(|options| PostgresServer {
                        host: host_of(options),
                        port: options.get_port(),
                    })
                    .collect(),
                ssl_mode: ssl_mode_name(address.ssl_mode),
                ssl_root_cert: address.ssl_root_cert,
            },
        })
    }

    /// Opens the database of a `sqlite:PATH` or `postgres://…` address. The `SQLite` file is created
    /// when missing; its folder is not.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        match Address::parse(url).map_err(StorageError::Broken)? {
            Address::Sqlite(options) => Self::open_sqlite(options).await,
            Address::Postgres(address) => {
                let servers = PostgresServers::new(address);
                let pool = servers.open(POSTGRES_CONNECTIONS).await?;
                Ok(Db::Postgres { pool, servers })
            }
        }
    }

    /// Opens the same database for the requests of the calling thread, which is one of this many
    /// and has its own runtime. A connection wakes the runtime that opened it: if another thread
    /// used it, each response of PostgreSQL would pass through two threads.
    #[must_use]
    pub fn for_thread(&self, threads: usize) -> Self {
        match self {
            Db::Sqlite { .. } => self.clone(),
            Db::Postgres { servers, .. } => {
                let threads = u32::try_from(threads).unwrap_or(u32::MAX).max(1);
                let connections = (REQUEST_CONNECTIONS / threads).max(LEAST_CONNECTIONS_OF_THREAD);
                Db::Postgres { pool: servers.open_lazily(connections), servers: servers.clone() }
            }
        }
    }

    async fn open_sqlite(options: SqliteConnectOptions) -> Result<Self, StorageError> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(SQLITE_BUSY_TIMEOUT)
            .optimize_on_close(true, None);
        sqlite_permissions::close_to_others(options.get_filename())?;
        let file = Arc::new(SqliteFile::at(options.get_filename()));
        let pool = |connections, purpose| {
            let file = file.clone();
            // The writer is tested before each use. A reader is not: the statement itself finds what the
            // test would find.
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(SQLITE_ACQUIRE_TIMEOUT)
                .test_before_acquire(purpose == Purpose::Writing)
                .before_acquire(move |connection, _| {
                    let usable = file.is_usable(connection, purpose);
                    Box::pin(std::future::ready(Ok(usable)))
                })
        };
        // The writer comes first: it creates the file and sets its journal mode.
        let writer = pool(1, Purpose::Writing).connect_with(options.clone()).await?;
        file.opened();
        // From here on, a missing file was moved or deleted, and must not be replaced by an empty
        // one.
        let options = options.create_if_missing(false);
        writer.set_connect_options(options.clone());
        // A reader cannot write what `PRAGMA optimize` finds out. Where that fails, sqlx does not wait for
        // the connection to close, and a reader that closes last leaves the WAL behind.
        let options = options.read_only(true).optimize_on_close(false, None);
        let readers = pool(SQLITE_READERS, Purpose::Reading).connect_with(options).await?;
        Ok(Db::Sqlite { readers, writer, file })
    }

    /// Gives the key that seals what is written to the history: without it nothing can be recorded. A
    /// database keeps the first key that it is given.
    pub fn set_history_key(&self, key: HistoryKey) {
        let known = match self {
            Db::Sqlite { file, .. } => &file.history_key,
            Db::Postgres { servers, .. } => &servers.history_key,
        };
        let _ = known.set(Arc::new(key));
    }

    pub fn history_key(&self) -> Result<Arc<HistoryKey>, StorageError> {
        match self {
            Db::Sqlite { file, .. } => known(&file.history_key),
            Db::Postgres { servers, .. } => known(&servers.history_key),
        }
    }

    /// Gives the secret under which the keys of holders are stored: without it no personal value can be
    /// recorded, nor read in the history. A database keeps the first secret that it is given.
    pub fn set_personal_secret(&self, secret: PersonalSecret) {
        let known = match self {
            Db::Sqlite { file, .. } => &file.personal_secret,
            Db::Postgres { servers, .. } => &servers.personal_secret,
        };
        let _ = known.set(Arc::new(secret));
    }

    pub fn personal_secret(&self) -> Result<Arc<PersonalSecret>, StorageError> {
        match self {
            Db::Sqlite { file, .. } => known_secret(&file.personal_secret),
            Db::Postgres { servers, .. } => known_secret(&servers.personal_secret),
        }
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn, StorageError> {
        if let Db::Sqlite { file, .. } = self {
            file.check()?;
        }
        if let Some(kept) = Conn::kept() {
            return Ok(kept);
        }
        let fresh = match self {
            Db::Sqlite { readers, .. } => readers.acquire().await.map(Pooled::Sqlite),
            Db::Postgres { pool, servers } => {
                let connection = servers.attempt(pool, || pool.acquire()).await;
                connection.map(|connection| Pooled::Postgres(connection, servers.clone()))
            }
        };
        Ok(Conn::new(fresh.map_err(StorageError::unreachable)?).await)
    }

    /// A transaction for writing.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        release_kept();
        match self {
            // IMMEDIATE, because a transaction that takes the write lock only at its first write
            // can fail half-way.
            Db::Sqlite { writer, file, .. } => {
                file.check()?;
                let transaction = writer.begin_with("BEGIN IMMEDIATE").await;
                file.noted(transaction).map(|transaction| Tx::Sqlite(transaction, file.clone()))
            }
            Db::Postgres { pool, servers } => {
                let transaction = with_timeout(servers.attempt(pool, || pool.begin())).await;
                transaction.map(|transaction| Tx::Postgres(transaction, servers.clone()))
            }
        }
        .map_err(StorageError::unreachable)
    }

    /// A transaction for reading that sees one snapshot, however long it lasts.
    pub async fn snapshot(&self) -> Result<Tx, StorageError> {
        const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        match self {
            Db::Sqlite { readers, file, .. } => {
                file.check()?;
                let mut connection = readers.acquire().await.map_err(StorageError::unreachable)?;
                // Whatever its statements meet, no other request gets this connection.
                connection.close_on_drop();
                let begun = sqlx::query("BEGIN").execute(&mut *connection).await;
                begun.map(|_| Tx::SqliteSnapshot(connection, file.clone()))
            }
            Db::Postgres { pool, servers } => {
                let begin = servers.attempt(pool, || pool.begin_with(BEGIN));
                with_timeout(begin).await.map(|begun| Tx::Postgres(begun, servers.clone()))
            }
        }
        .map_err(StorageError::unreachable)
    }

    /// Writes a consistent copy of the database to a new file while it is in use; returns false if
    /// the engine has its own tools for that. An existing file is never overwritten.
    pub async fn back_up(&self, to: &Path) -> Result<bool, StorageError> {
        if matches!(self, Db::Postgres { .. }) {
            return Ok(false);
        }
        let name =
            to.to_str().ok_or_else(|| StorageError::Broken("the name of the file".into()))?;
        let mut connection = self.read().await?;
        execute!(&mut connection, "VACUUM INTO $1", name)?;
        Ok(true)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        let mut connection = self.read().await?;
        execute!(&mut connection, "SELECT 1")?;
        Ok(())
    }

    /// Whether the database answers and, for an `SQLite` file, accepts writes.
    pub async fn try_out(&self) -> Result<(), StorageError> {
        self.ping().await?;
        match self {
            Db::Sqlite { writer, file, .. } => file.try_writing(writer).await,
            Db::Postgres { .. } => Ok(()),
        }
    }

    /// The location for the operator to read: a file, or the servers and the name of the database.
    pub fn name(&self) -> String {
        match self {
            Db::Sqlite { file, .. } => file.path().display().to_string(),
            Db::Postgres { servers, .. } => servers.name().to_owned(),
        }
    }

    pub async fn close(&self) {
        match self {
            Db::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres { pool, .. } => pool.close().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Opens a database in a folder, and returns its readers too.
    async fn opened(folder: &Path) -> (Db, sqlx::SqlitePool) {
        let db = Db::open(&format!("sqlite:{}/sigillo.db", folder.display())).await.unwrap();
        let Db::Sqlite { readers, .. } = &db else { unreachable!() };
        let readers = readers.clone();
        // A connection returns to its pool in a task of its own.
        assert!(wait_until(|| readers.num_idle() == 1).await);
        assert_eq!(readers.size(), 1);
        (db, readers)
    }

    async fn wait_until(there: impl Fn() -> bool) -> bool {
        for _ in 0..100 {
            if there() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    #[tokio::test]
    async fn a_reader_that_failed_in_a_backup_is_closed() {
        let folder = sigillo_testkit::private_folder();
        let (db, readers) = opened(folder.path()).await;
        let nowhere = folder.path().join("missing/backup.db");
        assert!(matches!(db.back_up(&nowhere).await, Err(StorageError::Unavailable(_))));
        assert!(wait_until(|| readers.size() == 0).await);
        assert!(db.back_up(&folder.path().join("backup.db")).await.unwrap());
    }

    #[tokio::test]
    async fn the_reader_of_a_snapshot_is_closed_with_it() {
        let folder = sigillo_testkit::private_folder();
        let (db, readers) = opened(folder.path()).await;
        let mut on = db.snapshot().await.unwrap();
        assert!(execute!(&mut on, "SELECT 1").is_ok());
        drop(on);
        assert!(wait_until(|| readers.size() == 0).await);
        db.close().await;
        assert!(!folder.path().join("sigillo.db-wal").exists(), "the file is whole by itself");
    }
}
