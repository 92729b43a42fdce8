//! Organisations.

use chrono::{DateTime, Utc};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::organization::Organization;
use sigillo_domain::search_text::fold;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: OrganizationId,
    name: String,
    pub(crate) created_at: DateTime<Utc>,
    version: i64,
}

pub(crate) const COLUMNS: &str = "id, name, created_at, version";

impl From<Row> for Organization {
    fn from(row: Row) -> Self {
        Self { id: row.id, name: row.name, created_at: row.created_at, version: row.version }
    }
}

pub async fn insert(tx: &mut Tx, organization: &Organization) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO organization (id, name, name_key, name_folded, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6)",
        organization.id,
        &organization.name,
        organization.name.to_lowercase(),
        fold(&organization.name),
        organization.created_at,
        organization.version,
    )?;
    Ok(())
}

/// Saves a new name if the row is still at the previous version.
pub async fn update(tx: &mut Tx, organization: &Organization) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE organization SET name = $1, name_key = $2, name_folded = $3, version = $4
         WHERE id = $5 AND version = $6",
        &organization.name,
        organization.name.to_lowercase(),
        fold(&organization.name),
        organization.version,
        organization.id,
        organization.version - 1,
    )
}

pub async fn find(
    on: &mut impl Connection,
    id: OrganizationId,
) -> Result<Option<Organization>, StorageError> {
    one(by_id(id), on).await
}

/// Finds an organisation in order to change it: nobody else can change it until the transaction
/// ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: OrganizationId,
) -> Result<Option<Organization>, StorageError> {
    let mut statement = by_id(id);
    statement.push(tx.row_lock());
    one(statement, tx).await
}

fn by_id(id: OrganizationId) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM organization WHERE id = ");
    statement.bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<Organization>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

pub async fn find_by_name(
    on: &mut impl Connection,
    name: &str,
) -> Result<Option<Organization>, StorageError> {
    let row = fetch_optional!(
        on,
        Row,
        "SELECT id, name, created_at, version FROM organization WHERE name_key = $1",
        name.to_lowercase()
    )?;
    Ok(row.map(Into::into))
}
