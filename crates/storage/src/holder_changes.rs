//! Changes of the holders of mailboxes.

use chrono::{DateTime, Utc};
use sigillo_domain::holder_change::{HolderChange, HolderChangeState};
use sigillo_domain::id::{
    AccountId, AddressId, CompanyTieId, DocumentId, HolderChangeId, HolderId, MailboxId,
    OrganizationId,
};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A change of holder with the names that lists and pages show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedHolderChange {
    pub change: HolderChange,
    pub mailbox_address: String,
    /// Family name and given name.
    pub old_holder: Option<(String, String)>,
    pub new_holder: (String, String),
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: HolderChangeId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    old_holder_id: Option<Uuid>,
    #[sqlx(try_from = "Uuid")]
    new_holder_id: HolderId,
    address_id: Option<Uuid>,
    tie_id: Option<Uuid>,
    communication_email: String,
    #[sqlx(try_from = "Uuid")]
    document_id: DocumentId,
    document_sha256: String,
    #[sqlx(try_from = "String")]
    state: HolderChangeState,
    pub(crate) requested_at: DateTime<Utc>,
    requested_by: String,
    requested_by_id: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<String>,
    reason: Option<String>,
    version: i64,
    mailbox_address: String,
    old_family_name: Option<String>,
    old_given_name: Option<String>,
    new_family_name: String,
    new_given_name: String,
}

pub(crate) const COLUMNS: &str = "x.id, x.organization_id, x.mailbox_id, x.old_holder_id, x.new_holder_id, \
     x.address_id, x.tie_id, x.communication_email, x.document_id, x.document_sha256, x.state, \
     x.requested_at, x.requested_by, x.requested_by_id, x.decided_at, x.decided_by, x.reason, x.version, \
     m.address AS mailbox_address, o.family_name AS old_family_name, o.given_name AS old_given_name, \
     n.family_name AS new_family_name, n.given_name AS new_given_name";

pub(crate) const FROM: &str = "holder_change x JOIN mailbox m ON m.id = x.mailbox_id \
     JOIN holder n ON n.id = x.new_holder_id LEFT JOIN holder o ON o.id = x.old_holder_id";

impl From<Row> for NamedHolderChange {
    fn from(row: Row) -> Self {
        let change = HolderChange {
            id: row.id,
            organization_id: row.organization_id,
            mailbox_id: row.mailbox_id,
            old_holder_id: row.old_holder_id.map(HolderId::from),
            new_holder_id: row.new_holder_id,
            address_id: row.address_id.map(AddressId::from),
            tie_id: row.tie_id.map(CompanyTieId::from),
            communication_email: row.communication_email,
            document_id: row.document_id,
            document_sha256: row.document_sha256,
            state: row.state,
            requested_at: row.requested_at,
            requested_by: row.requested_by,
            requested_by_id: row.requested_by_id.map(AccountId::from),
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            reason: row.reason,
            version: row.version,
        };
        Self {
            change,
            mailbox_address: row.mailbox_address,
            old_holder: row.old_family_name.zip(row.old_given_name),
            new_holder: (row.new_family_name, row.new_given_name),
        }
    }
}

/// Adds a change. [`StorageError::Taken`] if the mailbox has one that waits for a decision.
pub async fn insert(tx: &mut Tx, change: &HolderChange) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO holder_change (id, organization_id, mailbox_id, old_holder_id, new_holder_id, address_id,
            tie_id, communication_email, document_id, document_sha256, state, requested_at, requested_by,
            requested_by_id, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        change.id,
        change.organization_id,
        change.mailbox_id,
        change.old_holder_id.map(HolderId::uuid),
        change.new_holder_id,
        change.address_id.map(AddressId::uuid),
        change.tie_id.map(CompanyTieId::uuid),
        &change.communication_email,
        change.document_id,
        &change.document_sha256,
        change.state.as_str(),
        change.requested_at,
        &change.requested_by,
        change.requested_by_id.map(AccountId::uuid),
        change.version,
    )?;
    Ok(())
}

/// Saves what can differ of a change if the row is still at the previous version.
pub async fn update(tx: &mut Tx, change: &HolderChange) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE holder_change SET old_holder_id = $1, new_holder_id = $2, address_id = $3, tie_id = $4,
            communication_email = $5, state = $6, decided_at = $7, decided_by = $8, reason = $9, version = $10
         WHERE id = $11 AND version = $12",
        change.old_holder_id.map(HolderId::uuid),
        change.new_holder_id,
        change.address_id.map(AddressId::uuid),
        change.tie_id.map(CompanyTieId::uuid),
        &change.communication_email,
        change.state.as_str(),
        change.decided_at,
        &change.decided_by,
        &change.reason,
        change.version,
        change.id,
        change.version - 1,
    )
}

pub async fn find(
    on: &mut impl Connection,
    id: HolderChangeId,
) -> Result<Option<NamedHolderChange>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE x.id = ").bind(Value::id(id));
    Ok(many(statement, on).await?.into_iter().next())
}

/// Finds a change in order to decide it: nobody else can do so until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: HolderChangeId,
) -> Result<Option<NamedHolderChange>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE x.id = ").bind(Value::id(id));
    statement.push(&tx.row_lock_of("x"));
    Ok(many(statement, tx).await?.into_iter().next())
}

/// The change of a mailbox that waits for a decision.
pub async fn pending_of_mailbox(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<Option<NamedHolderChange>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE x.state = 'pending' AND x.mailbox_id = ").bind(Value::id(mailbox_id));
    Ok(many(statement, on).await?.into_iter().next())
}

/// The changes of mailboxes, whatever their state.
pub async fn of_mailboxes(
    on: &mut impl Connection,
    mailboxes: impl IntoIterator<Item = MailboxId>,
) -> Result<Vec<NamedHolderChange>, StorageError> {
    let ids: Vec<_> = mailboxes.into_iter().map(Value::id).collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = select();
    statement.push(" WHERE x.mailbox_id IN ").bind_list(ids);
    statement.push(" ORDER BY x.requested_at, x.id");
    many(statement, on).await
}

/// The changes from or to a holder, whatever their state.
pub async fn of_holder(
    on: &mut impl Connection,
    holder_id: HolderId,
) -> Result<Vec<NamedHolderChange>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE x.new_holder_id = ").bind(Value::id(holder_id));
    statement.push(" OR x.old_holder_id = ").bind(Value::id(holder_id));
    let mut found = many(statement, on).await?;
    found.sort_unstable_by_key(|named| named.change.id);
    Ok(found)
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement
}

async fn many(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Vec<NamedHolderChange>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}
