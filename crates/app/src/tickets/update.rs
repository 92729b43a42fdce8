//! Changing what a ticket is about, and how urgent it is.

use sigillo_contract::operations::UpdateTicket;
use sigillo_contract::ticket::{TicketDetail, TicketPatch};
use sigillo_domain::history::Action;
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::{Side, Ticket, TicketStatus};
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::tickets;

use super::audit::record_change;
use super::get::detail;
use super::{find, find_to_change, side};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::{App, Grant};

pub async fn update(
    app: &App,
    grant: &Grant<UpdateTicket>,
    id: TicketId,
    expected_version: Option<ExpectedVersions>,
    patch: &TicketPatch,
) -> Result<TicketDetail, AppError> {
    let caller = grant.caller();
    if patch.desk.is_some() && side(caller) == Side::Customer {
        return Err(AppError::fault("/desk", FaultCode::NotExpected));
    }
    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, id).await?;
    let before = &found.ticket;
    check_version(expected_version, before.version)?;
    let after = Ticket {
        priority: patch.priority.unwrap_or(before.priority),
        ticket_type: patch.ticket_type.unwrap_or(before.ticket_type),
        desk: patch.desk.unwrap_or(before.desk),
        ..before.clone()
    };
    if after != *before {
        if before.status == TicketStatus::Closed {
            return Err(AppError::Problem(Code::NotInThisState));
        }
        let after = Ticket { version: before.version + 1, updated_at: app.now(), ..after };
        tickets::update(&mut tx, &after).await?;
        let change = (Some(before), &after);
        record_change(app, &mut tx, caller.actor(), Action::Updated, change).await?;
    }
    let found = find(&mut tx, grant, id).await?;
    let detail = detail(&mut tx, grant, found).await?;
    tx.commit().await?;
    Ok(detail)
}
