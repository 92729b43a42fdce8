//! Contracts, their documents, and the codes by which holders sign them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sigillo_domain::contract::{CodeChannel, Contract, ContractState, SignatureKind};
use sigillo_domain::id::{ContractId, ContractTemplateId, HolderId, MailboxId, OrganizationId};
use sigillo_domain::message::Language;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A contract with what lists and pages name it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedContract {
    pub contract: Contract,
    pub mailbox_address: String,
    pub family_name: String,
    pub given_name: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: ContractId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    #[sqlx(try_from = "Uuid")]
    holder_id: HolderId,
    #[sqlx(try_from = "Uuid")]
    key_holder_id: HolderId,
    template_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    state: ContractState,
    #[sqlx(try_from = "String")]
    language: Language,
    recipient: String,
    mobile: String,
    text: Option<String>,
    sha256: String,
    sealed_sha256: Option<String>,
    consents: String,
    signature: Option<String>,
    channel: Option<String>,
    pub(crate) sent_at: DateTime<Utc>,
    opened_at: Option<DateTime<Utc>>,
    consented_at: Option<DateTime<Utc>>,
    signed_at: Option<DateTime<Utc>>,
    sealed_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    decline_reason: Option<String>,
    withdraw_reason: Option<String>,
    pub(crate) expires_at: DateTime<Utc>,
    reminders: i64,
    tax_code_failures: i64,
    created_at: DateTime<Utc>,
    created_by: String,
    version: i64,
    mailbox_address: String,
    family_name: String,
    given_name: String,
}

macro_rules! columns {
    ($text:literal) => {
        concat!(
            "c.id, c.organization_id, c.mailbox_id, c.holder_id, c.key_holder_id, c.template_id, c.state, c.language, \
             c.recipient, c.mobile, ",
            $text,
            ", c.sha256, c.sealed_sha256, c.consents, c.signature, c.channel, c.sent_at, c.opened_at, \
             c.consented_at, c.signed_at, c.sealed_at, c.ended_at, c.decline_reason, c.withdraw_reason, c.expires_at, \
             c.reminders, c.tax_code_failures, c.created_at, c.created_by, c.version, \
             m.address AS mailbox_address, h.family_name, h.given_name"
        )
    };
}

const COLUMNS: &str = columns!("c.text");
/// The columns of a row without the text of the contract, which lists do without.
pub(crate) const COLUMNS_WITHOUT_TEXT: &str = columns!("CAST(NULL AS TEXT) AS text");

pub(crate) const FROM: &str =
    "contract c JOIN mailbox m ON m.id = c.mailbox_id JOIN holder h ON h.id = c.holder_id";

impl TryFrom<Row> for NamedContract {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let text = row.text.as_deref().map(json).transpose()?;
        let contract = Contract {
            id: row.id,
            organization_id: row.organization_id,
            mailbox_id: row.mailbox_id,
            holder_id: row.holder_id,
            key_holder_id: row.key_holder_id,
            template_id: row.template_id.map(ContractTemplateId::from),
            state: row.state,
            language: row.language,
            recipient: row.recipient,
            mobile: row.mobile,
            text,
            sha256: row.sha256,
            sealed_sha256: row.sealed_sha256,
            consents: json(&row.consents)?,
            signature: row.signature.as_deref().map(parse(SignatureKind::parse)).transpose()?,
            channel: row.channel.as_deref().map(parse(CodeChannel::parse)).transpose()?,
            sent_at: row.sent_at,
            opened_at: row.opened_at,
            consented_at: row.consented_at,
            signed_at: row.signed_at,
            sealed_at: row.sealed_at,
            ended_at: row.ended_at,
            decline_reason: row.decline_reason,
            withdraw_reason: row.withdraw_reason,
            expires_at: row.expires_at,
            reminders: row.reminders,
            tax_code_failures: row.tax_code_failures,
            created_at: row.created_at,
            created_by: row.created_by,
            version: row.version,
        };
        Ok(Self {
            contract,
            mailbox_address: row.mailbox_address,
            family_name: row.family_name,
            given_name: row.given_name,
        })
    }
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StorageError> {
    serde_json::from_str(text)
        .map_err(|error| StorageError::Broken(format!("a contract cannot be read: {error}")))
}

fn to_json(value: &impl serde::Serialize) -> Result<String, StorageError> {
    serde_json::to_string(value)
        .map_err(|error| StorageError::Broken(format!("a contract cannot be written: {error}")))
}

fn parse<T>(parse: fn(&str) -> Option<T>) -> impl Fn(&str) -> Result<T, StorageError> {
    move |text| {
        parse(text)
            .ok_or_else(|| StorageError::Broken(format!("unknown word of a contract: {text:?}")))
    }
}

/// Adds a contract. [`StorageError::Taken`] if the mailbox has one that stands.
pub async fn insert(tx: &mut Tx, contract: &Contract) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO contract (id, organization_id, mailbox_id, holder_id, key_holder_id, template_id, state, language,
            recipient, mobile, text, sha256, consents, sent_at, expires_at, reminders,
            tax_code_failures, next_step_at, created_at, created_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        contract.id,
        contract.organization_id,
        contract.mailbox_id,
        contract.holder_id,
        contract.key_holder_id,
        contract.template_id,
        contract.state.as_str(),
        contract.language.as_str(),
        &contract.recipient,
        &contract.mobile,
        contract.text.as_ref().map(to_json).transpose()?,
        &contract.sha256,
        to_json(&contract.consents)?,
        contract.sent_at,
        contract.expires_at,
        contract.reminders,
        contract.tax_code_failures,
        contract.next_step_at(),
        contract.created_at,
        &contract.created_by,
        contract.version,
    )?;
    Ok(())
}

/// Saves what changes of a contract if the row is still at the previous version.
pub async fn update(tx: &mut Tx, contract: &Contract) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE contract SET state = $1, recipient = $2, mobile = $3, sealed_sha256 = $4, consents = $5,
            signature = $6, channel = $7, sent_at = $8, opened_at = $9, consented_at = $10,
            signed_at = $11, sealed_at = $12, ended_at = $13, decline_reason = $14, withdraw_reason = $15,
            expires_at = $16, reminders = $17, tax_code_failures = $18, next_step_at = $19,
            holder_id = $20, version = $21
         WHERE id = $22 AND version = $23",
        contract.state.as_str(),
        &contract.recipient,
        &contract.mobile,
        &contract.sealed_sha256,
        to_json(&contract.consents)?,
        contract.signature.map(SignatureKind::as_str),
        contract.channel.map(CodeChannel::as_str),
        contract.sent_at,
        contract.opened_at,
        contract.consented_at,
        contract.signed_at,
        contract.sealed_at,
        contract.ended_at,
        &contract.decline_reason,
        &contract.withdraw_reason,
        contract.expires_at,
        contract.reminders,
        contract.tax_code_failures,
        contract.next_step_at(),
        contract.holder_id,
        contract.version,
        contract.id,
        contract.version - 1,
    )
}

pub async fn find(
    on: &mut impl Connection,
    id: ContractId,
) -> Result<Option<NamedContract>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a contract in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: ContractId,
) -> Result<Option<NamedContract>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("c"));
    one(statement, tx).await
}

/// The newest contract of a mailbox.
pub async fn newest_of_mailbox(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<Option<NamedContract>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE c.mailbox_id = ").bind(Value::id(mailbox_id));
    statement.push(" ORDER BY c.created_at DESC, c.id DESC LIMIT 1");
    one(statement, on).await
}

/// The contracts of a holder.
pub async fn of_holder(
    on: &mut impl Connection,
    holder_id: HolderId,
) -> Result<Vec<NamedContract>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE c.holder_id = ").bind(Value::id(holder_id));
    statement.push(" ORDER BY c.created_at, c.id");
    many(statement, on).await
}

/// Contracts for which a reminder or the expiry is due.
pub async fn due(
    on: &mut impl Connection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<ContractId>, StorageError> {
    let rows = fetch_all!(
        on,
        (Uuid,),
        "SELECT id FROM contract WHERE next_step_at IS NOT NULL AND next_step_at <= $1
         ORDER BY next_step_at LIMIT $2",
        now,
        limit
    )?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Contracts that are signed and wait for their seal, the oldest first.
pub async fn to_seal(
    on: &mut impl Connection,
    limit: i64,
) -> Result<Vec<ContractId>, StorageError> {
    let rows = fetch_all!(
        on,
        (Uuid,),
        "SELECT id FROM contract WHERE state = 'signed' ORDER BY signed_at LIMIT $1",
        limit
    )?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// How many contracts are signed and wait for their seal.
pub async fn count_to_seal(on: &mut impl Connection) -> Result<i64, StorageError> {
    let row = fetch_optional!(on, (i64,), "SELECT COUNT(*) FROM contract WHERE state = 'signed'")?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The holders under whose keys the histories of these contracts are sealed.
pub async fn key_holders(
    on: &mut impl Connection,
    ids: impl IntoIterator<Item = ContractId>,
) -> Result<HashMap<ContractId, HolderId>, StorageError> {
    let ids: Vec<_> = ids.into_iter().map(Value::id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut statement = Statement::default();
    statement.push("SELECT id, key_holder_id FROM contract WHERE id IN ").bind_list(ids);
    let rows = statement.fetch_all::<(Uuid, Uuid)>(on).await?;
    Ok(rows.into_iter().map(|(id, holder)| (id.into(), holder.into())).collect())
}

/// Erases what contracts of a holder hold of the person: text, documents and contacts. Their states, times
/// and digests stay.
pub async fn erase_of_holder(tx: &mut Tx, holder_id: HolderId) -> Result<(), StorageError> {
    execute!(
        tx,
        "DELETE FROM contract_file WHERE contract_id IN
            (SELECT id FROM contract WHERE holder_id = $1)",
        holder_id
    )?;
    execute!(
        tx,
        "UPDATE contract SET recipient = '', mobile = '', text = NULL, decline_reason = NULL,
            withdraw_reason = NULL, version = version + 1
         WHERE holder_id = $1",
        holder_id
    )?;
    Ok(())
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement
}

fn by_id(id: ContractId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE c.id = ").bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<NamedContract>, StorageError> {
    Ok(many(statement, on).await?.into_iter().next())
}

async fn many(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Vec<NamedContract>, StorageError> {
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}
