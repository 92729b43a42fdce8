//! The file of an `SQLite` database, watched: while it is open it can be moved, replaced or fill its
//! disk, and what is written then must not be taken for kept.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{Connection, Executor, SqliteConnection, SqlitePool};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::error::{StorageError, sqlite_code};

/// How long a trial of writing is believed.
const BELIEVED: Duration = Duration::from_secs(2);
/// "SIGI": marks the file as one of ours, and is what a trial of writing writes.
const MARK: &str = "PRAGMA application_id = 1397311305";

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Reading,
    Writing,
}

/// `SQLITE_READONLY`.
const READONLY: u32 = 8;

#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
    /// Device and number of the file that was opened; none of a database that is in no file.
    identity: OnceLock<(u64, u64)>,
    /// The connection that writes was found to be for reading alone.
    read_only: AtomicBool,
    /// When writing was last tried, and whether it went well.
    tried: Mutex<Option<(Instant, bool)>>,
}

impl SqliteFile {
    pub(crate) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            identity: OnceLock::new(),
            read_only: AtomicBool::new(false),
            tried: Mutex::new(None),
        }
    }

    /// From now on it must be where it is.
    pub(crate) fn opened(&self) {
        if let Ok(identity) = identity(&self.path) {
            let _ = self.identity.set(identity);
        }
    }

    /// Whether a connection is of further use, or another has to be opened.
    ///
    /// A disk that fails makes `SQLite` roll back by itself. sqlx does not learn of it: it rolls back
    /// once more, is refused, and for it the connection would be in a transaction for ever. And one
    /// that was opened while the file could not be written stays one for reading.
    pub(crate) fn is_good(&self, connection: &SqliteConnection, purpose: Purpose) -> bool {
        let refused = purpose == Purpose::Writing && self.read_only.swap(false, Ordering::Relaxed);
        !refused && !connection.is_in_transaction()
    }

    /// Looks at what came of a try to write.
    pub(crate) fn judged<T>(&self, outcome: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        if let Err(sqlx::Error::Database(error)) = &outcome
            && sqlite_code(&error.code().unwrap_or_default()) == Some(READONLY)
        {
            self.read_only.store(true, Ordering::Relaxed);
        }
        outcome
    }

    /// Refuses when the file is not where it was opened any more. What is open goes on being written
    /// to, wherever it has gone: nobody would find it there after a restart.
    pub(crate) fn check(&self) -> Result<(), StorageError> {
        let Some(opened) = self.identity.get() else { return Ok(()) };
        let path = self.path.display();
        let wrong = match identity(&self.path) {
            Ok(present) if present == *opened => return Ok(()),
            Ok(_) => format!(
                "{path} is another file than the one that was opened: move that one back, or restart \
                 the panel on this one, with no -wal or -shm of the other beside it"
            ),
            Err(error) => format!("{path} is gone ({error}): move it back"),
        };
        Err(StorageError::Unavailable(io::Error::other(wrong).into()))
    }

    /// Whether what is written is kept, found out by writing something of no consequence. Many may
    /// ask: one answer is given to all for a while.
    pub(crate) async fn try_writing(&self, writer: &SqlitePool) -> Result<(), StorageError> {
        self.check()?;
        let mut tried = self.tried.lock().await;
        match *tried {
            Some((at, true)) if at.elapsed() < BELIEVED => return Ok(()),
            Some((at, false)) if at.elapsed() < BELIEVED => {
                let words = "writing failed a moment ago";
                return Err(StorageError::Unavailable(io::Error::other(words).into()));
            }
            _ => {}
        }
        let outcome = self.judged(writer.execute(MARK).await);
        let outcome = outcome.map(drop).map_err(StorageError::unreachable);
        *tried = Some((Instant::now(), outcome.is_ok()));
        outcome
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    std::fs::metadata(path).map(|file| (file.dev(), file.ino()))
}
