//! Disposals of receipts whose retention is over, and their list.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{AccountId, DisposalId, OrganizationId, ReceiptId};
use sigillo_domain::preservation::{Disposal, DisposalSortField, DisposalState};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::preserved_totals;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    id: DisposalId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    state: String,
    stored_before: DateTime<Utc>,
    receipts: i64,
    bytes: i64,
    list_sha256: String,
    proposed_at: DateTime<Utc>,
    proposed_by: String,
    proposed_by_id: Option<Uuid>,
    reason: String,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<String>,
    decision_reason: Option<String>,
    version: i64,
}

const COLUMNS: &str = "d.id, d.organization_id, d.state, d.stored_before, d.receipts, d.bytes, d.list_sha256,
    d.proposed_at, d.proposed_by, d.proposed_by_id, d.reason, d.decided_at, d.decided_by, d.decision_reason, d.version";

impl TryFrom<Row> for Disposal {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.id,
            organization_id: row.organization_id,
            state: DisposalState::try_from(row.state)?,
            stored_before: row.stored_before,
            receipts: row.receipts,
            bytes: row.bytes,
            list_sha256: row.list_sha256,
            proposed_at: row.proposed_at,
            proposed_by: row.proposed_by,
            proposed_by_id: row.proposed_by_id.map(AccountId::from_uuid),
            reason: row.reason,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            decision_reason: row.decision_reason,
            version: row.version,
        })
    }
}

async fn one(
    on: &mut impl Connection,
    id: DisposalId,
    lock: &str,
) -> Result<Option<Disposal>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM receipt_disposal d WHERE d.id = ");
    statement.bind(Value::id(id)).push(lock);
    statement.fetch_all::<Row>(on).await?.pop().map(TryInto::try_into).transpose()
}

pub async fn find(
    on: &mut impl Connection,
    id: DisposalId,
) -> Result<Option<Disposal>, StorageError> {
    one(on, id, "").await
}

/// Finds a disposal in order to change it.
pub async fn find_to_change(tx: &mut Tx, id: DisposalId) -> Result<Option<Disposal>, StorageError> {
    let lock = tx.row_lock();
    one(tx, id, lock).await
}

/// Adds a disposal. [`StorageError::Taken`] if another one of the organisation waits for a decision.
pub async fn insert(tx: &mut Tx, disposal: &Disposal) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO receipt_disposal (id, organization_id, state, stored_before, receipts, bytes, list_sha256,
            proposed_at, proposed_by, proposed_by_id, reason, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        disposal.id,
        disposal.organization_id,
        disposal.state.as_str(),
        disposal.stored_before,
        disposal.receipts,
        disposal.bytes,
        &disposal.list_sha256,
        disposal.proposed_at,
        &disposal.proposed_by,
        disposal.proposed_by_id,
        &disposal.reason,
        disposal.version,
    )?;
    Ok(())
}

/// Saves a decision if the row is still at the previous version.
pub async fn update(tx: &mut Tx, disposal: &Disposal) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE receipt_disposal SET state = $1, decided_at = $2, decided_by = $3, decision_reason = $4, version = $5
         WHERE id = $6 AND version = $7",
        disposal.state.as_str(),
        disposal.decided_at,
        disposal.decided_by.as_deref(),
        disposal.decision_reason.as_deref(),
        disposal.version,
        disposal.id,
        disposal.version - 1,
    )
}

/// The disposals of an organisation whose lists are kept.
pub async fn of_organization(
    on: &mut impl Connection,
    organization_id: OrganizationId,
) -> Result<Vec<Disposal>, StorageError> {
    let mut statement = Statement::default();
    statement
        .push("SELECT ")
        .push(COLUMNS)
        .push(" FROM receipt_disposal d WHERE d.organization_id = ");
    statement.bind(Value::id(organization_id)).push(" ORDER BY d.proposed_at, d.id");
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}

/// A receipt that may be discarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discardable {
    pub id: ReceiptId,
    pub package: i64,
    pub kind: String,
    pub identifier: Option<String>,
    pub happened_at: DateTime<Utc>,
    pub stored_at: DateTime<Utc>,
    pub sha256: String,
    pub bytes: i64,
}

type DiscardableRow =
    (Uuid, i64, String, Option<String>, DateTime<Utc>, DateTime<Utc>, String, i64);

/// Up to `limit` receipts of an organisation that were stored before a time and are in no disposal, oldest first.
pub async fn discardable(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    stored_before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Discardable>, StorageError> {
    let rows = fetch_all!(
        on,
        DiscardableRow,
        "SELECT r.id, p.sequence, r.kind, r.identifier, r.happened_at, r.stored_at, r.sha256, r.bytes
         FROM receipt r JOIN receipt_package p ON p.id = r.package_id
         WHERE r.organization_id = $1 AND r.package_id IS NOT NULL AND r.discarded_at IS NULL
            AND r.refusal IS NULL AND r.disposal_id IS NULL AND r.stored_at < $2
         ORDER BY r.stored_at, r.id LIMIT $3",
        organization_id,
        stored_before,
        limit
    )?;
    let row =
        |(id, package, kind, identifier, happened_at, stored_at, sha256, bytes): DiscardableRow| {
            let id = id.into();
            Discardable { id, package, kind, identifier, happened_at, stored_at, sha256, bytes }
        };
    Ok(rows.into_iter().map(row).collect())
}

/// Puts receipts into a disposal; returns how many were in none.
pub async fn assign(
    tx: &mut Tx,
    disposal_id: DisposalId,
    receipts: &[ReceiptId],
) -> Result<usize, StorageError> {
    let sqlite = tx.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("UPDATE receipt SET disposal_id = ").bind(Value::id(disposal_id));
    statement.push(" WHERE disposal_id IS NULL AND discarded_at IS NULL AND ");
    statement.one_of_ids("id", receipts.iter().copied(), sqlite).push(" RETURNING id");
    Ok(statement.fetch_all::<(Uuid,)>(tx).await?.len())
}

/// Takes the receipts of a disposal out of it.
pub async fn release(tx: &mut Tx, id: DisposalId) -> Result<(), StorageError> {
    execute!(tx, "UPDATE receipt SET disposal_id = NULL WHERE disposal_id = $1", id)?;
    Ok(())
}

/// Discards the receipts of a disposal: nothing needs their content any more. Returns how many they are.
pub async fn discard(tx: &mut Tx, id: DisposalId, at: DateTime<Utc>) -> Result<u64, StorageError> {
    let sql =
        "UPDATE receipt SET discarded_at = $1 WHERE disposal_id = $2 AND discarded_at IS NULL";
    let discarded = execute!(tx, sql, at, id)?;
    execute!(
        tx,
        "UPDATE stored_object SET check_at = $1
         WHERE sha256 IN (SELECT sha256 FROM receipt WHERE disposal_id = $2)",
        at,
        id
    )?;
    preserved_totals::subtract(tx, id).await?;
    Ok(discarded)
}

/// Which disposals a list shows: those of one organisation, or all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub organization_id: Option<OrganizationId>,
    pub states: Vec<DisposalState>,
}

impl List for Filter {
    type SortField = DisposalSortField;
    type Row = Row;
    type Item = Disposal;

    const COLUMNS: &'static [&'static str] = &[COLUMNS];
    const FROM: &'static str = "receipt_disposal d";
    const ID: &'static str = "d.id";

    fn sort_column(field: DisposalSortField) -> SortColumn<Row> {
        match field {
            DisposalSortField::ProposedAt => {
                SortColumn::new("d.proposed_at", KeyOf::Time(|row| row.proposed_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        conditions
            .equals("d.organization_id", self.organization_id.map(Value::id))
            .one_of("d.state", &self.states);
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<Disposal, StorageError> {
        row.try_into()
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<DisposalSortField>,
) -> Result<ListPage<Disposal>, StorageError> {
    list::page(on, filter, request).await
}
