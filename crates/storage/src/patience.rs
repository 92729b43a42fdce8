//! How long things may take before whoever waits is told that the database is not available.

use std::future::Future;
use std::io;
use std::time::Duration;

/// How long a request waits for a connection to `SQLite`, which for a change is the one that writes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// How long that one waits for another process that writes: less, so that who waits for it learns why.
pub(crate) const LOCK_PATIENCE: Duration = Duration::from_secs(3);
/// How long a request waits for a connection to PostgreSQL. A server that is down refuses at once, and
/// is asked again until then: a quick restart is waited for, a longer absence is told soon.
pub(crate) const CONNECTING: Duration = Duration::from_secs(2);
/// How long PostgreSQL may take over one statement: one that is stuck, or cut off from us, never says so.
const SLOWEST_STATEMENT: Duration = Duration::from_secs(15);

/// What comes of a statement in time. Of one that was given up the connection finds out by itself
/// whether it is still of use.
pub(crate) async fn in_time<T>(
    statement: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    tokio::time::timeout(SLOWEST_STATEMENT, statement).await.unwrap_or_else(|_| {
        let seconds = SLOWEST_STATEMENT.as_secs();
        let words = format!("no answer within {seconds} s");
        Err(io::Error::new(io::ErrorKind::TimedOut, words).into())
    })
}
