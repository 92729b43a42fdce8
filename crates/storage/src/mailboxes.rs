//! Single mailboxes: adding, finding and changing them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sigillo_domain::id::{DocumentId, DomainId, MailboxId, PlanId, ResellerId};
use sigillo_domain::mailbox::{HeldBy, Mailbox, MailboxState, PasswordState};
use sigillo_domain::mailbox_list::ListedHolder;
use sigillo_domain::password_term::Term;
use sigillo_domain::service_term::{Service, ServiceRequest};
use sigillo_domain::storage_key::StorageKey;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_identification::{self, Columns};
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: MailboxId,
    #[sqlx(try_from = "Uuid")]
    domain_id: DomainId,
    local_part: String,
    address: String,
    #[sqlx(try_from = "String")]
    state: MailboxState,
    #[sqlx(try_from = "String")]
    password_state: PasswordState,
    password_set_at: Option<DateTime<Utc>>,
    password_expires_at: Option<DateTime<Utc>>,
    password_step_at: Option<DateTime<Utc>>,
    communication_email: Option<String>,
    quota_mb: i64,
    soft_limit_mb: i64,
    used_bytes: Option<i64>,
    soft_limit_told: bool,
    preservation: bool,
    plan_id: Option<Uuid>,
    archive_mb: Option<i64>,
    reseller_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    created_by: String,
    managed_by: Option<String>,
    activated_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    #[sqlx(try_from = "String")]
    service_request: ServiceRequest,
    service_requested_at: Option<DateTime<Utc>>,
    service_requested_by: Option<String>,
    service_document_id: Option<Uuid>,
    end_before_termination: Option<DateTime<Utc>>,
    #[sqlx(try_from = "Option<String>")]
    state_before_end: StateBeforeEnd,
    service_step_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    holder_id: Option<Uuid>,
    holder_address_id: Option<Uuid>,
    holder_company_id: Option<Uuid>,
    #[sqlx(flatten, try_from = "mailbox_identification::Row")]
    identity: mailbox_identification::Stored,
    version: i64,
}

struct StateBeforeEnd(Option<MailboxState>);

impl TryFrom<Option<String>> for StateBeforeEnd {
    type Error = <MailboxState as TryFrom<String>>::Error;

    fn try_from(name: Option<String>) -> Result<Self, Self::Error> {
        name.map(MailboxState::try_from).transpose().map(Self)
    }
}

impl From<Row> for Mailbox {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            domain_id: row.domain_id,
            state: row.state,
            password: Term {
                state: row.password_state,
                set_at: row.password_set_at,
                expires_at: row.password_expires_at,
                next_step_at: row.password_step_at,
            },
            address: row.address,
            local_part: row.local_part,
            communication_email: row.communication_email,
            quota_mb: row.quota_mb,
            soft_limit_mb: row.soft_limit_mb,
            used_bytes: row.used_bytes,
            soft_limit_told: row.soft_limit_told,
            preservation: row.preservation,
            plan: row.plan_id.map(PlanId::from),
            archive_mb: row.archive_mb,
            reseller: row.reseller_id.map(ResellerId::from),
            created_at: row.created_at,
            created_by: row.created_by,
            managed_by: row.managed_by,
            activated_at: row.activated_at,
            expires_at: row.expires_at,
            service: Service {
                request: row.service_request,
                requested_at: row.service_requested_at,
                requested_by: row.service_requested_by,
                document_id: row.service_document_id.map(DocumentId::from),
                end_before_termination: row.end_before_termination,
                state_before_end: row.state_before_end.0,
                next_step_at: row.service_step_at,
            },
            cancelled_at: row.cancelled_at,
            holder: row.holder_id.map(|id| HeldBy {
                holder_id: id.into(),
                address_id: row.holder_address_id.map(Into::into),
                tie_id: row.holder_company_id.map(Into::into),
            }),
            second_factor_since: row.identity.second_factor_since,
            identification: row.identity.identification,
            version: row.version,
        }
    }
}

/// Columns of `mailbox m`.
pub(crate) const COLUMNS: &str = "m.id, m.domain_id, m.local_part, m.address, m.state, \
     m.password_state, m.password_set_at, m.password_expires_at, m.password_step_at, \
     m.communication_email, m.quota_mb, m.soft_limit_mb, m.used_bytes, m.soft_limit_told, \
     m.preservation, m.plan_id, m.archive_mb, m.reseller_id, m.created_at, m.created_by, \
     m.managed_by, m.activated_at, m.expires_at, m.service_request, m.service_requested_at, \
     m.service_requested_by, m.service_document_id, m.end_before_termination, \
     m.state_before_end, m.service_step_at, m.cancelled_at, m.holder_id, m.holder_address_id, m.holder_company_id, \
     m.identification_method, m.assurance_level, m.identified_on, m.identified_by, \
     m.holder_capacity, m.identity_document_kind, m.identity_document_number, \
     m.identity_document_expires_on, m.identification_recorded_at, m.identification_recorded_by, \
     m.second_factor_since, m.version";

/// The beginning of a statement that reads mailboxes.
pub(crate) fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM mailbox m");
    statement
}

/// Adds a mailbox; fails with [`StorageError::Taken`] if its address is or ever was in use. Its
/// storage key is set only here, and read only by the use cases that communicate with the mail
/// host.
pub async fn insert(
    tx: &mut Tx,
    mailbox: &Mailbox,
    storage_key: &StorageKey,
) -> Result<(), StorageError> {
    let inserted = insert_all(tx, [(mailbox, storage_key)]).await?;
    if inserted.is_empty() { Err(StorageError::Taken) } else { Ok(()) }
}

/// Like [`insert`], for many mailboxes in one statement; returns the ids of those whose address was
/// free.
pub async fn insert_all<'a>(
    tx: &mut Tx,
    mailboxes: impl IntoIterator<Item = (&'a Mailbox, &'a StorageKey)>,
) -> Result<HashSet<MailboxId>, StorageError> {
    // A conflict must not raise an error: on PostgreSQL that would abort the transaction, in which
    // the caller has yet to read who holds the address.
    let statement = Statement::insert(
        "INSERT INTO mailbox (id, domain_id, local_part, address, state, password_state,
            communication_email, quota_mb, soft_limit_mb, used_bytes, preservation, created_at,
            created_by, managed_by, activated_at, expires_at, cancelled_at, version, soft_limit_told,
            password_set_at, password_expires_at, password_step_at, storage_key,
            holder_id, holder_address_id, holder_company_id, plan_id, archive_mb, reseller_id,
            service_request, service_requested_at, service_requested_by, service_document_id,
            end_before_termination, state_before_end, service_step_at,
            identification_method, assurance_level, identified_on, identified_by, holder_capacity, identity_document_kind,
            identity_document_number, identity_document_expires_on, identification_recorded_at,
            identification_recorded_by, second_factor_since)",
        mailboxes.into_iter().map(|(mailbox, storage_key)| {
            let identified = Columns::of(mailbox);
            let text = |text: Option<&str>| Value::OptionalText(text.map(str::to_owned));
            [
                Value::id(mailbox.id),
                Value::id(mailbox.domain_id),
                Value::text(&mailbox.local_part),
                Value::text(&mailbox.address),
                Value::text(mailbox.state.as_str()),
                Value::text(mailbox.password.state.as_str()),
                Value::OptionalText(mailbox.communication_email.clone()),
                Value::Int(mailbox.quota_mb),
                Value::Int(mailbox.soft_limit_mb),
                Value::OptionalInt(mailbox.used_bytes),
                Value::Bool(mailbox.preservation),
                Value::Time(mailbox.created_at),
                Value::text(&mailbox.created_by),
                Value::OptionalText(mailbox.managed_by.clone()),
                Value::OptionalTime(mailbox.activated_at),
                Value::OptionalTime(mailbox.expires_at),
                Value::OptionalTime(mailbox.cancelled_at),
                Value::Int(mailbox.version),
                Value::Bool(mailbox.soft_limit_told),
                Value::OptionalTime(mailbox.password.set_at),
                Value::OptionalTime(mailbox.password.expires_at),
                Value::OptionalTime(mailbox.password.next_step_at),
                Value::text(storage_key.as_str()),
                Value::optional_id(mailbox.holder.map(|holder| holder.holder_id)),
                Value::optional_id(mailbox.holder.and_then(|holder| holder.address_id)),
                Value::optional_id(mailbox.holder.and_then(|holder| holder.tie_id)),
                Value::optional_id(mailbox.plan),
                Value::OptionalInt(mailbox.archive_mb),
                Value::optional_id(mailbox.reseller),
                Value::text(mailbox.service.request.as_str()),
                Value::OptionalTime(mailbox.service.requested_at),
                Value::OptionalText(mailbox.service.requested_by.clone()),
                Value::optional_id(mailbox.service.document_id),
                Value::OptionalTime(mailbox.service.end_before_termination),
                Value::OptionalText(mailbox.service.state_before_end.map(|it| it.to_string())),
                Value::OptionalTime(mailbox.service.next_step_at),
                text(identified.method),
                text(identified.level),
                Value::OptionalText(identified.identified_on),
                text(identified.identified_by),
                text(identified.capacity),
                text(identified.document_kind),
                text(identified.document_number),
                Value::OptionalText(identified.document_expires_on),
                Value::OptionalTime(identified.recorded_at),
                text(identified.recorded_by),
                Value::OptionalText(identified.second_factor_since),
            ]
        }),
    );
    let Some(mut statement) = statement else { return Ok(HashSet::new()) };
    statement.push(" ON CONFLICT (address) DO NOTHING RETURNING id");
    let rows = statement.fetch_all::<(Uuid,)>(tx).await?;
    Ok(rows.into_iter().map(|(id,)| MailboxId::from_uuid(id)).collect())
}

/// Saves a changed mailbox if the row is still at the previous version.
pub async fn update(tx: &mut Tx, mailbox: &Mailbox) -> Result<(), StorageError> {
    let identified = Columns::of(mailbox);
    update_version!(
        tx,
        "UPDATE mailbox SET state = $1, communication_email = $2, quota_mb = $3,
            soft_limit_mb = $4, preservation = $5, activated_at = $6, expires_at = $7,
            cancelled_at = $8, soft_limit_told = $9, password_state = $10, password_set_at = $11,
            password_expires_at = $12, password_step_at = $13, holder_id = $14,
            holder_address_id = $15, holder_company_id = $16, plan_id = $17, archive_mb = $18,
            reseller_id = $19, service_request = $20, service_requested_at = $21,
            service_requested_by = $22, end_before_termination = $23, state_before_end = $24,
            service_step_at = $25, identification_method = $26, assurance_level = $27,
            identified_on = $28, identified_by = $29, holder_capacity = $30,
            identity_document_kind = $31, identity_document_number = $32,
            identity_document_expires_on = $33, identification_recorded_at = $34,
            identification_recorded_by = $35, second_factor_since = $36, service_document_id = $37,
            managed_by = $38, version = $39
         WHERE id = $40 AND version = $41",
        mailbox.state.as_str(),
        &mailbox.communication_email,
        mailbox.quota_mb,
        mailbox.soft_limit_mb,
        mailbox.preservation,
        mailbox.activated_at,
        mailbox.expires_at,
        mailbox.cancelled_at,
        mailbox.soft_limit_told,
        mailbox.password.state.as_str(),
        mailbox.password.set_at,
        mailbox.password.expires_at,
        mailbox.password.next_step_at,
        mailbox.holder.map(|holder| holder.holder_id),
        mailbox.holder.and_then(|holder| holder.address_id),
        mailbox.holder.and_then(|holder| holder.tie_id),
        mailbox.plan,
        mailbox.archive_mb,
        mailbox.reseller,
        mailbox.service.request.as_str(),
        mailbox.service.requested_at,
        &mailbox.service.requested_by,
        mailbox.service.end_before_termination,
        mailbox.service.state_before_end.map(MailboxState::as_str),
        mailbox.service.next_step_at,
        identified.method,
        identified.level,
        &identified.identified_on,
        identified.identified_by,
        identified.capacity,
        identified.document_kind,
        identified.document_number,
        &identified.document_expires_on,
        identified.recorded_at,
        identified.recorded_by,
        &identified.second_factor_since,
        mailbox.service.document_id,
        &mailbox.managed_by,
        mailbox.version,
        mailbox.id,
        mailbox.version - 1,
    )
}

/// Records when the next step of a mailbox's password is due. Clients never see it, so the version
/// stays.
pub async fn set_password_step(
    tx: &mut Tx,
    id: MailboxId,
    next_step_at: Option<DateTime<Utc>>,
) -> Result<(), StorageError> {
    execute!(tx, "UPDATE mailbox SET password_step_at = $1 WHERE id = $2", next_step_at, id)?;
    Ok(())
}

/// Up to `limit` mailboxes for whose password a step is due, longest due first.
pub async fn with_due_password(
    on: &mut impl Connection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<MailboxId>, StorageError> {
    with_due_step(on, "password_step_at", now, limit).await
}

/// Up to `limit` mailboxes for whose service a step is due, longest due first.
pub async fn with_due_service_step(
    on: &mut impl Connection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<MailboxId>, StorageError> {
    with_due_step(on, "service_step_at", now, limit).await
}

/// Those whose time in a column has come.
async fn with_due_step(
    on: &mut impl Connection,
    column: &'static str,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<MailboxId>, StorageError> {
    let mut statement = Statement::default();
    statement
        .push("SELECT id FROM mailbox WHERE ")
        .push(column)
        .push(" <= ")
        .bind(Value::Time(now));
    statement.push(" ORDER BY ").push(column).push(" LIMIT ").bind(Value::Int(limit));
    let rows = statement.fetch_all::<(Uuid,)>(on).await?;
    Ok(rows.into_iter().map(|(id,)| MailboxId::from_uuid(id)).collect())
}

/// Records that no step of a mailbox's service is due any more. Clients never see it, so the version stays.
pub async fn stop_service_steps(tx: &mut Tx, id: MailboxId) -> Result<(), StorageError> {
    execute!(tx, "UPDATE mailbox SET service_step_at = NULL WHERE id = $1", id)?;
    Ok(())
}

pub async fn find(
    on: &mut impl Connection,
    id: MailboxId,
) -> Result<Option<Mailbox>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE m.id = ").bind(Value::id(id));
    one(statement, on).await
}

/// Finds a mailbox in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(tx: &mut Tx, id: MailboxId) -> Result<Option<Mailbox>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE m.id = ").bind(Value::id(id)).push(tx.row_lock());
    one(statement, tx).await
}

/// Finds mailboxes in order to change them: nobody else can change them until the transaction ends.
/// They are locked in the order of their ids, so that two callers that want the same ones do not
/// deadlock.
pub async fn find_many_to_change(
    tx: &mut Tx,
    ids: impl IntoIterator<Item = MailboxId>,
) -> Result<Vec<Mailbox>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE m.id IN ").bind_list(ids.into_iter().map(Value::id));
    statement.push(" ORDER BY m.id").push(tx.row_lock());
    all(statement, tx).await
}

/// Finds mailboxes for reading.
pub async fn find_many(
    on: &mut impl Connection,
    ids: impl IntoIterator<Item = MailboxId>,
) -> Result<Vec<Mailbox>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE m.id IN ").bind_list(ids.into_iter().map(Value::id));
    all(statement, on).await
}

/// The names of mailboxes' folders on the mail host.
pub async fn storage_keys(
    on: &mut impl Connection,
    ids: impl IntoIterator<Item = MailboxId>,
) -> Result<HashMap<MailboxId, StorageKey>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT id, storage_key FROM mailbox WHERE id IN ");
    statement.bind_list(ids.into_iter().map(Value::id));
    let rows = statement.fetch_all::<(Uuid, String)>(on).await?;
    let key = |(id, text): (Uuid, String)| {
        let key = StorageKey::parse(&text);
        Ok((id.into(), key.ok_or_else(|| StorageError::unknown("storage key", &text))?))
    };
    rows.into_iter().map(key).collect()
}

/// Which of these addresses belong, or ever belonged, to a mailbox.
pub async fn find_by_addresses(
    on: &mut impl Connection,
    addresses: impl IntoIterator<Item = String>,
) -> Result<Vec<Mailbox>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE m.address IN ");
    statement.bind_list(addresses.into_iter().map(Value::Text));
    all(statement, on).await
}

/// The holders of the mailboxes with these addresses, by the address, for an export.
pub async fn holders_by_address(
    on: &mut impl Connection,
    addresses: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, ListedHolder>, StorageError> {
    let mut statement = Statement::default();
    statement.push(
        "SELECT m.address, h.given_name, h.family_name, h.tax_code, c.legal_name
         FROM mailbox m JOIN holder h ON h.id = m.holder_id
         LEFT JOIN holder_company t ON t.id = m.holder_company_id
         LEFT JOIN company c ON c.id = t.company_id
         WHERE m.address IN ",
    );
    statement.bind_list(addresses.into_iter().map(Value::Text));
    let rows = statement.fetch_all::<(String, String, String, String, Option<String>)>(on).await?;
    let holder = |(address, given_name, family_name, tax_code, company)| {
        (address, ListedHolder { given_name, family_name, tax_code, company })
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// The name of a mailbox's folder on the mail host.
pub async fn storage_key(
    on: &mut impl Connection,
    id: MailboxId,
) -> Result<Option<StorageKey>, StorageError> {
    let row = fetch_optional!(on, (String,), "SELECT storage_key FROM mailbox WHERE id = $1", id)?;
    let key = |(text,): (String,)| {
        StorageKey::parse(&text).ok_or_else(|| StorageError::unknown("storage key", &text))
    };
    row.map(key).transpose()
}

pub async fn find_by_storage_key(
    on: &mut impl Connection,
    key: &StorageKey,
) -> Result<Option<Mailbox>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE m.storage_key = ");
    statement.bind(Value::text(key.as_str()));
    one(statement, on).await
}

pub async fn find_by_address(
    on: &mut impl Connection,
    address: &str,
) -> Result<Option<Mailbox>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE m.address = ").bind(Value::text(address));
    one(statement, on).await
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<Mailbox>, StorageError> {
    Ok(all(statement, on).await?.into_iter().next())
}

async fn all(statement: Statement, on: &mut impl Connection) -> Result<Vec<Mailbox>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}
