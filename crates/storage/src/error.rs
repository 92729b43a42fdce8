//! What can go wrong in the database.

use sigillo_domain::text_enum::UnknownVariant;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum StorageError {
    /// The row is not at the version that was asked for: somebody else changed it.
    #[error("the row is not at the expected version")]
    Stale,
    /// A unique value is taken.
    #[error("a unique value is taken")]
    Taken,
    /// The request that this belongs to was taken for lost meanwhile, and another carries it out:
    /// nothing was changed.
    #[error("another server has taken the request over")]
    TakenOver,
    /// The database does not answer, is locked, full or read-only: nothing was changed.
    #[error("the database is not available: {0}{remedy}", remedy = remedy(.0))]
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

    /// Why no connection was had, or no transaction begun: whatever it is, nothing can be asked of the
    /// database now, and nothing was.
    pub(crate) fn unreachable(error: sqlx::Error) -> Self {
        Self::Unavailable(error)
    }
}

impl From<UnknownVariant> for StorageError {
    fn from(error: UnknownVariant) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Taken,
            sqlx::Error::Database(database) if is_unavailable(database.code().as_deref()) => {
                Self::Unavailable(error)
            }
            // A server that ends in the middle of a word leaves what looks like bad grammar.
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable(error),
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// The result code of `SQLite`, without what extends it.
pub(crate) fn sqlite_code(code: &str) -> Option<u32> {
    code.parse::<u32>().ok().filter(|_| code.len() != SQLSTATE).map(|code| code & 0xff)
}

/// Letters and digits of a code of PostgreSQL.
const SQLSTATE: usize = 5;

/// PostgreSQL: class 08 (connection), 53 (no resources), 55P03 (locked), 57 (shutting down, cancelled),
/// 58 (system error), 25006 (read-only), 40 (serialisation, deadlock). `SQLite`: BUSY 5, LOCKED 6,
/// READONLY 8, IOERR 10, CORRUPT 11, FULL 13, CANTOPEN 14, PROTOCOL 15 (locking), NOTADB 26, whatever
/// the extended code above the low byte.
fn is_unavailable(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    if code.len() == SQLSTATE {
        let classes = ["08", "53", "55P03", "57", "58", "25006", "40"];
        return classes.iter().any(|class| code.starts_with(class));
    }
    sqlite_code(code).is_some_and(|code| matches!(code, 5 | 6 | 8 | 10 | 11 | 13..=15 | 26))
}

/// What whoever runs the panel can do about it.
fn remedy(error: &sqlx::Error) -> &'static str {
    let code = match error {
        sqlx::Error::Database(database) => database.code(),
        sqlx::Error::PoolTimedOut => {
            return ": it is down, out of reach, or every connection is in use";
        }
        _ => None,
    };
    let Some(code) = code else { return "" };
    match sqlite_code(&code) {
        Some(5 | 6 | 15) => ": another process holds the file locked; see who has it open",
        Some(8) => ": the file may not be written; see its owner, its mode and the mount",
        Some(10) => ": the disk refuses; see the system's log",
        Some(11 | 26) => ": the file is damaged; restore a backup",
        Some(13) => ": the disk is full; make room",
        Some(14) => ": the file or its folder may not be opened; see owners, modes and the mount",
        _ if code.starts_with("53100") => ": its disk is full; make room",
        _ if code.starts_with("53300") => ": it takes no more connections; see its max_connections",
        _ if code.starts_with("25006") => ": it takes no writes; see whether it is a standby",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_an_unavailable_database() {
        for code in [
            "08006", "57P01", "57P03", "57014", "53100", "55P03", "58030", "25006", "40P01", "5",
            "261", "8", "13", "14", "778", "26",
        ] {
            assert!(is_unavailable(Some(code)), "{code}");
        }
        for code in ["23505", "42601", "1", "19", "2067"] {
            assert!(!is_unavailable(Some(code)), "{code}");
        }
    }
}
