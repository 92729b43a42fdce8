//! The two engines, behind one door.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::conn::{Conn, Pooled, give_back};
use crate::error::StorageError;
use crate::patience::{CONNECTING, LOCK_PATIENCE, PATIENCE, in_time};
use crate::sqlite_file::{Purpose, SqliteFile};
use crate::tx::Tx;

const READERS: u32 = 8;
/// Of all that is no request.
const POSTGRES_CONNECTIONS: u32 = 12;
/// Of the threads that requests are answered on, together; but each has at least
/// [`FEWEST_OF_A_THREAD`].
const CONNECTIONS_OF_REQUESTS: u32 = 16;
const FEWEST_OF_A_THREAD: u32 = 4;

/// A database, on either engine.
#[derive(Debug, Clone)]
pub enum Db {
    /// `SQLite` has one writer: giving writes a pool of one makes them queue in order, instead of
    /// polling for the lock.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
        file: Arc<SqliteFile>,
    },
    Postgres(PgPool),
}

/// Where a database is, for other programs to open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// As the address says it: perhaps relative.
    Sqlite(PathBuf),
    Postgres {
        /// A name, a number, or the folder of a socket.
        host: String,
        port: u16,
        database: String,
        /// As libpq calls it.
        ssl_mode: &'static str,
    },
}

/// How long a connection may have been idle and still be taken for alive: looking each time costs as
/// much as a statement. A server that went away and came back takes longer than that.
const SURELY_ALIVE: Duration = Duration::from_millis(500);

/// What an address of a database comes to, by the engine it names.
enum Options {
    Sqlite(SqliteConnectOptions),
    Postgres(PgConnectOptions),
}

impl Options {
    fn parse(url: &str) -> Result<Self, sqlx::Error> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return PgConnectOptions::from_str(url).map(Self::Postgres);
        }
        SqliteConnectOptions::from_str(url).map(Self::Sqlite)
    }
}

fn ssl_mode(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

fn postgres_pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(CONNECTING)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > SURELY_ALIVE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

impl Db {
    /// Judges an address without opening anything; what is wrong with it, in words that do not
    /// repeat it.
    pub fn check_url(url: &str) -> Result<(), String> {
        Options::parse(url).map(drop).map_err(|error| match error {
            sqlx::Error::Configuration(wrong) => wrong.to_string(),
            other => other.to_string(),
        })
    }

    /// Where the database of an address that was found good is.
    pub fn place(url: &str) -> Result<Place, StorageError> {
        Ok(match Options::parse(url)? {
            Options::Sqlite(options) => Place::Sqlite(options.get_filename().to_owned()),
            Options::Postgres(options) => Place::Postgres {
                host: match options.get_socket() {
                    Some(folder) => folder.display().to_string(),
                    None => options.get_host().to_owned(),
                },
                port: options.get_port(),
                database: options.get_database().unwrap_or(options.get_username()).to_owned(),
                ssl_mode: ssl_mode(options.get_ssl_mode()),
            },
        })
    }

    /// Opens the database of a `sqlite:PATH` or `postgres://…` address. The `SQLite` file is made
    /// when missing; its folder is not.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        match Options::parse(url)? {
            Options::Sqlite(options) => Self::open_sqlite(options).await,
            Options::Postgres(options) => Self::open_postgres(options).await,
        }
    }

    async fn open_postgres(options: PgConnectOptions) -> Result<Self, StorageError> {
        let pool = postgres_pool(POSTGRES_CONNECTIONS).connect_with(options).await?;
        Ok(Db::Postgres(pool))
    }

    /// The same database, for the requests of the thread that asks: one of so many threads, each with a
    /// runtime of its own. A connection wakes the runtime that it was opened on: used on another, each
    /// answer of PostgreSQL would pass through two threads.
    #[must_use]
    pub fn for_thread(&self, threads: usize) -> Self {
        match self {
            Db::Sqlite { .. } => self.clone(),
            Db::Postgres(pool) => {
                let threads = u32::try_from(threads).unwrap_or(u32::MAX).max(1);
                let connections = (CONNECTIONS_OF_REQUESTS / threads).max(FEWEST_OF_A_THREAD);
                let options = pool.connect_options().as_ref().clone();
                Db::Postgres(postgres_pool(connections).connect_lazy_with(options))
            }
        }
    }

    async fn open_sqlite(options: SqliteConnectOptions) -> Result<Self, StorageError> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(LOCK_PATIENCE)
            .optimize_on_close(true, None);
        let file = Arc::new(SqliteFile::at(options.get_filename()));
        let pool = |connections, purpose| {
            let file = file.clone();
            // What a look before each use would find, a reading's own statement finds; the one that
            // writes is worth it.
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(PATIENCE)
                .test_before_acquire(purpose == Purpose::Writing)
                .before_acquire(move |connection, _| {
                    let good = file.is_good(connection, purpose);
                    Box::pin(std::future::ready(Ok(good)))
                })
        };
        // The writer comes first: it makes the file and sets its journal.
        let writer = pool(1, Purpose::Writing).connect_with(options.clone()).await?;
        file.opened();
        // Made once: a connection opened later must not take an empty file for one that has gone.
        let options = options.create_if_missing(false);
        writer.set_connect_options(options.clone());
        let readers = pool(READERS, Purpose::Reading).connect_with(options.read_only(true)).await?;
        Ok(Db::Sqlite { readers, writer, file })
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
            Db::Postgres(pool) => pool.acquire().await.map(Pooled::Postgres),
        };
        Ok(Conn::new(fresh.map_err(StorageError::unreachable)?).await)
    }

    /// A transaction for writing.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        give_back();
        match self {
            // IMMEDIATE: taking the lock at the first write instead would fail half-way.
            Db::Sqlite { writer, file, .. } => {
                file.check()?;
                let transaction = writer.begin_with("BEGIN IMMEDIATE").await;
                let transaction = file.judged(transaction);
                transaction.map(|transaction| Tx::Sqlite(transaction, file.clone()))
            }
            Db::Postgres(pool) => in_time(pool.begin()).await.map(Tx::Postgres),
        }
        .map_err(StorageError::unreachable)
    }

    /// A transaction for reading that sees one moment, however long it lasts.
    pub async fn snapshot(&self) -> Result<Tx, StorageError> {
        const ONE_MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        match self {
            Db::Sqlite { readers, file, .. } => {
                file.check()?;
                readers.begin().await.map(|transaction| Tx::Sqlite(transaction, file.clone()))
            }
            Db::Postgres(pool) => in_time(pool.begin_with(ONE_MOMENT)).await.map(Tx::Postgres),
        }
        .map_err(StorageError::unreachable)
    }

    /// Writes the database as it is at one moment into a new file, while it is in use; false where
    /// the engine has tools of its own for that. A file that is there is left alone.
    pub async fn back_up(&self, to: &Path) -> Result<bool, StorageError> {
        let Db::Sqlite { readers, .. } = self else { return Ok(false) };
        let name =
            to.to_str().ok_or_else(|| StorageError::Broken("the name of the file".into()))?;
        sqlx::query("VACUUM INTO $1").bind(name).execute(readers).await?;
        Ok(true)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        let mut connection = self.read().await?;
        execute!(&mut connection, "SELECT 1")?;
        Ok(())
    }

    /// Whether the database answers, and where it is a file of ours keeps what is written.
    pub async fn try_out(&self) -> Result<(), StorageError> {
        self.ping().await?;
        match self {
            Db::Sqlite { writer, file, .. } => file.try_writing(writer).await,
            Db::Postgres(_) => Ok(()),
        }
    }

    /// Where it is, for who looks after it: a file, or a server and a name there.
    pub fn name(&self) -> String {
        match self {
            Db::Sqlite { file, .. } => file.path().display().to_string(),
            Db::Postgres(pool) => {
                let options = pool.connect_options();
                let (host, port) = (options.get_host(), options.get_port());
                format!("{host}:{port}/{}", options.get_database().unwrap_or_default())
            }
        }
    }

    pub async fn close(&self) {
        match self {
            Db::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}
