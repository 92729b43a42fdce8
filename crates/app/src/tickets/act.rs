//! Writing in a ticket, and moving it from one status to another.

use sigillo_contract::operations::AddTicketMessage;
use sigillo_contract::ticket::{TicketDetail, TicketMessageCreate};
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::{
    Cause, Closure, MAX_MESSAGES, Side, TicketEvent, TicketMessage, parse_closure, parse_message,
};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{ticket_parts, tickets};

use super::audit::record_message;
use super::get::detail;
use super::notify::notify;
use super::{find, find_to_change, side};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::{App, Grant};

/// What a request says, judged.
struct Judged {
    event: TicketEvent,
    text: String,
    closure: Option<Closure>,
}

pub async fn act(
    app: &App,
    grant: &Grant<AddTicketMessage>,
    id: TicketId,
    expected_version: Option<ExpectedVersions>,
    request: &TicketMessageCreate,
) -> Result<TicketDetail, AppError> {
    let Judged { event, text, closure } = judge(request)?;
    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, id).await?;
    let before = &found.ticket;
    check_version(expected_version, before.version)?;
    let caller = grant.caller();
    let actor = caller.actor();
    let by = Cause {
        role: caller.role(),
        account_id: caller.account_id(),
        username: &actor.name,
        at: app.now(),
    };
    let after = before.after(event, by, closure).map_err(AppError::Problem)?;
    if ticket_parts::count_messages(&mut tx, id).await? >= MAX_MESSAGES {
        return Err(AppError::Problem(Code::LimitReached));
    }
    let message = TicketMessage {
        id: app.new_id(),
        ticket_id: id,
        seq: after.version,
        at: by.at,
        event,
        from: before.status,
        to: after.status,
        author_id: by.account_id,
        author: actor.name.clone(),
        by_support: side(caller) == Side::Support,
        text,
    };
    tickets::update(&mut tx, &after).await?;
    ticket_parts::insert_message(&mut tx, &message).await?;
    record_message(app, &mut tx, actor, (before, &after), &message).await?;
    notify(app, &mut tx, &after, &message).await?;
    let found = find(&mut tx, grant, id).await?;
    let detail = detail(&mut tx, grant, found).await?;
    tx.commit().await?;
    Ok(detail)
}

fn judge(request: &TicketMessageCreate) -> Result<Judged, AppError> {
    let event = request.event.unwrap_or(TicketEvent::Answer);
    let mut faults = Faults::default();
    let text = match (parse_message(&request.text), event.needs_text()) {
        (Err(FaultCode::Required), false) => Ok(String::new()),
        (judged, _) => judged,
    };
    let text = faults.check("/text", text);
    let mut closing = |pointer: &str, text: Option<&String>| match (event, text) {
        (TicketEvent::Close, text) => {
            faults.check(pointer, parse_closure(text.map_or("", String::as_str)))
        }
        (_, Some(_)) => {
            faults.add(pointer, FaultCode::NotExpected);
            None
        }
        (_, None) => None,
    };
    let problem = closing("/problem", request.problem.as_ref());
    let action = closing("/action", request.action.as_ref());
    let solution = closing("/solution", request.solution.as_ref());
    let closure = problem.zip(action).zip(solution);
    let closure =
        closure.map(|((problem, action), solution)| Closure { problem, action, solution });
    Ok(faults.result(text.map(|text| Judged { event, text, closure }))?)
}
