//! Timeouts after which the caller is told that the database is not available.

use std::future::Future;
use std::io;
use std::time::Duration;

/// How long a request waits for an `SQLite` connection; a change waits for the single writer.
pub(crate) const SQLITE_ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the writer waits for another process's lock. It is shorter than the acquire timeout, so
/// that a request that waits for the writer learns the reason.
pub(crate) const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a request waits for a PostgreSQL connection. A server that is down refuses at once, and the
/// pool tries again until then: a quick restart is waited for, a longer absence is reported soon.
pub(crate) const POSTGRES_ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long PostgreSQL may take for one statement: a server that hangs, or that a network failure cuts
/// off, never reports an error itself.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(15);

/// The result of a statement, or an error after [`STATEMENT_TIMEOUT`]. The pool tests the connection of
/// an abandoned statement before it uses it again.
pub(crate) async fn with_timeout<T>(
    statement: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    with_timeout_of(STATEMENT_TIMEOUT, statement).await
}

/// Like [`with_timeout`], with another timeout.
pub(crate) async fn with_timeout_of<T>(
    timeout: Duration,
    statement: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    tokio::time::timeout(timeout, statement).await.unwrap_or_else(|_| {
        let seconds = timeout.as_secs();
        let message = format!("no answer within {seconds} s");
        Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
    })
}
