//! What can go wrong in the database.

use thiserror::Error;

#[derive(Debug, Error)]
pub enum StorageError {
    /// The row is not at the version that was asked for: somebody else changed it.
    #[error("the row is not at the expected version")]
    Stale,
    /// A unique value is taken.
    #[error("a unique value is taken")]
    Taken,
    /// The database does not answer, is locked, full or read-only: nothing was changed.
    #[error("the database is not available: {0}")]
    Unavailable(sqlx::Error),
    /// A row holds what the program cannot read, or a statement is wrong: a fault of ours.
    #[error("the database holds or was asked something unexpected: {0}")]
    Broken(String),
}

impl StorageError {
    /// A stored word that no enum knows.
    pub(crate) fn unknown(column: &str, value: &str) -> Self {
        Self::Broken(format!("unknown {column}: {value:?}"))
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Taken,
            sqlx::Error::Database(database) if is_unavailable(database.code().as_deref()) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// PostgreSQL: class 08 (connection), 53 (no resources), 57P (shutting down), 25006 (read-only),
/// 40 (serialisation, deadlock). `SQLite`: BUSY 5, LOCKED 6, READONLY 8, IOERR 10, FULL 13,
/// CANTOPEN 14, whatever the extended code above the low byte.
fn is_unavailable(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    if code.len() == 5 {
        return ["08", "53", "57P", "25006", "40"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_an_unavailable_database() {
        for code in ["08006", "57P01", "53100", "25006", "40P01", "5", "261", "8", "13"] {
            assert!(is_unavailable(Some(code)), "{code}");
        }
        for code in ["23505", "42601", "1", "19", "2067"] {
            assert!(!is_unavailable(Some(code)), "{code}");
        }
    }
}
