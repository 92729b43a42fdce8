//! Watches the file of an `SQLite` database: while it is open it can be moved or replaced, or its
//! disk can fill up, and such writes must not be reported as durable.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::personal_secret::PersonalSecret;
use sqlx::{Connection, Executor, SqliteConnection, SqlitePool};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::error::{StorageError, is_sqlite_io_failure};

/// How long the outcome of a test write is valid.
const PROBE_VALID_FOR: Duration = Duration::from_secs(2);
/// The test write. The number is "SIGI", which marks the file as one of Sigillo.
const WRITE_PROBE: &str = "PRAGMA application_id = 1397311305";

/// Whether a connection is for reading or for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Reading,
    Writing,
}

#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
    /// Device and inode of the opened file; unset for a database in memory.
    identity: OnceLock<(u64, u64)>,
    /// Whether a statement of the writer failed because of the file since the writer was opened.
    writer_failed: AtomicBool,
    /// When the last test write was made, and whether it succeeded.
    last_probe: Mutex<Option<(Instant, bool)>>,
    /// The key that seals what is written to the history.
    pub(crate) history_key: OnceLock<Arc<HistoryKey>>,
    /// The secret under which the keys of holders are stored.
    pub(crate) personal_secret: OnceLock<Arc<PersonalSecret>>,
}

impl SqliteFile {
    pub(crate) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            identity: OnceLock::new(),
            writer_failed: AtomicBool::new(false),
            last_probe: Mutex::new(None),
            history_key: OnceLock::new(),
            personal_secret: OnceLock::new(),
        }
    }

    /// Remembers which file was opened, for [`SqliteFile::check`].
    pub(crate) fn opened(&self) {
        if let Ok(identity) = identity(&self.path) {
            let _ = self.identity.set(identity);
        }
    }

    /// Whether a connection of the pool can still be used.
    ///
    /// When a disk fails, `SQLite` rolls back by itself. sqlx does not notice: it rolls back once
    /// more, is refused, and considers the connection to be in a transaction for ever.
    ///
    /// A writer that was opened while the file or its WAL was not writable stays read-only for as
    /// long as it lives. Its `BEGIN IMMEDIATE` succeeds, as the start of a transaction that reads,
    /// and only the first write is refused. A writer is therefore replaced after any statement that
    /// failed because of the file.
    pub(crate) fn is_usable(&self, connection: &SqliteConnection, purpose: Purpose) -> bool {
        let failed =
            purpose == Purpose::Writing && self.writer_failed.swap(false, Ordering::Relaxed);
        !failed && !connection.is_in_transaction()
    }

    /// Has the writer replaced if its statement failed because of the file.
    pub(crate) fn note_failure(&self, error: &sqlx::Error) {
        if is_sqlite_io_failure(error) {
            self.writer_failed.store(true, Ordering::Relaxed);
        }
    }

    /// The outcome of a statement of the writer, after [`SqliteFile::note_failure`].
    pub(crate) fn noted<T>(&self, outcome: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        outcome.inspect_err(|error| self.note_failure(error))
    }

    /// Fails if the file is no longer where it was opened. `SQLite` would go on writing to the open
    /// file, wherever it is now, and the data would be missing after a restart.
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

    /// Checks that the file accepts writes, by a write that changes nothing. Concurrent callers
    /// share one outcome, which stays valid for a while.
    pub(crate) async fn try_writing(&self, writer: &SqlitePool) -> Result<(), StorageError> {
        self.check()?;
        let mut last_probe = self.last_probe.lock().await;
        match *last_probe {
            Some((at, true)) if at.elapsed() < PROBE_VALID_FOR => return Ok(()),
            Some((at, false)) if at.elapsed() < PROBE_VALID_FOR => {
                let words = "writing failed a moment ago";
                return Err(StorageError::Unavailable(io::Error::other(words).into()));
            }
            _ => {}
        }
        let outcome = self.noted(writer.execute(WRITE_PROBE).await);
        let outcome = outcome.map(drop).map_err(StorageError::unreachable);
        *last_probe = Some((Instant::now(), outcome.is_ok()));
        outcome
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    std::fs::metadata(path).map(|file| (file.dev(), file.ino()))
}
