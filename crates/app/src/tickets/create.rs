//! Opening a ticket.

use chrono::Datelike;
use sigillo_contract::operations::CreateTicket;
use sigillo_contract::ticket::{TicketContext as Sent, TicketCreate, TicketDetail};
use sigillo_domain::Faults;
use sigillo_domain::history::Action;
use sigillo_domain::name::Email;
use sigillo_domain::ticket::{
    MAX_CONTEXT_LINES, Ticket, TicketContext, TicketPriority, TicketStatus, TicketType,
    parse_context_line, parse_description, parse_summary, reference,
};
use sigillo_domain::{FaultCode, id::OrganizationId};
use sigillo_storage::{Tx, tickets};

use super::audit::record_change;
use super::get::detail;
use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::organizations::of_new_row;
use crate::{App, Grant, local_time};

/// What a request says, judged.
struct Judged {
    summary: String,
    description: String,
    /// Empty for nowhere; None if the request says nothing about it.
    email: Option<String>,
    context: Option<TicketContext>,
}

pub async fn create(
    app: &App,
    grant: &Grant<CreateTicket>,
    request: &TicketCreate,
) -> Result<TicketDetail, AppError> {
    let mut faults = Faults::default();
    let judged = judge(request, &mut faults);
    let mut tx = app.db.begin().await?;
    let caller = grant.caller();
    let organization = of_new_row(&mut tx, caller, request.organization_id, &mut faults).await?;
    let (judged, organization) = faults.result(judged.zip(organization))?;
    let ticket = new_ticket(app, &mut tx, caller, organization.id, request, judged).await?;
    tickets::insert(&mut tx, &ticket).await?;
    record_change(app, &mut tx, caller.actor(), Action::Created, (None, &ticket)).await?;
    let found = super::find(&mut tx, grant, ticket.id).await?;
    let detail = detail(&mut tx, grant, found).await?;
    tx.commit().await?;
    Ok(detail)
}

async fn new_ticket(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    organization_id: OrganizationId,
    request: &TicketCreate,
    judged: Judged,
) -> Result<Ticket, AppError> {
    let now = app.now();
    let email = match (judged.email, caller.account_id()) {
        (Some(email), _) => Some(email).filter(|email| !email.is_empty()),
        (None, Some(account)) => tickets::last_email(tx, account).await?,
        (None, None) => None,
    };
    let year = local_time(now).year();
    let ticket_type = request.ticket_type.unwrap_or(TicketType::Problem);
    // Last, since whoever else opens a ticket waits from here on.
    let number = tickets::next_number(tx, year).await?;
    Ok(Ticket {
        id: app.new_id(),
        organization_id,
        reference: reference(year, number),
        summary: judged.summary,
        description: judged.description,
        ticket_type,
        priority: request.priority.unwrap_or(TicketPriority::Medium),
        desk: ticket_type.desk(),
        status: TicketStatus::WaitingForSupport,
        requester_id: caller.account_id(),
        requester: caller.actor().name.clone(),
        email,
        language: request.language.unwrap_or_default(),
        assignee_id: None,
        assignee: None,
        context: judged.context,
        closure: None,
        created_at: now,
        updated_at: now,
        first_answer_at: None,
        closed_at: None,
        version: 1,
    })
}

fn judge(request: &TicketCreate, faults: &mut Faults) -> Option<Judged> {
    let summary = faults.check("/summary", parse_summary(&request.summary));
    let description = faults.check("/description", parse_description(&request.description));
    let email = request.email.as_deref().and_then(|text| match text.trim() {
        "" => Some(String::new()),
        text => faults.check("/email", Email::parse(text)).map(|it| it.as_str().to_owned()),
    });
    let context = request.context.as_ref().map(|sent| context(sent, faults));
    Some(Judged {
        summary: summary?,
        description: description?,
        email,
        context: context.filter(|context| *context != TicketContext::default()),
    })
}

fn context(sent: &Sent, faults: &mut Faults) -> TicketContext {
    let mut line = |field: &str, text: Option<&String>| {
        let pointer = format!("/context/{field}");
        text.and_then(|text| faults.check(&pointer, parse_context_line(text)))
    };
    let (page, mailbox) =
        (line("page", sent.page.as_ref()), line("mailbox", sent.mailbox.as_ref()));
    let trace_id = line("trace_id", sent.trace_id.as_ref());
    let mut lines = |field: &str, texts: &[String]| {
        if texts.len() > MAX_CONTEXT_LINES {
            faults.add(&format!("/context/{field}"), FaultCode::OutOfRange);
            return vec![];
        }
        let judged = texts.iter().enumerate().filter_map(|(place, text)| {
            faults.check(&format!("/context/{field}/{place}"), parse_context_line(text))
        });
        judged.collect()
    };
    TicketContext {
        page,
        mailbox,
        trace_id,
        history: lines("history", &sent.history),
        failed_messages: lines("failed_messages", &sent.failed_messages),
        unapplied_effects: lines("unapplied_effects", &sent.unapplied_effects),
        outages: lines("outages", &sent.outages),
    }
}
