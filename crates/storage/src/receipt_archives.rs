//! Where the archive of each organisation stands, and what its verifications have found.

use chrono::{DateTime, Utc};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::preservation::PreservationProblem;
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The end of a chain of packages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The number of the last package; 0 before the first.
    pub sequence: i64,
    pub index_sha256: Option<String>,
}

/// The end of an organisation's chain.
pub async fn head(
    on: &mut impl Connection,
    organization_id: OrganizationId,
) -> Result<Head, StorageError> {
    let sql = "SELECT sequence, index_sha256 FROM receipt_archive WHERE organization_id = $1";
    let row = fetch_optional!(on, (i64, Option<String>), sql, organization_id)?;
    Ok(row.map(|(sequence, index_sha256)| Head { sequence, index_sha256 }).unwrap_or_default())
}

/// Claims the archive of an organisation until a time. Returns whether it is ours: the lease of whoever was killed ends.
pub async fn claim(
    tx: &mut Tx,
    organization_id: OrganizationId,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let claimed = execute!(
        tx,
        "INSERT INTO receipt_archive (organization_id, lease, leased_until, sequence) VALUES ($1, $2, $3, 0)
         ON CONFLICT (organization_id) DO UPDATE
             SET lease = excluded.lease, leased_until = excluded.leased_until
             WHERE receipt_archive.leased_until <= $4",
        organization_id,
        lease,
        until,
        now
    )?;
    Ok(claimed == 1)
}

/// Gives a lease back.
pub async fn release(
    tx: &mut Tx,
    organization_id: OrganizationId,
    lease: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    let sql = "UPDATE receipt_archive SET lease = NULL, leased_until = $1 WHERE organization_id = $2 AND lease = $3";
    execute!(tx, sql, now, organization_id, lease)?;
    Ok(())
}

/// Adds a package to the end of a chain, if the lease is still ours and nothing was added meanwhile.
pub async fn advance(
    tx: &mut Tx,
    organization_id: OrganizationId,
    lease: Uuid,
    index_sha256: &str,
    sequence: i64,
    verify_at: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE receipt_archive SET sequence = $1, index_sha256 = $2, verify_at = COALESCE(verify_at, $3)
         WHERE organization_id = $4 AND lease = $5 AND sequence = $1 - 1",
        sequence,
        index_sha256,
        verify_at,
        organization_id,
        lease
    )?;
    Ok(touched == 1)
}

/// The organisations that have an archive.
pub async fn all(on: &mut impl Connection) -> Result<Vec<OrganizationId>, StorageError> {
    let sql = "SELECT organization_id FROM receipt_archive ORDER BY organization_id";
    let rows = fetch_all!(on, (Uuid,), sql)?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// The organisations that have receipts, in packages or not.
pub async fn with_receipts(on: &mut impl Connection) -> Result<Vec<OrganizationId>, StorageError> {
    let sql = "SELECT o.id FROM organization o
         WHERE EXISTS (SELECT 1 FROM receipt_archive a WHERE a.organization_id = o.id)
            OR EXISTS (SELECT 1 FROM receipt r WHERE r.organization_id = o.id AND r.package_id IS NULL)
         ORDER BY o.id";
    let rows = fetch_all!(on, (Uuid,), sql)?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Takes the archive whose verification has been due longest, and puts its next one off until a time.
pub async fn take_due_verification(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<OrganizationId>, StorageError> {
    let row = fetch_optional!(
        tx,
        (Uuid,),
        "UPDATE receipt_archive SET verify_at = $1 WHERE verify_at <= $2 AND organization_id = (
            SELECT organization_id FROM receipt_archive WHERE verify_at <= $2 ORDER BY verify_at LIMIT 1)
         RETURNING organization_id",
        until,
        now
    )?;
    Ok(row.map(|(id,)| id.into()))
}

/// Whether any verification is due.
pub async fn any_verification_due(
    on: &mut impl Connection,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let sql = "SELECT organization_id FROM receipt_archive WHERE verify_at <= $1 LIMIT 1";
    Ok(fetch_optional!(on, (Uuid,), sql, now)?.is_some())
}

/// Sets when an archive is to be verified next.
pub async fn set_next_verification(
    tx: &mut Tx,
    organization_id: OrganizationId,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    let sql = "UPDATE receipt_archive SET verify_at = $1 WHERE organization_id = $2";
    execute!(tx, sql, at, organization_id)?;
    Ok(())
}

/// What a verification has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub organization_id: OrganizationId,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub packages: i64,
    pub unsealed: i64,
    pub receipts: i64,
    /// What was read.
    pub bytes: i64,
    pub problems: i64,
    /// The first of them.
    pub report: Vec<PreservationProblem>,
}

pub async fn insert_verification(
    tx: &mut Tx,
    id: Uuid,
    verification: &Verification,
) -> Result<(), StorageError> {
    let report = serde_json::to_string(&verification.report)
        .map_err(|error| StorageError::Broken(error.to_string()))?;
    execute!(
        tx,
        "INSERT INTO preservation_verification (id, organization_id, started_at, ended_at, packages, unsealed,
            receipts, bytes, problems, report)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        verification.organization_id,
        verification.started_at,
        verification.ended_at,
        verification.packages,
        verification.unsealed,
        verification.receipts,
        verification.bytes,
        verification.problems,
        &report,
    )?;
    Ok(())
}

type VerificationRow = (DateTime<Utc>, DateTime<Utc>, i64, i64, i64, i64, i64, String);

/// What the last verification of an archive has found.
pub async fn last_verification(
    on: &mut impl Connection,
    organization_id: OrganizationId,
) -> Result<Option<Verification>, StorageError> {
    let row = fetch_optional!(
        on,
        VerificationRow,
        "SELECT started_at, ended_at, packages, unsealed, receipts, bytes, problems, report
         FROM preservation_verification WHERE organization_id = $1 ORDER BY ended_at DESC, id DESC LIMIT 1",
        organization_id
    )?;
    let Some((started_at, ended_at, packages, unsealed, receipts, bytes, problems, report)) = row
    else {
        return Ok(None);
    };
    let report = serde_json::from_str(&report)
        .map_err(|error: serde_json::Error| StorageError::Broken(error.to_string()))?;
    Ok(Some(Verification {
        organization_id,
        started_at,
        ended_at,
        packages,
        unsealed,
        receipts,
        bytes,
        problems,
        report,
    }))
}

/// How much an archive has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Volumes {
    pub packages: i64,
    /// Of these, without a seal.
    pub unsealed: i64,
    pub receipts: i64,
    pub bytes: i64,
    /// The receipts in no package yet.
    pub waiting: i64,
    /// Those that were discarded.
    pub discarded: i64,
    /// Those past their retention that are not discarded.
    pub past_retention: i64,
}

/// How much an organisation's archive has. `retained_since` is the time before which receipts are past retention.
pub async fn volumes(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    retained_since: DateTime<Utc>,
) -> Result<Volumes, StorageError> {
    let packages = fetch_optional!(
        on,
        (i64, i64, i64, i64),
        "SELECT COUNT(*), COUNT(*) - COUNT(seal_sha256), CAST(COALESCE(SUM(receipts), 0) AS BIGINT),
            CAST(COALESCE(SUM(bytes), 0) AS BIGINT)
         FROM receipt_package WHERE organization_id = $1",
        organization_id
    )?;
    let waiting = fetch_optional!(
        on,
        (i64,),
        "SELECT COUNT(*) FROM receipt WHERE organization_id = $1 AND package_id IS NULL",
        organization_id
    )?;
    let discarded = fetch_optional!(
        on,
        (i64, i64),
        "SELECT CAST(COALESCE(SUM(receipts), 0) AS BIGINT), CAST(COALESCE(SUM(bytes), 0) AS BIGINT)
         FROM receipt_disposal WHERE organization_id = $1 AND state = 'approved'",
        organization_id
    )?;
    let past = fetch_optional!(
        on,
        (i64,),
        "SELECT COUNT(*) FROM receipt WHERE organization_id = $1 AND package_id IS NOT NULL AND discarded_at IS NULL
            AND refusal IS NULL AND stored_at < $2",
        organization_id,
        retained_since
    )?;
    let (packages, unsealed, receipts, bytes) = packages.unwrap_or_default();
    let (discarded, discarded_bytes) = discarded.unwrap_or_default();
    Ok(Volumes {
        packages,
        unsealed,
        receipts: receipts - discarded,
        bytes: bytes - discarded_bytes,
        waiting: waiting.unwrap_or_default().0,
        discarded,
        past_retention: past.unwrap_or_default().0,
    })
}
