//! Sending the link of a contract again.

use sigillo_contract::contract::Contract as Shown;
use sigillo_contract::operations::ResendContract;
use sigillo_domain::contract::{Contract, ContractEvent};
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::ContractId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::{Tx, contracts, organizations};

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
    check_version(expected_version, named.contract.version)?;
    check_time(&named.contract, app.now())?;
    let of = (&*mailbox, &*domain);
    send_again(app, &mut tx, grant.caller().actor(), &named.contract, of).await?;
    let named = contracts::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(shown(named))
}

/// Sends another link of the contract of a mailbox whose communication e-mail was changed, whose row the caller has
/// locked: whoever reads the former address can no longer sign.
pub(crate) async fn resend_to_new_email(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    mailbox: &Mailbox,
    domain: &MailDomain,
) -> Result<(), AppError> {
    let Some(newest) = contracts::newest_of_mailbox(tx, mailbox.id).await? else { return Ok(()) };
    let named = contracts::find_to_change(tx, newest.contract.id).await?.ok_or(NOT_FOUND)?;
    let contract = named.contract;
    let can_be_sent =
        after(&contract, ContractEvent::Resend).is_ok() && check_time(&contract, app.now()).is_ok();
    if can_be_sent {
        send_again(app, tx, actor, &contract, (mailbox, domain)).await
    } else {
        Ok(())
    }
}

async fn send_again(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &Contract,
    (mailbox, domain): (&Mailbox, &MailDomain),
) -> Result<(), AppError> {
    let address = match mailbox.holder {
        Some(held) => address_of(tx, held).await?,
        None => None,
    };
    let contract = Contract {
        recipient: recipient(mailbox)?,
        mobile: address.as_ref().map(mobile).unwrap_or_default(),
        consents: vec![],
        sent_at: app.now(),
        opened_at: None,
        consented_at: None,
        reminders: 0,
        tax_code_failures: 0,
        ..after(before, ContractEvent::Resend)?
    };
    contracts::update(tx, &contract).await?;
    close(tx, &contract).await?;
    let organization = organizations::find(tx, domain.organization_id).await?;
    let organization = organization.ok_or(NOT_FOUND)?.name;
    send_link(app, tx, &contract, &organization, is_in_use(mailbox)).await?;
    let evidence = Evidence::default().personal("recipient", contract.recipient.as_str());
    let step =
        Step { actor, action: Action::Resent, before: Some(before), after: &contract, evidence };
    record(app, tx, step).await
}
