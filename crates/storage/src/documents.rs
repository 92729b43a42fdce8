//! Signed documents of mailboxes and holders.

use chrono::{DateTime, Utc};
use sigillo_domain::document::{Document, DocumentFormat, DocumentKind};
use sigillo_domain::id::{ContractId, DocumentId, HolderId, MailboxId, OrganizationId};
use sigillo_domain::search_text::fold;
use sigillo_domain::signature_verdict::Verdict;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::tx::Tx;

/// A document with what lists and pages name its subject by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDocument {
    pub document: Document,
    /// Of the mailbox; None for a document of a holder.
    pub mailbox_address: Option<String>,
    pub family_name: Option<String>,
    pub given_name: Option<String>,
    /// The codice fiscale of the holder.
    pub tax_code: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: DocumentId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    mailbox_id: Option<Uuid>,
    holder_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    kind: DocumentKind,
    #[sqlx(try_from = "String")]
    format: DocumentFormat,
    name: String,
    pub(crate) name_folded: String,
    bytes: i64,
    sha256: String,
    #[sqlx(try_from = "String")]
    verdict: Verdict,
    report: Option<String>,
    signer_tax_codes: String,
    verified_at: Option<DateTime<Utc>>,
    contract_id: Option<Uuid>,
    holds_contract: Option<bool>,
    pub(crate) created_at: DateTime<Utc>,
    created_by: String,
    version: i64,
    mailbox_address: Option<String>,
    family_name: Option<String>,
    given_name: Option<String>,
    tax_code: Option<String>,
}

macro_rules! columns {
    ($report:literal) => {
        concat!(
            "d.id, d.organization_id, d.mailbox_id, d.holder_id, d.kind, d.format, d.name, d.name_folded, d.bytes, \
             d.sha256, d.verdict, ",
            $report,
            ", d.signer_tax_codes, d.verified_at, d.contract_id, d.holds_contract, d.created_at, d.created_by, \
             d.version, m.address AS mailbox_address, h.family_name, h.given_name, h.tax_code"
        )
    };
}

const COLUMNS: &str = columns!("d.report");
/// The columns of a row without the report, which lists do without.
pub(crate) const COLUMNS_WITHOUT_REPORT: &str = columns!("CAST(NULL AS TEXT) AS report");

pub(crate) const FROM: &str = "document d LEFT JOIN mailbox m ON m.id = d.mailbox_id LEFT JOIN holder h ON h.id = d.holder_id";

const QUEUE: Queue = Queue { table: "document", columns: "id" };

impl From<Row> for NamedDocument {
    fn from(row: Row) -> Self {
        let document = Document {
            id: row.id,
            organization_id: row.organization_id,
            mailbox_id: row.mailbox_id.map(MailboxId::from),
            holder_id: row.holder_id.map(HolderId::from),
            kind: row.kind,
            format: row.format,
            name: row.name,
            bytes: row.bytes,
            sha256: row.sha256,
            verdict: row.verdict,
            report: row.report,
            signer_tax_codes: list_of(&row.signer_tax_codes),
            verified_at: row.verified_at,
            contract_id: row.contract_id.map(ContractId::from),
            holds_contract: row.holds_contract,
            created_at: row.created_at,
            created_by: row.created_by,
            version: row.version,
        };
        Self {
            document,
            mailbox_address: row.mailbox_address,
            family_name: row.family_name,
            given_name: row.given_name,
            tax_code: row.tax_code,
        }
    }
}

fn list_of(text: &str) -> Vec<String> {
    text.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// Adds a document, whose verification is due at once.
pub async fn insert(tx: &mut Tx, document: &Document) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO document (id, organization_id, mailbox_id, holder_id, kind, format, name, name_folded, bytes,
            sha256, verdict, signer_tax_codes, contract_id, next_attempt_at, attempts, created_at, created_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $13, 0, $13, $14, $15)",
        document.id,
        document.organization_id,
        document.mailbox_id.map(MailboxId::uuid),
        document.holder_id.map(HolderId::uuid),
        document.kind.as_str(),
        document.format.as_str(),
        &document.name,
        fold(&document.name),
        document.bytes,
        &document.sha256,
        document.verdict.as_str(),
        document.contract_id.map(ContractId::uuid),
        document.created_at,
        &document.created_by,
        document.version,
    )?;
    Ok(())
}

pub async fn find(
    on: &mut impl Connection,
    id: DocumentId,
) -> Result<Option<NamedDocument>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a document in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: DocumentId,
) -> Result<Option<NamedDocument>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("d"));
    one(statement, tx).await
}

/// The documents of a holder itself, or, `with_mailboxes`, also those that its mailboxes had while it held them.
pub async fn of_holder(
    on: &mut impl Connection,
    holder_id: HolderId,
    with_mailboxes: bool,
) -> Result<Vec<Document>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE d.holder_id = ").bind(Value::id(holder_id));
    if !with_mailboxes {
        statement.push(" AND d.mailbox_id IS NULL");
    }
    statement.push(" ORDER BY d.created_at, d.id");
    documents(statement, on).await
}

/// The documents of mailboxes.
pub async fn of_mailboxes(
    on: &mut impl Connection,
    mailboxes: impl IntoIterator<Item = MailboxId>,
) -> Result<Vec<Document>, StorageError> {
    let ids: Vec<_> = mailboxes.into_iter().map(Value::id).collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = select();
    statement.push(" WHERE d.mailbox_id IN ").bind_list(ids);
    statement.push(" ORDER BY d.created_at, d.id");
    documents(statement, on).await
}

/// The document that was uploaded last as a signed copy of a contract.
pub async fn newest_copy(
    on: &mut impl Connection,
    contract_id: ContractId,
) -> Result<Option<Document>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE d.contract_id = ").bind(Value::id(contract_id));
    statement.push(" ORDER BY d.created_at DESC, d.id DESC LIMIT 1");
    Ok(one(statement, on).await?.map(|named| named.document))
}

/// Gives a document to another holder if the row is still at the previous version.
pub async fn give(tx: &mut Tx, document: &Document) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE document SET holder_id = $1, version = $2 WHERE id = $3 AND version = $4",
        document.holder_id.map(HolderId::uuid),
        document.version,
        document.id,
        document.version - 1,
    )
}

/// Deletes a document if the row is still at its version.
pub async fn delete(tx: &mut Tx, document: &Document) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM document_use WHERE document_id = $1", document.id)?;
    update_version!(
        tx,
        "DELETE FROM document WHERE id = $1 AND version = $2",
        document.id,
        document.version,
    )
}

/// Notes that an act rests on a document, which can no longer be deleted.
pub async fn add_use(
    tx: &mut Tx,
    id: DocumentId,
    act: &str,
    act_id: Uuid,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO document_use (document_id, act, act_id) VALUES ($1, $2, $3)
         ON CONFLICT (document_id, act, act_id) DO NOTHING",
        id,
        act,
        act_id
    )?;
    Ok(())
}

/// Notes that an act no longer rests on a document.
pub async fn remove_use(
    tx: &mut Tx,
    id: DocumentId,
    act: &str,
    act_id: Uuid,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "DELETE FROM document_use WHERE document_id = $1 AND act = $2 AND act_id = $3",
        id,
        act,
        act_id
    )?;
    Ok(())
}

/// Whether an act rests on a document.
pub async fn is_used(on: &mut impl Connection, id: DocumentId) -> Result<bool, StorageError> {
    let row = fetch_optional!(
        on,
        (String,),
        "SELECT act FROM document_use WHERE document_id = $1 LIMIT 1",
        id
    )?;
    Ok(row.is_some())
}

/// Whether the verification of any document is due.
pub async fn any_to_verify(
    on: &mut impl Connection,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Claims up to `limit` documents whose verification is due, under a lease: nobody else gets them before `until`.
pub async fn claim_to_verify(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DocumentId>, StorageError> {
    let rows = QUEUE.claim(tx, lease, now, until, limit).fetch_all::<(Uuid,)>(tx).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// The number of attempts to verify a document, with the one under way.
pub async fn attempts(on: &mut impl Connection, id: DocumentId) -> Result<i64, StorageError> {
    let row = fetch_optional!(on, (i64,), "SELECT attempts FROM document WHERE id = $1", id)?;
    Ok(row.map_or(0, |(attempts,)| attempts))
}

/// Saves the outcome of a verification; false if the lease was lost, or the document is gone.
pub async fn save_verdict(
    tx: &mut Tx,
    document: &Document,
    lease: Uuid,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE document SET verdict = $1, report = $2, signer_tax_codes = $3, verified_at = $4,
            holds_contract = $5, version = $6, next_attempt_at = NULL, lease = NULL
         WHERE id = $7 AND lease = $8 AND version = $9",
        document.verdict.as_str(),
        &document.report,
        document.signer_tax_codes.join(","),
        document.verified_at,
        document.holds_contract,
        document.version,
        document.id,
        lease,
        document.version - 1,
    )?;
    Ok(touched == 1)
}

/// Tries the verification of a document again at a time, if the lease still holds.
pub async fn verify_later(
    tx: &mut Tx,
    id: DocumentId,
    lease: Uuid,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE document SET next_attempt_at = $1, lease = NULL WHERE id = $2 AND lease = $3",
        at,
        id,
        lease
    )?;
    Ok(())
}

/// The documents whose content is an object, for whoever reports its damage.
pub async fn of_object(
    on: &mut impl Connection,
    sha256: &str,
) -> Result<Vec<DocumentId>, StorageError> {
    let rows =
        fetch_all!(on, (Uuid,), "SELECT id FROM document WHERE sha256 = $1 ORDER BY id", sha256)?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement
}

fn by_id(id: DocumentId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE d.id = ").bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<NamedDocument>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

async fn documents(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Vec<Document>, StorageError> {
    let rows = statement.fetch_all::<Row>(on).await?;
    Ok(rows.into_iter().map(|row| NamedDocument::from(row).document).collect())
}
