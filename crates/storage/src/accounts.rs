//! Accounts of the panel, and the permissions granted to assistants.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sigillo_domain::account::{Account, AccountState, Role};
use sigillo_domain::id::{AccountId, DomainId, OrganizationId};
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_domain::search_text::fold;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// An account and the name of its organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAccount {
    pub account: Account,
    pub organization_name: Option<String>,
}

/// The permissions of an assistant on each domain.
pub type Grants = BTreeMap<DomainId, PermissionSet>;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: AccountId,
    pub(crate) username: String,
    pub(crate) display_name: String,
    #[sqlx(try_from = "String")]
    pub(crate) role: Role,
    pub(crate) organization_id: Option<Uuid>,
    pub(crate) organization_name: Option<String>,
    #[sqlx(try_from = "String")]
    pub(crate) state: AccountState,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) enabled_at: Option<DateTime<Utc>>,
    pub(crate) last_sign_in_at: Option<DateTime<Utc>>,
    pub(crate) version: i64,
}

impl From<Row> for NamedAccount {
    fn from(row: Row) -> Self {
        let account = Account {
            id: row.id,
            username: row.username,
            display_name: row.display_name,
            role: row.role,
            organization_id: row.organization_id.map(OrganizationId::from),
            state: row.state,
            created_at: row.created_at,
            enabled_at: row.enabled_at,
            last_sign_in_at: row.last_sign_in_at,
            version: row.version,
        };
        Self { account, organization_name: row.organization_name }
    }
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    #[sqlx(try_from = "Uuid")]
    domain_id: DomainId,
    #[sqlx(try_from = "String")]
    permission: Permission,
}

pub(crate) const COLUMNS: &str = "a.id, a.username, a.display_name, a.role, a.organization_id, \
     o.name AS organization_name, a.state, a.created_at, a.enabled_at, a.last_sign_in_at, a.version";

pub(crate) const FROM: &str = "account a LEFT JOIN organization o ON o.id = a.organization_id";

pub async fn insert(
    tx: &mut Tx,
    account: &Account,
    password_hash: &str,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO account (id, username, display_name, display_name_folded, password_hash, role,
            organization_id, state, created_at, enabled_at, last_sign_in_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        account.id,
        &account.username,
        &account.display_name,
        fold(&account.display_name),
        password_hash,
        account.role.as_str(),
        account.organization_id,
        account.state.as_str(),
        account.created_at,
        account.enabled_at,
        account.last_sign_in_at,
        account.version,
    )?;
    Ok(())
}

/// Saves a changed account if the row is still at the previous version.
pub async fn update(tx: &mut Tx, account: &Account) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE account SET display_name = $1, display_name_folded = $2, state = $3, enabled_at = $4,
            version = $5
         WHERE id = $6 AND version = $7",
        &account.display_name,
        fold(&account.display_name),
        account.state.as_str(),
        account.enabled_at,
        account.version,
        account.id,
        account.version - 1,
    )
}

pub async fn set_password_hash(tx: &mut Tx, id: AccountId, hash: &str) -> Result<(), StorageError> {
    execute!(tx, "UPDATE account SET password_hash = $1 WHERE id = $2", hash, id)?;
    Ok(())
}

pub async fn set_last_sign_in(
    tx: &mut Tx,
    id: AccountId,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(tx, "UPDATE account SET last_sign_in_at = $1 WHERE id = $2", at, id)?;
    Ok(())
}

/// Replaces all permissions that an assistant was granted.
pub async fn replace_grants(
    tx: &mut Tx,
    id: AccountId,
    grants: &Grants,
) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM account_grant WHERE account_id = $1", id)?;
    for (&domain_id, set) in grants {
        for permission in set.to_vec() {
            execute!(
                tx,
                "INSERT INTO account_grant (account_id, domain_id, permission)
                 VALUES ($1, $2, $3)",
                id,
                domain_id,
                permission.as_str()
            )?;
        }
    }
    Ok(())
}

pub async fn grants(on: &mut impl Connection, id: AccountId) -> Result<Grants, StorageError> {
    let rows = fetch_all!(
        on,
        GrantRow,
        "SELECT domain_id, permission FROM account_grant WHERE account_id = $1",
        id
    )?;
    let mut permissions: BTreeMap<DomainId, Vec<Permission>> = BTreeMap::new();
    for row in rows {
        permissions.entry(row.domain_id).or_default().push(row.permission);
    }
    Ok(permissions.into_iter().map(|(id, list)| (id, list.into_iter().collect())).collect())
}

pub async fn find(
    on: &mut impl Connection,
    id: AccountId,
) -> Result<Option<NamedAccount>, StorageError> {
    one(by_id(id), on).await
}

/// The display names of the accounts with these user names, by user name.
pub async fn display_names(
    on: &mut impl Connection,
    usernames: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, String>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT username, display_name FROM account WHERE username IN ");
    statement.bind_list(usernames.into_iter().map(Value::Text));
    Ok(statement.fetch_all::<(String, String)>(on).await?.into_iter().collect())
}

/// An assistant, as figures of what assistants have done show them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Assistant {
    #[sqlx(try_from = "Uuid")]
    pub id: AccountId,
    pub username: String,
    pub display_name: String,
}

/// The assistants of an organisation, and those with one of these user names, in the order of their names.
pub async fn assistants(
    on: &mut impl Connection,
    organization_id: Option<OrganizationId>,
    usernames: impl IntoIterator<Item = String>,
) -> Result<Vec<Assistant>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT id, username, display_name FROM account WHERE role = 'assistant' AND (");
    if let Some(id) = organization_id {
        statement.push("organization_id = ").bind(Value::id(id)).push(" OR ");
    }
    statement.push("username IN ");
    // No account has an empty user name: the list is never empty.
    let none = std::iter::once(String::new());
    statement.bind_list(none.chain(usernames).map(Value::Text));
    statement.push(") ORDER BY display_name, username");
    statement.fetch_all(on).await
}

/// Whether an account can manage mailboxes of a domain: an enabled one of its organisation, which sees the domain if
/// it is an assistant's.
pub async fn may_manage(
    on: &mut impl Connection,
    username: &str,
    organization_id: OrganizationId,
    domain_id: DomainId,
) -> Result<bool, StorageError> {
    let mut statement = Statement::default();
    statement
        .push("SELECT COUNT(*) FROM account a WHERE a.username = ")
        .bind(Value::text(username));
    statement.push(" AND a.state = 'enabled' AND a.organization_id = ");
    statement.bind(Value::id(organization_id));
    statement.push(
        " AND (a.role <> 'assistant' OR EXISTS (SELECT 1 FROM account_grant g \
         WHERE g.account_id = a.id AND g.permission = 'view' AND g.domain_id = ",
    );
    statement.bind(Value::id(domain_id)).push("))");
    Ok(statement.number(on).await? > 0)
}

/// Finds an account in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: AccountId,
) -> Result<Option<NamedAccount>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("a"));
    one(statement, tx).await
}

fn by_id(id: AccountId) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement.push(" WHERE a.id = ").bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<NamedAccount>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

/// Finds the account with a user name, and its password hash.
pub async fn find_for_sign_in(
    on: &mut impl Connection,
    username: &str,
) -> Result<Option<(NamedAccount, String)>, StorageError> {
    let hash = fetch_optional!(
        on,
        (Uuid, String),
        "SELECT id, password_hash FROM account WHERE username = $1",
        username
    )?;
    let Some((id, hash)) = hash else {
        return Ok(None);
    };
    Ok(find(on, AccountId::from_uuid(id)).await?.map(|account| (account, hash)))
}

pub async fn password_hash(
    on: &mut impl Connection,
    id: AccountId,
) -> Result<Option<String>, StorageError> {
    let row =
        fetch_optional!(on, (String,), "SELECT password_hash FROM account WHERE id = $1", id)?;
    Ok(row.map(|(hash,)| hash))
}

/// Whether the database holds any account yet.
pub async fn any(on: &mut impl Connection) -> Result<bool, StorageError> {
    Ok(fetch_optional!(on, (Uuid,), "SELECT id FROM account LIMIT 1")?.is_some())
}
