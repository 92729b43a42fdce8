//! The e-mails that were read from the mailbox of the support, each once.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{TicketId, TicketMailId, TicketMessageId};
use sigillo_domain::ticket::{MailRefusal, RefusedMailSortField};
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::tx::Tx;

/// Where an e-mail was in its mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPlace {
    pub mailbox: String,
    pub uid_validity: i64,
    pub uid: i64,
}

/// An e-mail that was read, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketMail {
    pub id: TicketMailId,
    pub place: MailPlace,
    /// By which it is known again.
    pub fingerprint: String,
    pub received_at: DateTime<Utc>,
    pub sender: String,
    pub subject: String,
    pub outcome: MailOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailOutcome {
    /// It is an entry of a ticket.
    Taken(TicketId, TicketMessageId),
    /// It was not taken; the ticket is the one that it names, if it does.
    Refused(MailRefusal, Option<TicketId>),
}

/// Records an e-mail. False if it is known already: then nothing is recorded.
pub async fn insert(tx: &mut Tx, mail: &TicketMail) -> Result<bool, StorageError> {
    let (refusal, ticket_id, message_id) = match mail.outcome {
        MailOutcome::Taken(ticket_id, message_id) => (None, Some(ticket_id), Some(message_id)),
        MailOutcome::Refused(refusal, ticket_id) => (Some(refusal.as_str()), ticket_id, None),
    };
    let touched = execute!(
        tx,
        "INSERT INTO ticket_mail (id, mailbox, uid_validity, uid, fingerprint, received_at, sender, subject, refusal,
            ticket_id, message_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT DO NOTHING",
        mail.id,
        &mail.place.mailbox,
        mail.place.uid_validity,
        mail.place.uid,
        &mail.fingerprint,
        mail.received_at,
        &mail.sender,
        &mail.subject,
        refusal,
        ticket_id,
        message_id,
    )?;
    Ok(touched == 1)
}

/// Whether what is at a place of a mailbox was recorded.
pub async fn is_known(on: &mut impl Connection, place: &MailPlace) -> Result<bool, StorageError> {
    let row = fetch_optional!(
        on,
        (Uuid,),
        "SELECT id FROM ticket_mail WHERE mailbox = $1 AND uid_validity = $2 AND uid = $3",
        &place.mailbox,
        place.uid_validity,
        place.uid
    )?;
    Ok(row.is_some())
}

/// Whether an e-mail with this fingerprint was recorded, wherever it was.
pub async fn is_known_by(
    on: &mut impl Connection,
    fingerprint: &str,
) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM ticket_mail WHERE fingerprint = $1";
    Ok(fetch_optional!(on, (Uuid,), sql, fingerprint)?.is_some())
}

/// Forgets what was read before a moment.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StorageError> {
    execute!(tx, "DELETE FROM ticket_mail WHERE received_at < $1", before)
}

/// Whether the mailbox is to be read.
pub async fn reading_due(
    on: &mut impl Connection,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM ticket_mailbox WHERE id = 1 AND next_read_at <= $1";
    Ok(fetch_optional!(on, (i64,), sql, now)?.is_some())
}

/// Claims the next reading if it is due; nobody else gets it before `until`.
pub async fn claim_reading(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let sql = "UPDATE ticket_mailbox SET next_read_at = $1 WHERE id = 1 AND next_read_at <= $2";
    Ok(execute!(tx, sql, until, now)? == 1)
}

/// Ends a claimed reading: the next one is due at `at`.
pub async fn end_reading(tx: &mut Tx, at: DateTime<Utc>) -> Result<(), StorageError> {
    execute!(tx, "UPDATE ticket_mailbox SET next_read_at = $1 WHERE id = 1", at)?;
    Ok(())
}

/// The list of what was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused {
    pub reasons: Vec<MailRefusal>,
}

/// An e-mail that was refused, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedMail {
    pub id: TicketMailId,
    pub received_at: DateTime<Utc>,
    pub sender: String,
    pub subject: String,
    pub reason: MailRefusal,
    /// The ticket that it names.
    pub ticket: Option<(TicketId, String)>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    id: TicketMailId,
    received_at: DateTime<Utc>,
    sender: String,
    subject: String,
    #[sqlx(try_from = "String")]
    refusal: MailRefusal,
    ticket_id: Option<Uuid>,
    reference: Option<String>,
}

impl List for Refused {
    type SortField = RefusedMailSortField;
    type Row = Row;
    type Item = RefusedMail;

    const COLUMNS: &'static [&'static str] =
        &["m.id, m.received_at, m.sender, m.subject, m.refusal, m.ticket_id, t.reference"];
    const FROM: &'static str = "ticket_mail m LEFT JOIN ticket t ON t.id = m.ticket_id";
    const ID: &'static str = "m.id";

    fn sort_column(field: RefusedMailSortField) -> SortColumn<Row> {
        match field {
            RefusedMailSortField::ReceivedAt => {
                SortColumn::new("m.received_at", KeyOf::Time(|row| row.received_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        conditions.and().push("m.refusal IS NOT NULL");
        conditions.one_of("m.refusal", &self.reasons);
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<RefusedMail, StorageError> {
        Ok(RefusedMail {
            id: row.id,
            received_at: row.received_at,
            sender: row.sender,
            subject: row.subject,
            reason: row.refusal,
            ticket: row.ticket_id.map(TicketId::from).zip(row.reference),
        })
    }
}

pub async fn refused(
    on: &mut impl Connection,
    list: &Refused,
    request: &PageRequest<RefusedMailSortField>,
) -> Result<ListPage<RefusedMail>, StorageError> {
    list::page(on, list, request).await
}

/// The notices that were sent about tickets, of those with these ids: their ticket and recipient.
pub async fn notices(
    on: &mut impl Connection,
    ids: &[Uuid],
) -> Result<Vec<(TicketId, String)>, StorageError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = crate::bind::Statement::default();
    statement
        .push("SELECT subject_id, recipient FROM message WHERE subject_kind = 'ticket' AND id IN ");
    statement.bind_list(ids.iter().copied().map(Value::Id));
    let rows = statement.fetch_all::<(Uuid, String)>(on).await?;
    Ok(rows.into_iter().map(|(id, recipient)| (id.into(), recipient)).collect())
}
