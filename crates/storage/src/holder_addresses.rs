//! The addresses of holders. Whoever writes them has locked the holder ([`crate::holders`]).

use chrono::{DateTime, Utc};
use sigillo_domain::holder::HolderAddress;
use sigillo_domain::id::{AddressId, HolderId};
use sigillo_domain::phone::searched_digits;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: AddressId,
    #[sqlx(try_from = "Uuid")]
    holder_id: HolderId,
    street: String,
    number: String,
    locality: String,
    province: String,
    postal_code: String,
    country: String,
    phone: String,
    fax: String,
    email: String,
    mobile: String,
    created_at: DateTime<Utc>,
    version: i64,
}

impl From<Row> for HolderAddress {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            holder_id: row.holder_id,
            street: row.street,
            number: row.number,
            locality: row.locality,
            province: row.province,
            postal_code: row.postal_code,
            country: row.country,
            phone: row.phone,
            fax: row.fax,
            email: row.email,
            mobile: row.mobile,
            created_at: row.created_at,
            version: row.version,
        }
    }
}

const COLUMNS: &str = "id, holder_id, street, number, locality, province, postal_code, country, phone, \
     fax, email, mobile, created_at, version";

pub async fn insert(tx: &mut Tx, address: &HolderAddress) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO holder_address (id, holder_id, street, number, locality, province, postal_code,
            country, phone, fax, email, mobile, phone_digits, fax_digits, mobile_digits, email_folded,
            created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        address.id,
        address.holder_id,
        &address.street,
        &address.number,
        &address.locality,
        &address.province,
        &address.postal_code,
        &address.country,
        &address.phone,
        &address.fax,
        &address.email,
        &address.mobile,
        searched_digits(&address.phone),
        searched_digits(&address.fax),
        searched_digits(&address.mobile),
        address.email.to_lowercase(),
        address.created_at,
        address.version,
    )?;
    Ok(())
}

/// Saves a changed address if the row is still at the previous version.
pub async fn update(tx: &mut Tx, address: &HolderAddress) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE holder_address SET street = $1, number = $2, locality = $3, province = $4,
            postal_code = $5, country = $6, phone = $7, fax = $8, email = $9, mobile = $10,
            phone_digits = $11, fax_digits = $12, mobile_digits = $13, email_folded = $14, version = $15
         WHERE id = $16 AND version = $17",
        &address.street,
        &address.number,
        &address.locality,
        &address.province,
        &address.postal_code,
        &address.country,
        &address.phone,
        &address.fax,
        &address.email,
        &address.mobile,
        searched_digits(&address.phone),
        searched_digits(&address.fax),
        searched_digits(&address.mobile),
        address.email.to_lowercase(),
        address.version,
        address.id,
        address.version - 1,
    )
}

/// Gives an address to the holder that it names, if the row is still at the previous version.
pub async fn give(tx: &mut Tx, address: &HolderAddress) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE holder_address SET holder_id = $1, version = $2 WHERE id = $3 AND version = $4",
        address.holder_id,
        address.version,
        address.id,
        address.version - 1,
    )
}

/// Removes an address, which no mailbox may have.
pub async fn delete(tx: &mut Tx, id: AddressId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM holder_address WHERE id = $1", id)?;
    Ok(())
}

/// Whether a mailbox has the address, or will have it by a change of holder.
pub async fn is_in_use(on: &mut impl Connection, id: AddressId) -> Result<bool, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM (SELECT 1 FROM mailbox WHERE holder_address_id = ");
    statement
        .bind(Value::id(id))
        .push(" UNION ALL SELECT 1 FROM holder_change WHERE address_id = ");
    statement.bind(Value::id(id)).push(" LIMIT 1) m");
    Ok(statement.number(on).await? > 0)
}

pub async fn find(
    on: &mut impl Connection,
    id: AddressId,
) -> Result<Option<HolderAddress>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE id = ").bind(Value::id(id));
    Ok(all(statement, on).await?.into_iter().next())
}

/// Up to `limit` addresses of a holder, oldest first, after the one with this id: ids grow with time.
pub async fn list(
    on: &mut impl Connection,
    holder_id: HolderId,
    after: Option<AddressId>,
    limit: i64,
) -> Result<Vec<HolderAddress>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE holder_id = ").bind(Value::id(holder_id));
    if let Some(after) = after {
        statement.push(" AND id > ").bind(Value::id(after));
    }
    statement.push(" ORDER BY id LIMIT ").bind(Value::Int(limit));
    all(statement, on).await
}

/// All addresses of a holder, oldest first.
pub async fn all_of(
    on: &mut impl Connection,
    holder_id: HolderId,
) -> Result<Vec<HolderAddress>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE holder_id = ").bind(Value::id(holder_id)).push(" ORDER BY id");
    all(statement, on).await
}

/// All addresses of these holders, oldest first.
pub async fn all_of_many(
    on: &mut impl Connection,
    holders: impl IntoIterator<Item = HolderId>,
) -> Result<Vec<HolderAddress>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE holder_id IN ").bind_list(holders.into_iter().map(Value::id));
    statement.push(" ORDER BY id");
    all(statement, on).await
}

/// Finds addresses for reading.
pub async fn find_many(
    on: &mut impl Connection,
    ids: impl IntoIterator<Item = AddressId>,
) -> Result<Vec<HolderAddress>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE id IN ").bind_list(ids.into_iter().map(Value::id));
    all(statement, on).await
}

/// The number of a holder's addresses.
pub async fn count(on: &mut impl Connection, holder_id: HolderId) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM holder_address WHERE holder_id = ");
    statement.bind(Value::id(holder_id));
    statement.number(on).await
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM holder_address");
    statement
}

async fn all(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Vec<HolderAddress>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}
