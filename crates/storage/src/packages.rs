//! Packages of preserved receipts.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{DisposalId, OrganizationId, PackageId, ReceiptId};
use sigillo_domain::preservation::Grounds;
use sigillo_domain::receipt::{ReceiptKind, SignatureOutcome};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A closed package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub id: PackageId,
    pub organization_id: OrganizationId,
    /// From 1, without gaps.
    pub sequence: i64,
    pub closed_at: DateTime<Utc>,
    pub receipts: i64,
    pub bytes: i64,
    pub refused: i64,
    pub index_sha256: String,
    /// The hash of the index of the package before; None for the first.
    pub previous_sha256: Option<String>,
    pub report_sha256: String,
    pub has_responsible: bool,
    pub has_manual: bool,
    pub seal: Option<PackageSeal>,
}

impl Package {
    /// What the package rests on.
    pub fn grounds(&self) -> Grounds {
        Grounds {
            has_responsible: self.has_responsible,
            has_manual: self.has_manual,
            seal_is_self_signed: self.seal.as_ref().map(|seal| seal.is_self_signed),
        }
    }
}

/// The seal of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSeal {
    pub sha256: String,
    pub at: DateTime<Utc>,
    /// The subject of the certificate, and its serial number.
    pub by: String,
    pub serial: String,
    pub is_self_signed: bool,
    /// The time that a timestamp service has confirmed.
    pub timestamp: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: PackageId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    sequence: i64,
    pub(crate) closed_at: DateTime<Utc>,
    receipts: i64,
    bytes: i64,
    refused: i64,
    index_sha256: String,
    previous_sha256: Option<String>,
    report_sha256: String,
    has_responsible: bool,
    has_manual: bool,
    seal_sha256: Option<String>,
    sealed_at: Option<DateTime<Utc>>,
    sealed_by: Option<String>,
    seal_serial: Option<String>,
    seal_is_self_signed: Option<bool>,
    timestamp_at: Option<DateTime<Utc>>,
}

/// The columns of [`Row`], of `receipt_package` as `p`.
pub(crate) const COLUMNS: &str =
    "p.id, p.organization_id, p.sequence, p.closed_at, p.receipts, p.bytes, p.refused, p.index_sha256,
    p.previous_sha256, p.report_sha256, p.has_responsible, p.has_manual, p.seal_sha256, p.sealed_at, p.sealed_by,
    p.seal_serial, p.seal_is_self_signed, p.timestamp_at";

impl From<Row> for Package {
    fn from(row: Row) -> Self {
        let seal = row.seal_sha256.map(|sha256| PackageSeal {
            sha256,
            at: row.sealed_at.unwrap_or(row.closed_at),
            by: row.sealed_by.unwrap_or_default(),
            serial: row.seal_serial.unwrap_or_default(),
            // What cannot be told is not claimed.
            is_self_signed: row.seal_is_self_signed.unwrap_or(true),
            timestamp: row.timestamp_at,
        });
        Self {
            id: row.id,
            organization_id: row.organization_id,
            sequence: row.sequence,
            closed_at: row.closed_at,
            receipts: row.receipts,
            bytes: row.bytes,
            refused: row.refused,
            index_sha256: row.index_sha256,
            previous_sha256: row.previous_sha256,
            report_sha256: row.report_sha256,
            has_responsible: row.has_responsible,
            has_manual: row.has_manual,
            seal,
        }
    }
}

fn select(further: &str) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM receipt_package p").push(further);
    statement
}

async fn fetch(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Vec<Package>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}

pub async fn find(
    on: &mut impl Connection,
    id: PackageId,
) -> Result<Option<Package>, StorageError> {
    let mut statement = select(" WHERE p.id = ");
    statement.bind(Value::id(id));
    Ok(fetch(statement, on).await?.pop())
}

/// Up to `limit` packages of an organisation, in the order of their numbers, after one.
pub async fn after(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    sequence: i64,
    limit: i64,
) -> Result<Vec<Package>, StorageError> {
    let mut statement = select(" WHERE p.organization_id = ");
    statement.bind(Value::id(organization_id)).push(" AND p.sequence > ");
    statement.bind(Value::Int(sequence)).push(" ORDER BY p.sequence LIMIT ");
    statement.bind(Value::Int(limit));
    fetch(statement, on).await
}

/// Up to `limit` packages without a seal, oldest first, after a time and an id.
pub async fn to_seal(on: &mut impl Connection, limit: i64) -> Result<Vec<Package>, StorageError> {
    let mut statement = select(" WHERE p.seal_sha256 IS NULL ORDER BY p.closed_at, p.id LIMIT ");
    statement.bind(Value::Int(limit));
    fetch(statement, on).await
}

/// Adds a package without a seal. [`StorageError::Taken`] if its number is.
pub async fn insert(tx: &mut Tx, package: &Package) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO receipt_package (id, organization_id, sequence, closed_at, receipts, bytes, refused, index_sha256,
            previous_sha256, report_sha256, has_responsible, has_manual)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        package.id,
        package.organization_id,
        package.sequence,
        package.closed_at,
        package.receipts,
        package.bytes,
        package.refused,
        &package.index_sha256,
        package.previous_sha256.as_deref(),
        &package.report_sha256,
        package.has_responsible,
        package.has_manual,
    )?;
    Ok(())
}

/// Enters the seal of a package; false if it has one already.
pub async fn set_seal(
    tx: &mut Tx,
    id: PackageId,
    seal: &PackageSeal,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE receipt_package SET seal_sha256 = $1, sealed_at = $2, sealed_by = $3, seal_serial = $4,
            seal_is_self_signed = $5, timestamp_at = $6
         WHERE id = $7 AND seal_sha256 IS NULL",
        &seal.sha256,
        seal.at,
        &seal.by,
        &seal.serial,
        seal.is_self_signed,
        seal.timestamp,
        id,
    )?;
    Ok(touched == 1)
}

/// What an index says of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedReceipt {
    pub id: ReceiptId,
    pub mailbox_address: String,
    pub kind: ReceiptKind,
    pub identifier: Option<String>,
    pub provider: Option<String>,
    pub sender: Option<String>,
    pub subject: Option<String>,
    /// When it was issued, or else when it came.
    pub happened_at: DateTime<Utc>,
    pub stored_at: DateTime<Utc>,
    pub signature: SignatureOutcome,
    /// Separated by commas.
    pub defects: String,
    pub sha256: String,
    pub bytes: i64,
}

#[derive(sqlx::FromRow)]
struct IndexedRow {
    #[sqlx(try_from = "Uuid")]
    id: ReceiptId,
    mailbox_address: String,
    #[sqlx(try_from = "String")]
    kind: ReceiptKind,
    identifier: Option<String>,
    provider: Option<String>,
    sender: Option<String>,
    subject: Option<String>,
    happened_at: DateTime<Utc>,
    stored_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    signature: SignatureOutcome,
    defects: String,
    sha256: String,
    bytes: i64,
}

impl From<IndexedRow> for IndexedReceipt {
    fn from(row: IndexedRow) -> Self {
        Self {
            id: row.id,
            mailbox_address: row.mailbox_address,
            kind: row.kind,
            identifier: row.identifier,
            provider: row.provider,
            sender: row.sender,
            subject: row.subject,
            happened_at: row.happened_at,
            stored_at: row.stored_at,
            signature: row.signature,
            defects: row.defects,
            sha256: row.sha256,
            bytes: row.bytes,
        }
    }
}

/// Up to `limit` receipts of an organisation that are in no package yet, oldest first.
pub async fn waiting(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    limit: i64,
) -> Result<Vec<IndexedReceipt>, StorageError> {
    let rows = fetch_all!(
        on,
        IndexedRow,
        "SELECT r.id, b.address AS mailbox_address, r.kind, r.identifier, r.provider, r.sender, r.subject,
            r.happened_at, r.stored_at, r.signature, r.defects, r.sha256, r.bytes
         FROM receipt r JOIN mailbox b ON b.id = r.mailbox_id
         WHERE r.organization_id = $1 AND r.package_id IS NULL ORDER BY r.stored_at, r.id LIMIT $2",
        organization_id,
        limit
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The organisations that have `count` receipts in no package, or one that was stored by a time.
pub async fn due(
    on: &mut impl Connection,
    count: i64,
    stored_by: DateTime<Utc>,
) -> Result<Vec<OrganizationId>, StorageError> {
    let rows = fetch_all!(
        on,
        (Uuid,),
        "SELECT organization_id FROM receipt WHERE package_id IS NULL
         GROUP BY organization_id HAVING COUNT(*) >= $1 OR MIN(stored_at) <= $2",
        count,
        stored_by
    )?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Puts receipts into a package, which has refused them for a reason or else taken them in. Returns how many were in
/// none before.
pub async fn assign(
    tx: &mut Tx,
    package_id: PackageId,
    receipts: impl IntoIterator<Item = ReceiptId>,
    refusal: Option<&str>,
) -> Result<usize, StorageError> {
    let sqlite = tx.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("UPDATE receipt SET package_id = ").bind(Value::id(package_id));
    statement.push(", refusal = ").bind(Value::OptionalText(refusal.map(str::to_owned)));
    statement.push(" WHERE package_id IS NULL AND ");
    statement.one_of_ids("id", receipts, sqlite).push(" RETURNING id");
    Ok(statement.fetch_all::<(Uuid,)>(tx).await?.len())
}

/// What the row of a receipt in a package says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackagedReceipt {
    pub id: ReceiptId,
    pub sha256: String,
    pub bytes: i64,
    pub refusal: Option<String>,
    pub discarded_at: Option<DateTime<Utc>>,
    pub disposal_id: Option<DisposalId>,
}

type PackagedRow = (Uuid, String, i64, Option<String>, Option<DateTime<Utc>>, Option<Uuid>);

/// The receipts of a package, by their ids.
pub async fn receipts_of(
    on: &mut impl Connection,
    id: PackageId,
) -> Result<Vec<PackagedReceipt>, StorageError> {
    let rows = fetch_all!(
        on,
        PackagedRow,
        "SELECT id, sha256, bytes, refusal, discarded_at, disposal_id FROM receipt WHERE package_id = $1 ORDER BY id",
        id
    )?;
    let receipt = |(id, sha256, bytes, refusal, discarded_at, disposal): PackagedRow| {
        let disposal_id = disposal.map(DisposalId::from_uuid);
        PackagedReceipt { id: id.into(), sha256, bytes, refusal, discarded_at, disposal_id }
    };
    Ok(rows.into_iter().map(receipt).collect())
}
