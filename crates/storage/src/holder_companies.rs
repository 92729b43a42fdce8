//! The ties between holders and companies. Whoever writes them has locked the holder ([`crate::holders`]).

use chrono::{DateTime, Utc};
use sigillo_domain::company::{Company, CompanyTie};
use sigillo_domain::id::{CompanyId, CompanyTieId, HolderId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::companies;
use crate::day::{day_text, parse_day};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A tie, and the company that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiedCompany {
    pub tie: CompanyTie,
    pub company: Company,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: CompanyTieId,
    #[sqlx(try_from = "Uuid")]
    holder_id: HolderId,
    role: String,
    from_day: Option<String>,
    to_day: Option<String>,
    created_at: DateTime<Utc>,
    version: i64,
    #[sqlx(flatten)]
    company: companies::Row,
}

impl TryFrom<Row> for TiedCompany {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let company = Company::from(row.company);
        let tie = CompanyTie {
            id: row.id,
            holder_id: row.holder_id,
            company_id: company.id,
            role: row.role,
            from: parse_day(row.from_day)?,
            to: parse_day(row.to_day)?,
            created_at: row.created_at,
            version: row.version,
        };
        Ok(Self { tie, company })
    }
}

pub async fn insert(tx: &mut Tx, tie: &CompanyTie) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO holder_company (id, holder_id, company_id, role, from_day, to_day, created_at,
            version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tie.id,
        tie.holder_id,
        tie.company_id,
        &tie.role,
        day_text(tie.from),
        day_text(tie.to),
        tie.created_at,
        tie.version,
    )?;
    Ok(())
}

/// Saves a changed tie if the row is still at the previous version.
pub async fn update(tx: &mut Tx, tie: &CompanyTie) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE holder_company SET role = $1, from_day = $2, to_day = $3, version = $4
         WHERE id = $5 AND version = $6",
        &tie.role,
        day_text(tie.from),
        day_text(tie.to),
        tie.version,
        tie.id,
        tie.version - 1,
    )
}

/// Gives a tie to the holder that it names, if the row is still at the previous version.
pub async fn give(tx: &mut Tx, tie: &CompanyTie) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE holder_company SET holder_id = $1, version = $2 WHERE id = $3 AND version = $4",
        tie.holder_id,
        tie.version,
        tie.id,
        tie.version - 1,
    )
}

/// Removes a tie, which no mailbox may have.
pub async fn delete(tx: &mut Tx, id: CompanyTieId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM holder_company WHERE id = $1", id)?;
    Ok(())
}

/// Whether a mailbox has the tie, or will have it by a change of holder.
pub async fn is_in_use(on: &mut impl Connection, id: CompanyTieId) -> Result<bool, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM (SELECT 1 FROM mailbox WHERE holder_company_id = ");
    statement.bind(Value::id(id)).push(" UNION ALL SELECT 1 FROM holder_change WHERE tie_id = ");
    statement.bind(Value::id(id)).push(" LIMIT 1) m");
    Ok(statement.number(on).await? > 0)
}

pub async fn find(
    on: &mut impl Connection,
    id: CompanyTieId,
) -> Result<Option<TiedCompany>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE t.id = ").bind(Value::id(id));
    Ok(all(statement, on).await?.into_iter().next())
}

/// The ties between a holder and a company, oldest first.
pub async fn between(
    on: &mut impl Connection,
    holder_id: HolderId,
    company_id: CompanyId,
) -> Result<Vec<TiedCompany>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE t.company_id = ").bind(Value::id(company_id));
    statement.push(" AND t.holder_id = ").bind(Value::id(holder_id));
    statement.push(" ORDER BY t.id");
    all(statement, on).await
}

/// Up to `limit` ties of a holder, oldest first, after the one with this id: ids grow with time.
pub async fn list(
    on: &mut impl Connection,
    holder_id: HolderId,
    after: Option<CompanyTieId>,
    limit: i64,
) -> Result<Vec<TiedCompany>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE t.holder_id = ").bind(Value::id(holder_id));
    if let Some(after) = after {
        statement.push(" AND t.id > ").bind(Value::id(after));
    }
    statement.push(" ORDER BY t.id LIMIT ").bind(Value::Int(limit));
    all(statement, on).await
}

/// All ties of a holder, oldest first.
pub async fn all_of(
    on: &mut impl Connection,
    holder_id: HolderId,
) -> Result<Vec<TiedCompany>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE t.holder_id = ").bind(Value::id(holder_id)).push(" ORDER BY t.id");
    all(statement, on).await
}

/// All ties of these holders, oldest first.
pub async fn all_of_many(
    on: &mut impl Connection,
    holders: impl IntoIterator<Item = HolderId>,
) -> Result<Vec<TiedCompany>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE t.holder_id IN ").bind_list(holders.into_iter().map(Value::id));
    statement.push(" ORDER BY t.id");
    all(statement, on).await
}

/// Finds ties for reading.
pub async fn find_many(
    on: &mut impl Connection,
    ids: impl IntoIterator<Item = CompanyTieId>,
) -> Result<Vec<TiedCompany>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE t.id IN ").bind_list(ids.into_iter().map(Value::id));
    all(statement, on).await
}

/// The number of a holder's ties.
pub async fn count(on: &mut impl Connection, holder_id: HolderId) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM holder_company WHERE holder_id = ");
    statement.bind(Value::id(holder_id));
    statement.number(on).await
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement
        .push("SELECT t.id, t.holder_id, t.role, t.from_day, t.to_day, t.created_at, t.version, ")
        .push(companies::COLUMNS)
        .push(" FROM holder_company t JOIN company c ON c.id = t.company_id");
    statement
}

async fn all(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Vec<TiedCompany>, StorageError> {
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}
