//! Sending the link of a contract again.

use sigillo_contract::contract::Contract as Shown;
use sigillo_contract::operations::ResendContract;
use sigillo_domain::contract::{Contract, ContractEvent};
use sigillo_domain::history::Action;
use sigillo_domain::id::ContractId;
use sigillo_storage::{contracts, organizations};

use super::issue::{address_of, is_in_use, mobile, recipient, send_link};
use super::signing::check_time;
use super::{Evidence, FoundContract, Step, after, close, find_to_change, record, shown};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::{App, Grant};

/// Sends another link, which ends the earlier ones. The holder begins anew. The last day stays, since the
/// document may name it.
pub async fn resend(
    app: &App,
    grant: &Grant<ResendContract>,
    id: ContractId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let FoundContract { named, mailbox, domain } = find_to_change(&mut tx, grant, id).await?;
    let before = &named.contract;
    check_version(expected_version, before.version)?;
    let now = app.now();
    check_time(before, now)?;
    let address = match mailbox.holder {
        Some(held) => address_of(&mut tx, held).await?,
        None => None,
    };
    let contract = Contract {
        recipient: recipient(&mailbox)?,
        mobile: address.as_ref().map(mobile).unwrap_or_default(),
        consents: vec![],
        sent_at: now,
        opened_at: None,
        consented_at: None,
        reminders: 0,
        tax_code_failures: 0,
        ..after(before, ContractEvent::Resend)?
    };
    contracts::update(&mut tx, &contract).await?;
    close(&mut tx, &contract).await?;
    let organization = organizations::find(&mut tx, domain.organization_id).await?;
    let organization = organization.ok_or(NOT_FOUND)?.name;
    send_link(app, &mut tx, &contract, &organization, is_in_use(&mailbox)).await?;
    let evidence = Evidence::default().personal("recipient", contract.recipient.as_str());
    let actor = grant.caller().actor();
    let step =
        Step { actor, action: Action::Resent, before: Some(before), after: &contract, evidence };
    record(app, &mut tx, step).await?;
    let named = contracts::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(shown(named))
}
