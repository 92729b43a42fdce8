//! Errors of the database.

use std::io;

use rustls::CertificateError;
use sigillo_domain::text_enum::UnknownVariant;
use sqlx::postgres::PgDatabaseError;
use thiserror::Error;

use crate::postgres_servers::READ_ONLY;

#[derive(Debug, Error)]
pub enum StorageError {
    /// The row is not at the expected version: somebody else has changed it.
    #[error("the row is not at the expected version")]
    Stale,
    /// A unique value is taken.
    #[error("a unique value is taken")]
    Taken,
    /// A position that does not belong to a list in this order; nothing was read.
    #[error("the position does not fit the order of the list")]
    InvalidPosition,
    /// The request was considered lost, and another server is carrying it out now. Nothing was
    /// changed.
    #[error("another server has taken the request over")]
    TakenOver,
    /// The database does not answer, is locked, full or read-only. Nothing was changed.
    #[error("the database is not available: {0}{remedy}", remedy = remedy(.0))]
    Unavailable(sqlx::Error),
    /// A newer release has changed the tables in a way that this release cannot work with.
    #[error(
        "the tables need Sigillo {least_release} or newer (schema {least_version}), and this is Sigillo \
         {own_release} (schema {own_version})"
    )]
    TooOld { least_release: String, least_version: i64, own_release: String, own_version: i64 },
    /// A row holds a value that the program cannot read, or a statement is wrong; either is a bug.
    #[error("the database holds or was asked something unexpected: {0}")]
    Broken(String),
}

impl StorageError {
    /// A column holds a text that is not a value of its enum.
    pub(crate) fn unknown(column: &str, value: &str) -> Self {
        Self::Broken(format!("unknown {column}: {value:?}"))
    }

    /// No connection was available, or no transaction could begin. Whatever the reason, no
    /// statement reached the database.
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
            _ if is_outdated_plan(&error) => Self::Unavailable(error),
            // A server that stops in the middle of a message causes a protocol error.
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

/// The primary result code of `SQLite`.
pub(crate) fn sqlite_code(code: &str) -> Option<u32> {
    code.parse::<u32>().ok().filter(|_| code.len() != SQLSTATE).map(|code| code & 0xff)
}

/// The length of an SQLSTATE, PostgreSQL's error code.
const SQLSTATE: usize = 5;

/// PostgreSQL: class 08 (connection), 53 (no resources), 55P03 (locked), 57 (shutting down, cancelled),
/// 58 (system error), 25006 (read-only), 40 (serialisation, deadlock). `SQLite`: BUSY 5, LOCKED 6,
/// READONLY 8, IOERR 10, CORRUPT 11, FULL 13, CANTOPEN 14, PROTOCOL 15 (locking), NOTADB 26; the
/// extended code in the higher bytes does not matter.
fn is_unavailable(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    if code.len() == SQLSTATE {
        let classes = ["08", "53", "55P03", "57", "58", READ_ONLY, "40"];
        return classes.iter().any(|class| code.starts_with(class));
    }
    sqlite_code(code).is_some_and(|code| matches!(code, 5 | 6 | 8 | 10 | 11 | 13..=15 | 26))
}

/// Whether `SQLite` could not read or write its file: READONLY 8, IOERR 10, CORRUPT 11, FULL 13,
/// CANTOPEN 14, NOTADB 26. What the connection remembers of the file may be outdated from then on.
pub(crate) fn is_sqlite_io_failure(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    let code = error.code().and_then(|code| sqlite_code(&code));
    code.is_some_and(|code| matches!(code, 8 | 10 | 11 | 13 | 14 | 26))
}

/// Whether a prepared statement now returns other types than when it was prepared, because another
/// release has changed a column since. PostgreSQL refuses to run it for as long as the connection
/// lives.
pub(crate) fn is_outdated_plan(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    let error = error.try_downcast_ref::<PgDatabaseError>();
    // The message is in the server's language, so the name of the function that raised it is
    // compared.
    error.is_some_and(|error| error.routine() == Some("RevalidateCachedQuery"))
}

/// What the operator of the panel can do about the error.
pub(crate) fn remedy(error: &sqlx::Error) -> &'static str {
    let code = match error {
        sqlx::Error::Database(database) => database.code(),
        sqlx::Error::Io(error) => return certificate_remedy(error),
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
        _ if code == READ_ONLY => ": it takes no writes; see whether it is a standby",
        _ => "",
    }
}

/// What the operator can do when the server's certificate was refused.
fn certificate_remedy(error: &io::Error) -> &'static str {
    let error = error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>());
    let Some(rustls::Error::InvalidCertificate(error)) = error else { return "" };
    match error {
        CertificateError::UnknownIssuer => {
            ": neither sslrootcert nor this machine knows the authority that signed it"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            ": the address names another host than the certificate"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            ": renew the certificate of the server"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_codes_of_an_unavailable_database_are_recognised() {
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
