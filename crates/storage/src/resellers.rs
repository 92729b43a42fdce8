//! Resellers.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{OrganizationId, ResellerId};
use sigillo_domain::reseller::Reseller;
use sigillo_domain::search_text::{fold, name_key};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A reseller and the name of the organisation that it sells for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedReseller {
    pub reseller: Reseller,
    pub organization_name: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: ResellerId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    organization_name: String,
    name: String,
    pub(crate) name_key: String,
    pub(crate) created_at: DateTime<Utc>,
    version: i64,
}

pub(crate) const COLUMNS: &str = "r.id, r.organization_id, o.name AS organization_name, r.name, \
     r.name_key, r.created_at, r.version";

pub(crate) const FROM: &str = "reseller r JOIN organization o ON o.id = r.organization_id";

impl From<Row> for NamedReseller {
    fn from(row: Row) -> Self {
        let reseller = Reseller {
            id: row.id,
            organization_id: row.organization_id,
            name: row.name,
            created_at: row.created_at,
            version: row.version,
        };
        Self { reseller, organization_name: row.organization_name }
    }
}

pub async fn insert(tx: &mut Tx, reseller: &Reseller) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO reseller (id, organization_id, name, name_key, name_folded, created_at,
            version)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        reseller.id,
        reseller.organization_id,
        &reseller.name,
        name_key(&reseller.name),
        fold(&reseller.name),
        reseller.created_at,
        reseller.version,
    )?;
    Ok(())
}

/// Saves a new name if the row is still at the previous version.
pub async fn update(tx: &mut Tx, reseller: &Reseller) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE reseller SET name = $1, name_key = $2, name_folded = $3, version = $4
         WHERE id = $5 AND version = $6",
        &reseller.name,
        name_key(&reseller.name),
        fold(&reseller.name),
        reseller.version,
        reseller.id,
        reseller.version - 1,
    )
}

pub async fn find(
    on: &mut impl Connection,
    id: ResellerId,
) -> Result<Option<NamedReseller>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a reseller in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: ResellerId,
) -> Result<Option<NamedReseller>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("r"));
    one(statement, tx).await
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement
}

fn by_id(id: ResellerId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE r.id = ").bind(Value::id(id));
    statement
}

/// Finds a reseller of an organisation by its name, whatever its case and accents.
pub async fn find_by_name(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    name: &str,
) -> Result<Option<NamedReseller>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE r.organization_id = ").bind(Value::id(organization_id));
    statement.push(" AND r.name_key = ").bind(Value::Text(name_key(name)));
    one(statement, on).await
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<NamedReseller>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}
