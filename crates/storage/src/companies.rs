//! Companies that holders act for.

use chrono::{DateTime, Utc};
use sigillo_domain::company::Company;
use sigillo_domain::id::{CompanyId, OrganizationId};
use sigillo_domain::search_text::fold_unspaced;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) company_id: CompanyId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    legal_name: String,
    legal_form: String,
    vat_number: String,
    tax_code: String,
    rea: String,
    recipient_code: String,
    recipient_pec: String,
    administrative_reference: String,
    pub(crate) company_created_at: DateTime<Utc>,
    company_version: i64,
}

impl From<Row> for Company {
    fn from(row: Row) -> Self {
        Self {
            id: row.company_id,
            organization_id: row.organization_id,
            legal_name: row.legal_name,
            legal_form: row.legal_form,
            vat_number: row.vat_number,
            tax_code: row.tax_code,
            rea: row.rea,
            recipient_code: row.recipient_code,
            recipient_pec: row.recipient_pec,
            administrative_reference: row.administrative_reference,
            created_at: row.company_created_at,
            version: row.company_version,
        }
    }
}

/// Columns of `company c`, by names that those of a tie do not have.
pub(crate) const COLUMNS: &str = "c.id AS company_id, c.organization_id, c.legal_name, c.legal_form, \
     c.vat_number, c.tax_code, c.rea, c.recipient_code, c.recipient_pec, c.administrative_reference, \
     c.created_at AS company_created_at, c.version AS company_version";

/// Adds a company; fails with [`StorageError::Taken`] if its organisation has one with its VAT number.
pub async fn insert(tx: &mut Tx, company: &Company) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO company (id, organization_id, legal_name, legal_name_folded, legal_form, vat_number,
            tax_code, rea, recipient_code, recipient_pec, administrative_reference, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        company.id,
        company.organization_id,
        &company.legal_name,
        fold_unspaced(&company.legal_name),
        &company.legal_form,
        &company.vat_number,
        &company.tax_code,
        &company.rea,
        &company.recipient_code,
        &company.recipient_pec,
        &company.administrative_reference,
        company.created_at,
        company.version,
    )?;
    Ok(())
}

/// Saves a changed company if the row is still at the previous version; fails with
/// [`StorageError::Taken`] if the organisation has another one with its VAT number.
pub async fn update(tx: &mut Tx, company: &Company) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE company SET legal_name = $1, legal_name_folded = $2, legal_form = $3, vat_number = $4,
            tax_code = $5, rea = $6, recipient_code = $7, recipient_pec = $8,
            administrative_reference = $9, version = $10
         WHERE id = $11 AND version = $12",
        &company.legal_name,
        fold_unspaced(&company.legal_name),
        &company.legal_form,
        &company.vat_number,
        &company.tax_code,
        &company.rea,
        &company.recipient_code,
        &company.recipient_pec,
        &company.administrative_reference,
        company.version,
        company.id,
        company.version - 1,
    )
}

pub async fn find(
    on: &mut impl Connection,
    id: CompanyId,
) -> Result<Option<Company>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a company in order to change it: nobody else can until the transaction ends.
pub async fn find_to_change(tx: &mut Tx, id: CompanyId) -> Result<Option<Company>, StorageError> {
    let mut statement = by_id(id);
    statement.push(tx.row_lock());
    one(statement, tx).await
}

/// The companies of an organisation that have one of these VAT numbers.
pub async fn with_vat_numbers(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    vat_numbers: impl IntoIterator<Item = String>,
) -> Result<Vec<Company>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE c.organization_id = ").bind(Value::id(organization_id));
    statement.push(" AND c.vat_number IN ").bind_list(vat_numbers.into_iter().map(Value::Text));
    // Only then can the engines take the partial index.
    statement.push(" AND c.vat_number <> ''");
    all(statement, on).await
}

/// The companies of an organisation that have one of these names, whatever its case and accents, and no VAT
/// number.
pub async fn known_by_name(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    names: impl IntoIterator<Item = String>,
) -> Result<Vec<Company>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE c.organization_id = ").bind(Value::id(organization_id));
    statement.push(" AND c.legal_name_folded IN ");
    statement.bind_list(names.into_iter().map(|name| Value::Text(fold_unspaced(&name))));
    statement.push(" AND c.vat_number = ''");
    all(statement, on).await
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM company c");
    statement
}

fn by_id(id: CompanyId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE c.id = ").bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<Company>, StorageError> {
    Ok(all(statement, on).await?.into_iter().next())
}

async fn all(statement: Statement, on: &mut impl Connection) -> Result<Vec<Company>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}
