//! Templates of contracts.

use chrono::{DateTime, Utc};
use sigillo_domain::contract_template::ContractTemplate;
use sigillo_domain::id::{ContractTemplateId, OrganizationId};
use sigillo_domain::message::Language;
use sigillo_domain::search_text::{fold, name_key};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A template and the name of the organisation that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTemplate {
    pub template: ContractTemplate,
    pub organization_name: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: ContractTemplateId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    organization_name: String,
    name: String,
    pub(crate) name_folded: String,
    number: i64,
    #[sqlx(try_from = "String")]
    language: Language,
    text: String,
    in_use: bool,
    pub(crate) created_at: DateTime<Utc>,
    created_by: String,
    version: i64,
}

/// The columns of a row, with an empty text: lists do without it.
pub(crate) const COLUMNS_WITHOUT_TEXT: &str = "t.id, t.organization_id, \
     o.name AS organization_name, t.name, t.name_folded, t.number, t.language, '' AS text, t.in_use, \
     t.created_at, t.created_by, t.version";

const COLUMNS: &str = "t.id, t.organization_id, o.name AS organization_name, t.name, t.name_folded, \
     t.number, t.language, t.text, t.in_use, t.created_at, t.created_by, t.version";

pub(crate) const FROM: &str = "contract_template t JOIN organization o ON o.id = t.organization_id";

impl From<Row> for NamedTemplate {
    fn from(row: Row) -> Self {
        let template = ContractTemplate {
            id: row.id,
            organization_id: row.organization_id,
            name: row.name,
            number: row.number,
            language: row.language,
            text: row.text,
            in_use: row.in_use,
            created_at: row.created_at,
            created_by: row.created_by,
            version: row.version,
        };
        Self { template, organization_name: row.organization_name }
    }
}

/// Adds a version. [`StorageError::Taken`] if the number is, which somebody else's version has just got.
pub async fn insert(tx: &mut Tx, template: &ContractTemplate) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO contract_template (id, organization_id, name, name_folded, name_searched, number,
            language, text, in_use, created_at, created_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        template.id,
        template.organization_id,
        &template.name,
        name_key(&template.name),
        fold(&template.name),
        template.number,
        template.language.as_str(),
        &template.text,
        template.in_use,
        template.created_at,
        &template.created_by,
        template.version,
    )?;
    Ok(())
}

/// Saves whether the version is in use.
pub async fn update(tx: &mut Tx, template: &ContractTemplate) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE contract_template SET in_use = $1, version = $2 WHERE id = $3 AND version = $4",
        template.in_use,
        template.version,
        template.id,
        template.version - 1,
    )
}

/// The number of the newest version with a name, whatever its case and accents; 0 if there is none.
pub async fn last_number(
    tx: &mut Tx,
    organization_id: OrganizationId,
    name: &str,
) -> Result<i64, StorageError> {
    let row = fetch_optional!(
        tx,
        (Option<i64>,),
        "SELECT MAX(number) FROM contract_template WHERE organization_id = $1 AND name_folded = $2",
        organization_id,
        name_key(name)
    )?;
    Ok(row.and_then(|(number,)| number).unwrap_or(0))
}

pub async fn find(
    on: &mut impl Connection,
    id: ContractTemplateId,
) -> Result<Option<NamedTemplate>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a template in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: ContractTemplateId,
) -> Result<Option<NamedTemplate>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("t"));
    one(statement, tx).await
}

/// The version that an organisation uses for new contracts.
pub async fn find_in_use(
    on: &mut impl Connection,
    organization_id: OrganizationId,
) -> Result<Option<NamedTemplate>, StorageError> {
    one(in_use(organization_id), on).await
}

/// The version in use, in order to replace it.
pub async fn find_in_use_to_change(
    tx: &mut Tx,
    organization_id: OrganizationId,
) -> Result<Option<NamedTemplate>, StorageError> {
    let mut statement = in_use(organization_id);
    statement.push(&tx.row_lock_of("t"));
    one(statement, tx).await
}

fn in_use(organization_id: OrganizationId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE t.in_use AND t.organization_id = ").bind(Value::id(organization_id));
    statement
}

fn by_id(id: ContractTemplateId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE t.id = ").bind(Value::id(id));
    statement
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<NamedTemplate>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}
