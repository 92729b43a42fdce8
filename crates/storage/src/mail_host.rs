//! The single row about the mail host: when usage is measured next, and whether the mail host
//! answers.

use chrono::{DateTime, Utc};
use sigillo_domain::mail_host::Trouble;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailHostRow {
    /// When usage was last measured; the figures are as of that time.
    pub measured_at: Option<DateTime<Utc>>,
    /// Since when measuring has failed; None if the last measurement succeeded.
    pub failing_since: Option<DateTime<Utc>>,
    pub trouble: Option<Trouble>,
    pub detail: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    measured_at: Option<DateTime<Utc>>,
    failing_since: Option<DateTime<Utc>>,
    trouble: Option<String>,
    detail: Option<String>,
}

pub async fn get(on: &mut impl Connection) -> Result<MailHostRow, StorageError> {
    let row = fetch_optional!(
        on,
        Row,
        "SELECT measured_at, failing_since, trouble, detail FROM mail_host WHERE id = 1"
    )?;
    let row =
        row.ok_or_else(|| StorageError::Broken("the row of the mail host is missing".into()))?;
    Ok(MailHostRow {
        measured_at: row.measured_at,
        failing_since: row.failing_since,
        trouble: row.trouble.map(Trouble::try_from).transpose()?,
        detail: row.detail,
    })
}

/// Whether the next measurement is due.
pub async fn poll_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    let row = fetch_optional!(
        on,
        (i64,),
        "SELECT id FROM mail_host WHERE id = 1 AND next_poll_at <= $1",
        now
    )?;
    Ok(row.is_some())
}

/// Claims the next measurement if it is due; nobody else gets it before `until`.
pub async fn claim_poll(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE mail_host SET next_poll_at = $1 WHERE id = 1 AND next_poll_at <= $2",
        until,
        now
    )?;
    Ok(touched == 1)
}

/// Gives up a claimed measurement, which is due again at `at`.
pub async fn release_poll(tx: &mut Tx, at: DateTime<Utc>) -> Result<(), StorageError> {
    execute!(tx, "UPDATE mail_host SET next_poll_at = $1 WHERE id = 1", at)?;
    Ok(())
}

/// Records that usage was measured.
pub async fn measured(
    tx: &mut Tx,
    at: DateTime<Utc>,
    next_poll_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE mail_host SET measured_at = $1, next_poll_at = $2, failing_since = NULL,
            trouble = NULL, detail = NULL
         WHERE id = 1",
        at,
        next_poll_at
    )?;
    Ok(())
}

/// Records that usage could not be measured.
pub async fn failed(
    tx: &mut Tx,
    at: DateTime<Utc>,
    trouble: Trouble,
    detail: &str,
    next_poll_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE mail_host SET failing_since = COALESCE(failing_since, $1), trouble = $2,
            detail = $3, next_poll_at = $4
         WHERE id = 1",
        at,
        trouble.as_str(),
        detail,
        next_poll_at
    )?;
    Ok(())
}

/// The hour up to which the usage series are already thinned.
pub async fn thinned_until(
    on: &mut impl Connection,
) -> Result<Option<DateTime<Utc>>, StorageError> {
    let row = fetch_optional!(
        on,
        (Option<DateTime<Utc>>,),
        "SELECT thinned_until FROM mail_host WHERE id = 1"
    )?;
    Ok(row.and_then(|(until,)| until))
}

pub async fn set_thinned_until(tx: &mut Tx, until: DateTime<Utc>) -> Result<(), StorageError> {
    execute!(tx, "UPDATE mail_host SET thinned_until = $1 WHERE id = 1", until)?;
    Ok(())
}
