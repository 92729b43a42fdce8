//! Holders of mailboxes.
//!
//! Whoever changes a holder, its addresses or its ties to companies, or gives it a mailbox, locks its row
//! first ([`find_to_change`]): so none of these things happens between the reading and the writing of
//! another.

use chrono::{DateTime, Utc};
use sigillo_domain::holder::{Holder, HolderState};
use sigillo_domain::id::{HolderId, MailboxId, OrganizationId};
use sigillo_domain::search_text::fold_unspaced;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: HolderId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    given_name: String,
    family_name: String,
    tax_code: String,
    #[sqlx(try_from = "String")]
    state: HolderState,
    merged_into: Option<Uuid>,
    erased_at: Option<DateTime<Utc>>,
    pub(crate) created_at: DateTime<Utc>,
    created_by: String,
    version: i64,
}

impl From<Row> for Holder {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            organization_id: row.organization_id,
            given_name: row.given_name,
            family_name: row.family_name,
            tax_code: row.tax_code,
            state: row.state,
            merged_into: row.merged_into.map(HolderId::from),
            erased_at: row.erased_at,
            created_at: row.created_at,
            created_by: row.created_by,
            version: row.version,
        }
    }
}

/// Columns of `holder h`.
pub(crate) const COLUMNS: &str = "h.id, h.organization_id, h.given_name, h.family_name, h.tax_code, \
     h.state, h.merged_into, h.erased_at, h.created_at, h.created_by, h.version";

/// The text by which people are ordered. It begins with the family name as that is searched, so that names
/// that begin with a text are one range of the order.
pub fn folded_name(holder: &Holder) -> String {
    folded_full_name(&holder.given_name, &holder.family_name)
}

pub(crate) fn folded_full_name(given_name: &str, family_name: &str) -> String {
    format!("{} {}", fold_unspaced(family_name), fold_unspaced(given_name))
}

/// Adds a holder; fails with [`StorageError::Taken`] if its organisation has one with its tax code.
pub async fn insert(tx: &mut Tx, holder: &Holder) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO holder (id, organization_id, given_name, family_name, tax_code, given_name_folded,
            family_name_folded, name_folded, state, merged_into, erased_at, created_at, created_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        holder.id,
        holder.organization_id,
        &holder.given_name,
        &holder.family_name,
        &holder.tax_code,
        fold_unspaced(&holder.given_name),
        fold_unspaced(&holder.family_name),
        folded_name(holder),
        holder.state.as_str(),
        holder.merged_into,
        holder.erased_at,
        holder.created_at,
        &holder.created_by,
        holder.version,
    )?;
    Ok(())
}

/// Saves a changed holder if the row is still at the previous version; fails with
/// [`StorageError::Taken`] if the organisation has another one with its tax code.
pub async fn update(tx: &mut Tx, holder: &Holder) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE holder SET given_name = $1, family_name = $2, tax_code = $3, given_name_folded = $4,
            family_name_folded = $5, name_folded = $6, state = $7, merged_into = $8, erased_at = $9,
            version = $10
         WHERE id = $11 AND version = $12",
        &holder.given_name,
        &holder.family_name,
        &holder.tax_code,
        fold_unspaced(&holder.given_name),
        fold_unspaced(&holder.family_name),
        folded_name(holder),
        holder.state.as_str(),
        holder.merged_into,
        holder.erased_at,
        holder.version,
        holder.id,
        holder.version - 1,
    )
}

pub async fn find(on: &mut impl Connection, id: HolderId) -> Result<Option<Holder>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a holder in order to change it or something that it has: nobody else can until the transaction
/// ends.
pub async fn find_to_change(tx: &mut Tx, id: HolderId) -> Result<Option<Holder>, StorageError> {
    let mut statement = by_id(id);
    statement.push(tx.row_lock());
    one(statement, tx).await
}

/// The holder of an organisation that has this tax code and is neither merged nor erased.
pub async fn find_by_tax_code(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    tax_code: &str,
) -> Result<Option<Holder>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE h.organization_id = ").bind(Value::id(organization_id));
    statement.push(" AND h.tax_code = ").bind(Value::text(tax_code));
    statement.push(" AND h.state = 'registered'");
    one(statement, on).await
}

/// Makes everybody else who enters a variant of these tax codes in the organisation wait until the transaction
/// ends: of two who enter variants of one code at once, the second one finds the first. The bases are those of
/// the codes ([`TaxCode::base`]). Rows of holders are locked before, and written after.
///
/// [`TaxCode::base`]: sigillo_domain::tax_code::TaxCode::base
pub async fn lock_variants(
    tx: &mut Tx,
    organization_id: OrganizationId,
    bases: &[String],
) -> Result<(), StorageError> {
    // The transaction holds the only write lock of SQLite.
    if bases.is_empty() || tx.engine().is_sqlite() {
        return Ok(());
    }
    let mut keys: Vec<_> = bases.iter().map(|base| format!("{organization_id} {base}")).collect();
    // In one order, so that two callers do not deadlock.
    keys.sort_unstable();
    let mut statement = Statement::default();
    statement.push("SELECT pg_advisory_xact_lock(hashtextextended(k.key, 0)) FROM (VALUES ");
    statement.bind_rows(keys.into_iter().map(|key| [Value::Text(key)])).push(") AS k (key)");
    statement.execute(tx).await
}

/// The holders of an organisation whose tax codes have one of these bases and that are neither merged nor
/// erased: variants of the same codes. In the order of their ids.
pub async fn with_bases(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    bases: &[String],
) -> Result<Vec<Holder>, StorageError> {
    if bases.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = select();
    statement.push(" WHERE h.organization_id = ").bind(Value::id(organization_id));
    statement.push(" AND h.tax_code_base IN ").bind_list(bases.iter().map(|it| Value::text(it)));
    statement.push(" AND h.state = 'registered'");
    let mut found: Vec<Holder> =
        statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect();
    found.sort_unstable_by_key(|holder| holder.id);
    Ok(found)
}

/// The holders of an organisation that have one of these tax codes and are neither merged nor erased, in
/// order to change them or something that they have: nobody else can until the transaction ends. They are
/// locked in the order of their ids, so that two callers that want the same ones do not deadlock.
pub async fn with_tax_codes_to_change(
    tx: &mut Tx,
    organization_id: OrganizationId,
    tax_codes: impl IntoIterator<Item = String>,
) -> Result<Vec<Holder>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE h.organization_id = ").bind(Value::id(organization_id));
    statement.push(" AND h.tax_code IN ").bind_list(tax_codes.into_iter().map(Value::Text));
    statement.push(" AND h.state = 'registered' ORDER BY h.id").push(tx.row_lock());
    Ok(statement.fetch_all::<Row>(tx).await?.into_iter().map(Into::into).collect())
}

/// Finds holders for reading.
pub async fn find_many(
    on: &mut impl Connection,
    ids: impl IntoIterator<Item = HolderId>,
) -> Result<Vec<Holder>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE h.id IN ").bind_list(ids.into_iter().map(Value::id));
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}

/// The holders that were merged into one, directly or through others.
pub async fn merged_into(
    on: &mut impl Connection,
    id: HolderId,
) -> Result<Vec<HolderId>, StorageError> {
    let rows = fetch_all!(
        on,
        (Uuid,),
        "WITH RECURSIVE merged (id) AS (
            SELECT h.id FROM holder h WHERE h.merged_into = $1
            UNION SELECT h.id FROM merged m JOIN holder h ON h.merged_into = m.id)
         SELECT id FROM merged ORDER BY id",
        id
    )?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// The mailboxes of a holder, cancelled ones too, in the order of their ids.
pub async fn mailboxes(
    on: &mut impl Connection,
    id: HolderId,
) -> Result<Vec<MailboxId>, StorageError> {
    let rows =
        fetch_all!(on, (Uuid,), "SELECT id FROM mailbox WHERE holder_id = $1 ORDER BY id", id)?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// What keeps a holder from being erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mailboxes {
    /// Those that are not cancelled.
    pub open: i64,
    /// When the last one was cancelled, or passed to another holder.
    pub last_ended_at: Option<DateTime<Utc>>,
}

/// What is known of the mailboxes of a holder.
pub async fn mailboxes_of(
    on: &mut impl Connection,
    id: HolderId,
) -> Result<Mailboxes, StorageError> {
    let mut open = Statement::default();
    open.push("SELECT COUNT(*) FROM mailbox WHERE holder_id = ").bind(Value::id(id));
    open.push(" AND cancelled_at IS NULL");
    let open = open.number(on).await?;
    let cancelled = fetch_optional!(
        on,
        (Option<DateTime<Utc>>,),
        "SELECT cancelled_at FROM mailbox WHERE holder_id = $1 AND cancelled_at IS NOT NULL
         ORDER BY cancelled_at DESC LIMIT 1",
        id
    )?;
    let given_away = fetch_optional!(
        on,
        (Option<DateTime<Utc>>,),
        "SELECT decided_at FROM holder_change WHERE old_holder_id = $1 AND state = 'approved'
         ORDER BY decided_at DESC LIMIT 1",
        id
    )?;
    let last = |found: Option<(Option<DateTime<Utc>>,)>| found.and_then(|(at,)| at);
    Ok(Mailboxes { open, last_ended_at: last(cancelled).max(last(given_away)) })
}

/// The number of mailboxes of a holder, cancelled ones too.
pub async fn count_mailboxes(on: &mut impl Connection, id: HolderId) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM mailbox WHERE holder_id = ").bind(Value::id(id));
    statement.number(on).await
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM holder h");
    statement
}

fn by_id(id: HolderId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE h.id = ").bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<Holder>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}
