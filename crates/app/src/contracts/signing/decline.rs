//! Declining a contract.

use sigillo_contract::signing::{SigningDecline, SigningState};
use sigillo_domain::contract::{Contract, ContractEvent, ContractState, parse_reason};
use sigillo_domain::history::Action;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_storage::{contract_codes, contracts, links};

use super::super::bounce::report;
use super::super::{Evidence, Step, after, holder_actor, record};
use super::{check_time, visited_to_change};
use crate::error::AppError;
use crate::{App, Origin};

pub async fn decline(
    app: &App,
    origin: &Origin,
    request: &SigningDecline,
) -> Result<SigningState, AppError> {
    let reason = parse_reason(&request.reason).map_err(|code| AppError::fault("/reason", code))?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let named = visited_to_change(app, &mut tx, &request.token).await?;
    let before = &named.contract;
    if before.state == ContractState::Declined {
        return Ok(SigningState { state: before.state });
    }
    check_time(before, now)?;
    let declined = after(before, ContractEvent::Decline)?;
    let contract = Contract { ended_at: Some(now), decline_reason: reason.clone(), ..declined };
    contracts::update(&mut tx, &contract).await?;
    // The visit stays, so that a request that is sent again gets the same answer.
    links::retire(&mut tx, contract.subject(), LinkPurpose::SignContract).await?;
    contract_codes::delete(&mut tx, contract.id).await?;
    let step = Step {
        actor: &holder_actor(&named),
        action: Action::Declined,
        before: Some(before),
        after: &contract,
        evidence: Evidence::of(origin).reason(reason.as_deref()),
    };
    record(app, &mut tx, step).await?;
    let content = ContractMessage::Declined {
        mailbox: named.mailbox_address.clone(),
        holder: format!("{} {}", named.given_name, named.family_name),
        reason: reason.unwrap_or_default(),
        at: now,
    };
    let event_id = contract.id.uuid();
    report(app, &mut tx, &named, (MessageKind::ContractDeclined, content), event_id).await?;
    tx.commit().await?;
    Ok(SigningState { state: contract.state })
}
