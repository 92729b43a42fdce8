//! Saved views.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{AccountId, OrganizationId, SavedViewId};
use sigillo_domain::saved_view::{SavedView, ViewAlert, ViewList};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A view and the display name of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedView {
    pub view: SavedView,
    pub owner_name: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: SavedViewId,
    #[sqlx(try_from = "Uuid")]
    owner_id: AccountId,
    owner_name: String,
    organization_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    list: ViewList,
    name: String,
    pub(crate) name_key: String,
    query: String,
    columns: Option<String>,
    sort: Option<String>,
    shared: bool,
    above: Option<i64>,
    email: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    version: i64,
}

pub(crate) const COLUMNS: &str = "v.id, v.owner_id, a.display_name AS owner_name, \
     v.organization_id, v.list, v.name, v.name_key, v.query, v.columns, v.sort, v.shared, t.above, \
     t.email, v.created_at, v.version";

pub(crate) const FROM: &str = "saved_view v JOIN account a ON a.id = v.owner_id \
     LEFT JOIN view_alert t ON t.id = v.id";

impl TryFrom<Row> for OwnedView {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let columns = row.columns.as_deref().map(serde_json::from_str).transpose();
        let columns =
            columns.map_err(|error| StorageError::Broken(format!("columns of a view: {error}")))?;
        let alert = row.above.zip(row.email);
        let view = SavedView {
            id: row.id,
            owner_id: row.owner_id,
            organization_id: row.organization_id.map(OrganizationId::from),
            list: row.list,
            name: row.name,
            query: row.query,
            columns,
            sort: row.sort,
            shared: row.shared,
            alert: alert.map(|(above, email)| ViewAlert { above, email }),
            created_at: row.created_at,
            version: row.version,
        };
        Ok(Self { view, owner_name: row.owner_name })
    }
}

fn columns_text(view: &SavedView) -> Result<Option<String>, StorageError> {
    let text = view.columns.as_ref().map(serde_json::to_string).transpose();
    text.map_err(|error| StorageError::Broken(error.to_string()))
}

/// Inserts a view, without its alert (see [`crate::view_alerts`]).
pub async fn insert(tx: &mut Tx, view: &SavedView) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO saved_view (id, owner_id, organization_id, list, name, name_key, query, columns,
            sort, shared, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        view.id,
        view.owner_id,
        view.organization_id,
        view.list.as_str(),
        &view.name,
        view.name.to_lowercase(),
        &view.query,
        columns_text(view)?,
        &view.sort,
        view.shared,
        view.created_at,
        view.version,
    )?;
    Ok(())
}

/// Saves a changed view, without its alert, if the row is still at the previous version.
pub async fn update(tx: &mut Tx, view: &SavedView) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE saved_view SET name = $1, name_key = $2, query = $3, columns = $4, sort = $5,
            shared = $6, version = $7
         WHERE id = $8 AND version = $9",
        &view.name,
        view.name.to_lowercase(),
        &view.query,
        columns_text(view)?,
        &view.sort,
        view.shared,
        view.version,
        view.id,
        view.version - 1,
    )
}

/// Deletes a view, whose alert must be gone.
pub async fn delete(tx: &mut Tx, id: SavedViewId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM saved_view WHERE id = $1", id)?;
    Ok(())
}

/// The number of views of an account.
pub async fn count_of(on: &mut impl Connection, owner_id: AccountId) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM saved_view WHERE owner_id = ").bind(Value::id(owner_id));
    statement.number(on).await
}

pub async fn find(
    on: &mut impl Connection,
    id: SavedViewId,
) -> Result<Option<OwnedView>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a view in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: SavedViewId,
) -> Result<Option<OwnedView>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("v"));
    one(statement, tx).await
}

fn by_id(id: SavedViewId) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement.push(" WHERE v.id = ").bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<OwnedView>, StorageError> {
    let row = statement.fetch_all::<Row>(on).await?.into_iter().next();
    row.map(TryInto::try_into).transpose()
}
