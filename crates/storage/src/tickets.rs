//! Tickets. Their exchange and their files are in [`crate::ticket_parts`].

use chrono::{DateTime, Utc};
use sigillo_domain::id::{AccountId, OrganizationId, TicketId};
use sigillo_domain::message::Language;
use sigillo_domain::search_text::fold;
use sigillo_domain::ticket::{
    Closure, ServiceDesk, Ticket, TicketPriority, TicketStatus, TicketType,
};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A ticket with the names that lists and pages show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTicket {
    pub ticket: Ticket,
    pub organization_name: String,
    pub requester_name: Option<String>,
    pub assignee_name: Option<String>,
}

#[derive(sqlx::FromRow)]
pub struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: TicketId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    pub(crate) reference: String,
    summary: String,
    description: String,
    #[sqlx(try_from = "String")]
    ticket_type: TicketType,
    #[sqlx(try_from = "String")]
    priority: TicketPriority,
    #[sqlx(try_from = "String")]
    desk: ServiceDesk,
    #[sqlx(try_from = "String")]
    status: TicketStatus,
    requester_id: Option<Uuid>,
    requester: String,
    email: Option<String>,
    #[sqlx(try_from = "String")]
    language: Language,
    assignee_id: Option<Uuid>,
    assignee: Option<String>,
    context: Option<String>,
    problem: Option<String>,
    action: Option<String>,
    solution: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    first_answer_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    version: i64,
    organization_name: String,
    requester_name: Option<String>,
    assignee_name: Option<String>,
}

pub(crate) const COLUMNS: &str = "t.id, t.organization_id, t.reference, t.summary, t.description, t.ticket_type, \
     t.priority, t.desk, t.status, t.requester_id, t.requester, t.email, t.language, t.assignee_id, \
     t.assignee, t.context, t.problem, t.action, t.solution, t.created_at, t.updated_at, \
     t.first_answer_at, t.closed_at, t.version, o.name AS organization_name, \
     r.display_name AS requester_name, a.display_name AS assignee_name";

pub(crate) const FROM: &str = "ticket t LEFT JOIN organization o ON o.id = t.organization_id \
     LEFT JOIN account r ON r.id = t.requester_id LEFT JOIN account a ON a.id = t.assignee_id";

impl TryFrom<Row> for NamedTicket {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let context = row.context.map(|text| serde_json::from_str(&text)).transpose();
        let context = context
            .map_err(|error| StorageError::Broken(format!("the context of a ticket: {error}")))?;
        let closure = row.problem.zip(row.action).zip(row.solution);
        let ticket = Ticket {
            id: row.id,
            organization_id: row.organization_id,
            reference: row.reference,
            summary: row.summary,
            description: row.description,
            ticket_type: row.ticket_type,
            priority: row.priority,
            desk: row.desk,
            status: row.status,
            requester_id: row.requester_id.map(AccountId::from),
            requester: row.requester,
            email: row.email,
            language: row.language,
            assignee_id: row.assignee_id.map(AccountId::from),
            assignee: row.assignee,
            context,
            closure: closure.map(|((problem, action), solution)| Closure {
                problem,
                action,
                solution,
            }),
            created_at: row.created_at,
            updated_at: row.updated_at,
            first_answer_at: row.first_answer_at,
            closed_at: row.closed_at,
            version: row.version,
        };
        Ok(Self {
            ticket,
            organization_name: row.organization_name,
            requester_name: row.requester_name,
            assignee_name: row.assignee_name,
        })
    }
}

/// Takes the next number of a year. Whoever else opens a ticket waits until this transaction ends, and gets the same
/// number if it is rolled back: the numbers have no gaps.
pub async fn next_number(tx: &mut Tx, year: i32) -> Result<i64, StorageError> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "INSERT INTO ticket_number (year, last) VALUES ($1, 1)
         ON CONFLICT (year) DO UPDATE SET last = ticket_number.last + 1 RETURNING last",
        i64::from(year)
    )?;
    row.map(|(last,)| last).ok_or_else(|| StorageError::Broken("a ticket without a number".into()))
}

fn searched(ticket: &Ticket) -> String {
    fold(&format!("{}\n{}\n{}", ticket.reference, ticket.summary, ticket.description))
}

pub async fn insert(tx: &mut Tx, ticket: &Ticket) -> Result<(), StorageError> {
    let context = ticket.context.as_ref().map(serde_json::to_string).transpose();
    let context = context.map_err(|error| StorageError::Broken(error.to_string()))?;
    execute!(
        tx,
        "INSERT INTO ticket (id, organization_id, reference, summary, description, searched, ticket_type, priority,
            desk, status, requester_id, requester, email, language, context, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        ticket.id,
        ticket.organization_id,
        &ticket.reference,
        &ticket.summary,
        &ticket.description,
        searched(ticket),
        ticket.ticket_type.as_str(),
        ticket.priority.as_str(),
        ticket.desk.as_str(),
        ticket.status.as_str(),
        ticket.requester_id.map(AccountId::uuid),
        &ticket.requester,
        &ticket.email,
        ticket.language.as_str(),
        context,
        ticket.created_at,
        ticket.updated_at,
        ticket.version,
    )?;
    Ok(())
}

/// Saves what can differ of a ticket if the row is still at the previous version.
pub async fn update(tx: &mut Tx, ticket: &Ticket) -> Result<(), StorageError> {
    let closure = ticket.closure.as_ref();
    update_version!(
        tx,
        "UPDATE ticket SET ticket_type = $1, priority = $2, desk = $3, status = $4, assignee_id = $5, assignee = $6,
            problem = $7, action = $8, solution = $9, updated_at = $10, first_answer_at = $11, closed_at = $12,
            version = $13
         WHERE id = $14 AND version = $15",
        ticket.ticket_type.as_str(),
        ticket.priority.as_str(),
        ticket.desk.as_str(),
        ticket.status.as_str(),
        ticket.assignee_id.map(AccountId::uuid),
        &ticket.assignee,
        closure.map(|closure| closure.problem.as_str()),
        closure.map(|closure| closure.action.as_str()),
        closure.map(|closure| closure.solution.as_str()),
        ticket.updated_at,
        ticket.first_answer_at,
        ticket.closed_at,
        ticket.version,
        ticket.id,
        ticket.version - 1,
    )
}

pub async fn find(
    on: &mut impl Connection,
    id: TicketId,
) -> Result<Option<NamedTicket>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a ticket and locks it for a change.
pub async fn find_to_change(
    tx: &mut Tx,
    id: TicketId,
) -> Result<Option<NamedTicket>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("t"));
    one(statement, tx).await
}

/// Where the last ticket that an account has opened tells of what happens.
pub async fn last_email(
    on: &mut impl Connection,
    requester_id: AccountId,
) -> Result<Option<String>, StorageError> {
    let row = fetch_optional!(
        on,
        (Option<String>,),
        "SELECT email FROM ticket WHERE requester_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
        requester_id
    )?;
    Ok(row.and_then(|(email,)| email))
}

fn by_id(id: TicketId) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement.push(" WHERE t.id = ").bind(Value::id(id));
    statement
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<NamedTicket>, StorageError> {
    statement.fetch_all::<Row>(on).await?.into_iter().next().map(TryInto::try_into).transpose()
}
