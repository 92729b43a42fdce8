//! Preserved receipts, and the messages that they are about.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{CertifiedMessageId, DomainId, MailboxId, OrganizationId, ReceiptId};
use sigillo_domain::receipt::{
    Confirmation, ReadReceipt, ReceiptDefect, ReceiptError, ReceiptForm, ReceiptKind,
    ReceiptRecipient, ReceiptSignature, ReceiptSource, SignatureOutcome, confirmation,
};
use sigillo_domain::search_text::fold;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::preserved_totals;
use crate::tx::Tx;

/// The most rows of one statement.
const ROWS: usize = 200;
/// PostgreSQL has no entry in an index of more than 2,704 bytes, and a receipt says what it likes.
const ID_BYTES: usize = 1_000;
const ADDRESS_BYTES: usize = 600;
const SEARCHED_BYTES: usize = 1_500;

/// A stored receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub id: ReceiptId,
    pub organization_id: OrganizationId,
    pub domain_id: DomainId,
    pub mailbox_id: MailboxId,
    pub message_id: CertifiedMessageId,
    /// By which it is known again within its mailbox.
    pub fingerprint: String,
    /// What was read of it. The recipients are those of its message, which are read apart.
    pub read: ReadReceipt,
    pub arrived_at: DateTime<Utc>,
    pub stored_at: DateTime<Utc>,
    pub source: ReceiptSource,
    pub sha256: String,
    pub bytes: i64,
}

impl Receipt {
    /// The moment by which receipts are ordered and searched.
    pub fn happened_at(&self) -> DateTime<Utc> {
        self.read.certified_at.unwrap_or(self.arrived_at)
    }

    /// The Message-ID under which its message is kept.
    fn reference(&self) -> &str {
        let read = &self.read;
        let named = read.reference.as_deref().or(read.message_id.as_deref());
        beginning(named.unwrap_or(&self.fingerprint), ID_BYTES)
    }
}

/// The beginning of a text, of at most so many bytes.
fn beginning(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: ReceiptId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    #[sqlx(try_from = "Uuid")]
    domain_id: DomainId,
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    #[sqlx(try_from = "Uuid")]
    message_id: CertifiedMessageId,
    reference: String,
    fingerprint: String,
    #[sqlx(try_from = "String")]
    kind: ReceiptKind,
    #[sqlx(try_from = "String")]
    error: ReceiptError,
    error_text: Option<String>,
    form: Option<String>,
    identifier: Option<String>,
    provider: Option<String>,
    own_message_id: Option<String>,
    sender: Option<String>,
    delivered_to: Option<String>,
    subject: Option<String>,
    body: String,
    certified_at: Option<DateTime<Utc>>,
    arrived_at: DateTime<Utc>,
    pub(crate) happened_at: DateTime<Utc>,
    stored_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    source: ReceiptSource,
    sha256: String,
    bytes: i64,
    signed_sha256: String,
    #[sqlx(try_from = "String")]
    signature: SignatureOutcome,
    signature_report: String,
    defects: String,
}

/// The columns of [`Row`], of `receipt` as `r` joined with `certified_message` as `m`.
pub(crate) const COLUMNS: &str =
    "r.id, r.organization_id, r.domain_id, r.mailbox_id, r.message_id, m.reference, r.fingerprint, r.kind, r.error,
    r.error_text, r.form, r.identifier, r.provider, r.own_message_id, r.sender, r.delivered_to, r.subject, r.body,
    r.certified_at, r.arrived_at, r.happened_at, r.stored_at, r.source, r.sha256, r.bytes, r.signed_sha256, r.signature,
    r.signature_report, r.defects";

impl TryFrom<Row> for Receipt {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let signature: ReceiptSignature = serde_json::from_str(&row.signature_report)
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        if signature.outcome != row.signature {
            return Err(StorageError::Broken(
                "a receipt's signature differs from its report".into(),
            ));
        }
        let defects = row.defects.split(',').filter(|name| !name.is_empty());
        let defects = defects.map(|name| ReceiptDefect::try_from(name.to_owned()));
        let read = ReadReceipt {
            kind: row.kind,
            error: row.error,
            error_text: row.error_text,
            form: row.form.map(ReceiptForm::try_from).transpose()?,
            identifier: row.identifier,
            provider: row.provider,
            reference: Some(row.reference),
            message_id: row.own_message_id,
            sender: row.sender,
            recipients: vec![],
            delivered_to: row.delivered_to,
            subject: row.subject,
            certified_at: row.certified_at,
            text: row.body,
            signature,
            signed_sha256: row.signed_sha256,
            defects: defects.collect::<Result<_, _>>()?,
        };
        Ok(Self {
            id: row.id,
            organization_id: row.organization_id,
            domain_id: row.domain_id,
            mailbox_id: row.mailbox_id,
            message_id: row.message_id,
            fingerprint: row.fingerprint,
            read,
            arrived_at: row.arrived_at,
            stored_at: row.stored_at,
            source: row.source,
            sha256: row.sha256,
            bytes: row.bytes,
        })
    }
}

/// Stores a receipt with its recipients, and brings the message that it is about up to date. False if the mailbox
/// has it already; then nothing changes. `receipt.message_id` is the id of the message if it is a new one.
pub async fn insert(tx: &mut Tx, receipt: &Receipt) -> Result<bool, StorageError> {
    let message = find_or_insert_message(tx, receipt).await?;
    if !insert_row(tx, receipt, message.id).await? {
        return Ok(false);
    }
    let is_acceptance = receipt.read.kind == ReceiptKind::Acceptance;
    if is_acceptance || message.receipts == 0 {
        expect(tx, message.id, receipt, is_acceptance).await?;
    }
    confirm(tx, message, receipt).await?;
    let accepted_at = is_acceptance.then(|| receipt.happened_at());
    recount(tx, message.id, receipt.happened_at(), accepted_at).await?;
    preserved_totals::add(tx, receipt).await?;
    Ok(true)
}

/// A message as it is before a further receipt.
#[derive(Clone, Copy)]
struct Message {
    id: CertifiedMessageId,
    receipts: i64,
    is_accepted: bool,
}

/// Finds the message of a receipt, and locks it.
async fn find_or_insert_message(tx: &mut Tx, receipt: &Receipt) -> Result<Message, StorageError> {
    let read = &receipt.read;
    let subject = read.subject.as_deref().unwrap_or_default();
    let folded = fold(subject);
    let row = fetch_optional!(
        tx,
        (Uuid, i64, Option<DateTime<Utc>>),
        "INSERT INTO certified_message (id, mailbox_id, reference, sender, subject, subject_folded, first_at, last_at,
            receipts, certified_recipients, delivered, failed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, 0, 0, 0)
         ON CONFLICT (mailbox_id, reference) DO UPDATE SET receipts = certified_message.receipts
         RETURNING id, receipts, accepted_at",
        receipt.message_id,
        receipt.mailbox_id,
        receipt.reference(),
        beginning(read.sender.as_deref().unwrap_or_default(), ADDRESS_BYTES),
        subject,
        beginning(&folded, SEARCHED_BYTES),
        receipt.happened_at(),
    )?;
    let (id, receipts, accepted_at) =
        row.ok_or_else(|| StorageError::Broken("a message was not stored".into()))?;
    let id = CertifiedMessageId::from_uuid(id);
    Ok(Message { id, receipts, is_accepted: accepted_at.is_some() })
}

async fn insert_row(
    tx: &mut Tx,
    receipt: &Receipt,
    message_id: CertifiedMessageId,
) -> Result<bool, StorageError> {
    let read = &receipt.read;
    let defects: Vec<_> = read.defects.iter().map(|defect| defect.as_str()).collect();
    let report = serde_json::to_string(&read.signature)
        .map_err(|error| StorageError::Broken(error.to_string()))?;
    let touched = execute!(
        tx,
        "INSERT INTO receipt (id, organization_id, domain_id, mailbox_id, message_id, fingerprint, kind, error,
            error_text, form, identifier, provider, own_message_id, sender, delivered_to, subject, body,
            certified_at, arrived_at, happened_at, stored_at, source, sha256, bytes, signed_sha256, signature,
            signature_report, defects)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27, $28)
         ON CONFLICT (mailbox_id, fingerprint) DO NOTHING",
        receipt.id,
        receipt.organization_id,
        receipt.domain_id,
        receipt.mailbox_id,
        message_id,
        &receipt.fingerprint,
        read.kind.as_str(),
        read.error.as_str(),
        read.error_text.as_deref(),
        read.form.map(ReceiptForm::as_str),
        read.identifier.as_deref().map(|text| beginning(text, ID_BYTES)),
        read.provider.as_deref(),
        read.message_id.as_deref().map(|text| beginning(text, ID_BYTES)),
        read.sender.as_deref(),
        read.delivered_to.as_deref(),
        read.subject.as_deref(),
        &read.text,
        read.certified_at,
        receipt.arrived_at,
        receipt.happened_at(),
        receipt.stored_at,
        receipt.source.as_str(),
        &receipt.sha256,
        receipt.bytes,
        &read.signed_sha256,
        read.signature.outcome.as_str(),
        &report,
        &defects.join(","),
    )?;
    Ok(touched == 1)
}

/// Adds the recipients that a message is addressed to. Those of an acceptance take the place of those that other
/// receipts have named.
async fn expect(
    tx: &mut Tx,
    message_id: CertifiedMessageId,
    receipt: &Receipt,
    is_acceptance: bool,
) -> Result<(), StorageError> {
    if is_acceptance {
        let sql =
            "UPDATE certified_message_recipient SET is_expected = FALSE WHERE message_id = $1";
        execute!(tx, sql, message_id)?;
    }
    // One statement must not name a row twice.
    let mut distinct: Vec<&ReceiptRecipient> = vec![];
    let mut seen = std::collections::HashSet::new();
    distinct.extend(
        receipt
            .read
            .recipients
            .iter()
            .filter(|one| seen.insert(beginning(&one.address, ADDRESS_BYTES))),
    );
    for part in distinct.chunks(ROWS) {
        let mut statement = Statement::default();
        statement.push(
            "INSERT INTO certified_message_recipient (message_id, mailbox_id, address, is_certified, is_expected, confirmation)
             VALUES ",
        );
        statement.bind_rows(part.iter().map(|one| {
            [
                Value::id(message_id),
                Value::id(receipt.mailbox_id),
                Value::text(beginning(&one.address, ADDRESS_BYTES)),
                Value::Bool(one.is_certified),
                Value::Bool(true),
                Value::text(Confirmation::Awaited.as_str()),
            ]
        }));
        statement.push(
            " ON CONFLICT (message_id, address) DO UPDATE SET is_expected = TRUE, is_certified = excluded.is_certified",
        );
        statement.execute(tx).await?;
    }
    Ok(())
}

/// Enters what a receipt says about its recipients: about the one that it is about, or about all.
async fn confirm(tx: &mut Tx, message: Message, receipt: &Receipt) -> Result<(), StorageError> {
    let kind = receipt.read.kind;
    if let Some(address) = &receipt.read.delivered_to {
        let address = beginning(address, ADDRESS_BYTES);
        let sql = "SELECT confirmation FROM certified_message_recipient WHERE message_id = $1 AND address = $2";
        let known = fetch_optional!(tx, (String,), sql, message.id, address)?;
        let known = known.map(|(known,)| Confirmation::try_from(known)).transpose()?;
        let next = confirmation(known.unwrap_or(Confirmation::Awaited), kind);
        execute!(
            tx,
            "INSERT INTO certified_message_recipient (message_id, mailbox_id, address, is_certified, is_expected, confirmation)
             VALUES ($1, $2, $3, TRUE, $4, $5)
             ON CONFLICT (message_id, address) DO UPDATE SET confirmation = excluded.confirmation",
            message.id,
            receipt.mailbox_id,
            address,
            !message.is_accepted,
            next.as_str(),
        )?;
    } else if kind == ReceiptKind::NonAcceptance {
        let sql = "UPDATE certified_message_recipient SET confirmation = $1 WHERE message_id = $2 AND confirmation <> $3";
        let (failed, delivered) = (Confirmation::Failed.as_str(), Confirmation::Delivered.as_str());
        execute!(tx, sql, failed, message.id, delivered)?;
    }
    Ok(())
}

async fn recount(
    tx: &mut Tx,
    id: CertifiedMessageId,
    happened_at: DateTime<Utc>,
    accepted_at: Option<DateTime<Utc>>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE certified_message SET receipts = receipts + 1, accepted_at = COALESCE(accepted_at, $1),
            first_at = CASE WHEN $2 < first_at THEN $2 ELSE first_at END,
            last_at = CASE WHEN $2 > last_at THEN $2 ELSE last_at END,
            certified_recipients = (SELECT COUNT(*) FROM certified_message_recipient
                WHERE message_id = $3 AND is_certified AND is_expected),
            delivered = (SELECT COUNT(*) FROM certified_message_recipient
                WHERE message_id = $3 AND is_certified AND is_expected AND confirmation = 'delivered'),
            failed = (SELECT COUNT(*) FROM certified_message_recipient
                WHERE message_id = $3 AND is_expected AND confirmation = 'failed')
         WHERE id = $3",
        accepted_at,
        happened_at,
        id,
    )?;
    Ok(())
}

pub async fn find(
    on: &mut impl Connection,
    id: ReceiptId,
) -> Result<Option<Receipt>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS);
    statement.push(" FROM receipt r JOIN certified_message m ON m.id = r.message_id WHERE r.discarded_at IS NULL AND r.id = ");
    statement.bind(Value::id(id));
    let row = statement.fetch_all::<Row>(on).await?.pop();
    row.map(TryInto::try_into).transpose()
}

/// Whether a mailbox has a receipt with this fingerprint.
pub async fn is_known(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    fingerprint: &str,
) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM receipt WHERE mailbox_id = $1 AND fingerprint = $2";
    Ok(fetch_optional!(on, (Uuid,), sql, mailbox_id, fingerprint)?.is_some())
}
