//! Writing in a ticket, and moving it from one status to another.

use sigillo_contract::operations::AddTicketMessage;
use sigillo_contract::ticket::{TicketDetail, TicketMessageCreate};
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::{Closure, TicketEvent, parse_closure, parse_message};
use sigillo_domain::{FaultCode, Faults};

use super::enter::{Author, Entry, enter};
use super::get::detail;
use super::{find, find_to_change};
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
    check_version(expected_version, found.ticket.version)?;
    let author = Author::of(grant.caller());
    let entry = Entry { event, text, closure, by_mail: false };
    enter(app, &mut tx, &found, &author, entry).await?;
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
